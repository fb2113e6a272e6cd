package dev.lifeguard.dataplane;

import dev.lifeguard.Cancel;
import dev.lifeguard.Limit;
import dev.lifeguard.LimitException;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.Refusal;
import dev.lifeguard.RefusedException;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskState;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerLostException;
import dev.lifeguard.deadletter.DeadLetter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A task: the handle that its submitter holds, the entry in the queue, and the report behind its outcome, in one
 * object. The life of it is in {@link TaskWord} and the two files above it; this file is what the caller sees of it.
 *
 * <p>Upstream: {@link DataPlane#submit}. Downstream: the worker's thread, which begins and ends its attempts, and
 * {@link Completion}, which hears of its outcome.
 *
 * @param <R> the result
 */
public final class TaskRecord<R extends @Nullable Object> extends TaskControl<R> implements TaskHandle<R>, Waiting {

    private final long id;
    private final TaskOptions options;

    TaskRecord(
            DataPlane plane,
            long id,
            Call call,
            Object payload,
            TaskOptions options,
            Limits limits,
            Retry retry,
            long now) {
        super(plane, call, payload, limits, retry, now);
        this.id = id;
        this.options = options;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public String name() {
        return options.name().orElse("task");
    }

    /** {@return what it chose for itself} */
    public TaskOptions options() {
        return options;
    }

    @Override
    public long queuedNanos() {
        return requeuedNanos(submittedNanos + options.delayNanos());
    }

    @Override
    public Outcome<R> await() throws InterruptedException {
        Outcome<R> known = known();
        Outcome<R> end = known != null ? known : waitForOutcome();
        seen();
        return end;
    }

    @Override
    public Optional<Outcome<R>> await(Duration limit) throws InterruptedException {
        Outcome<R> known = known();
        if (known == null && !limit.isNegative() && !limit.isZero()) {
            known = waitForOutcome(plane.deadline(limit));
        }
        return Optional.ofNullable(known == null ? null : look());
    }

    @Override
    public Optional<Outcome<R>> outcome() {
        return Optional.ofNullable(look());
    }

    @Override
    public boolean isDone() {
        return known() != null;
    }

    @Override
    public boolean isCancelled() {
        return known() instanceof Outcome.Cancelled<R>;
    }

    @Override
    public State state() {
        return switch (look()) {
            case null -> State.RUNNING;
            case Outcome.Success<R> success -> State.SUCCESS;
            case Outcome.Cancelled<R> cancelled -> State.CANCELLED;
            case Outcome.Failed<R> failed -> State.FAILED;
            case Outcome.TimedOut<R> late -> State.FAILED;
            case Outcome.WorkerLost<R> lost -> State.FAILED;
            case Outcome.Refused<R> refused -> State.FAILED;
        };
    }

    @Override
    public R get() throws InterruptedException, ExecutionException {
        return unwrap(await());
    }

    @Override
    public R get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        Outcome<R> known = known();
        if (known == null) {
            known = waitForOutcome(plane.deadlineNanos(unit.toNanos(Math.max(0, timeout))));
        }
        if (known == null) {
            throw new TimeoutException("Task " + id + " (" + name() + ") has no outcome after " + timeout + " "
                    + unit.toString().toLowerCase(java.util.Locale.ROOT) + "; it is " + taskState()
                    + " and goes on: cancel it, or wait again.");
        }
        return unwrap(known);
    }

    @Override
    public R resultNow() {
        return switch (look()) {
            case Outcome.Success<R> success -> success.value();
            case null, default ->
                throw new IllegalStateException("Task " + id + " (" + name() + ") has no result; its state is "
                        + state() + ". Ask state() or outcome() first.");
        };
    }

    @Override
    public Throwable exceptionNow() {
        return switch (look()) {
            case Outcome.Failed<R> failed -> failed.cause();
            case Outcome.TimedOut<R> late -> exception(late);
            case Outcome.WorkerLost<R> lost -> new WorkerLostException(lost.exit(), lost.cause());
            case Outcome.Refused<R> refused -> new RefusedException(refused.refusal());
            case null, default ->
                throw new IllegalStateException("Task " + id + " (" + name() + ") did not fail; its state is " + state()
                        + ". Ask state() or outcome() first.");
        };
    }

    private @Nullable Outcome<R> look() {
        Outcome<R> known = known();
        if (known != null) {
            seen();
        }
        return known;
    }

    private R unwrap(Outcome<R> outcome) throws ExecutionException {
        seen();
        return switch (outcome) {
            case Outcome.Success<R> success -> success.value();
            case Outcome.Cancelled<R> cancelled ->
                throw new CancellationException("Task " + id + " (" + name() + ") was cancelled.");
            case Outcome.Failed<R> failed -> throw new ExecutionException(failed.cause());
            case Outcome.TimedOut<R> late -> throw new ExecutionException(exception(late));
            case Outcome.WorkerLost<R> lost ->
                throw new ExecutionException(new WorkerLostException(lost.exit(), lost.cause()));
            case Outcome.Refused<R> refused -> throw new ExecutionException(new RefusedException(refused.refusal()));
        };
    }

    private LimitException exception(Outcome.TimedOut<R> late) {
        Limit limit = late.limit();
        return new LimitException(
                limit,
                late.allowed(),
                "Task " + id + " (" + name() + ") passed its limit " + limit + " = " + late.allowed() + " after "
                        + waited() + " of waiting and " + ran() + " of running in attempt " + attempts()
                        + "; raise the limit, add workers, or report progress.");
    }

    @Override
    public TaskHandle<R> resubmit() {
        return Resubmission.again(this);
    }

    @Override
    public boolean cancel(Cancel how) {
        return cancelTask(how);
    }

    @Override
    public TaskState taskState() {
        return viewState();
    }

    @Override
    public CompletionStage<@Nullable Void> settled() {
        return watch().settled(this);
    }

    @Override
    public CompletionStage<Outcome<R>> toStage() {
        seen();
        return watch().outcome(this);
    }

    @Override
    public TaskHandle<R> onProgress(Consumer<Object> listener) {
        watch().listen(this, listener);
        return this;
    }

    // Messages.

    @Override
    public boolean tell(Object message) {
        return channels().inbox.post(Letter.telling(Objects.requireNonNull(message)));
    }

    @Override
    public Object ask(Object question, Duration limit) throws InterruptedException {
        plane.refuseSelfWait("ask");
        long deadline = plane.deadline(limit);
        Letterbox inbox = channels().inbox;
        Letter letter = Letter.asking(Objects.requireNonNull(question), inbox);
        if (!inbox.post(letter)) {
            throw inbox.notPosted();
        }
        return inbox.awaitAnswer(letter, plane.time, limit, deadline);
    }

    @Override
    public Optional<Object> nextPartial(Duration limit) throws InterruptedException {
        Channel<Object> partials = channels().partials;
        Object there = partials.poll();
        if (there != null || !isSome(limit)) {
            return Optional.ofNullable(there);
        }
        plane.refuseSelfWait("nextPartial");
        return partials.take(plane.time, partials::isClosed, plane.deadline(limit));
    }

    // The report.

    @Override
    public int attempts() {
        return begunAttempts();
    }

    @Override
    public Duration waited() {
        return Duration.ofNanos(waitedNanos());
    }

    @Override
    public Duration ran() {
        return Duration.ofNanos(ranNanos());
    }

    @Override
    public Optional<WorkerId> worker() {
        WorkerCell cell = lastCell();
        return cell == null ? Optional.empty() : Optional.of(cell.id);
    }

    @Override
    public boolean retryRefused() {
        TaskHistory past = history;
        return past != null && past.retryRefused;
    }

    @Override
    public boolean mayHaveRun() {
        return begunAttempts() > 0;
    }

    @Override
    public boolean mayStillRun() {
        return runsOn() != null || hasZombie();
    }

    /** {@return what it brought, for dead letters} */
    public Parcel parcel() {
        return call.parcel(payload);
    }

    /** {@return its attempts that ended badly, the oldest first; the newest 16} Once it has its outcome. */
    public List<DeadLetter.Attempt> badAttempts() {
        TaskHistory past = history;
        return past == null ? List.of() : past.ended();
    }

    void trouble(String message, Throwable cause) {
        plane.signals.post(new Notice.Troubled(message, cause));
    }

    /** Runs code of the user in the context of the submitter. */
    void inContext(Runnable callback) {
        if (payload instanceof Carried carried) {
            carried.tell(callback, this);
        } else {
            callback.run();
        }
    }

    /** Ends the task before it was taken: its one outcome is the refusal. */
    TaskRecord<R> refuse(Refusal refusal) {
        refuseUnadmitted(refusal);
        return this;
    }

    @Override
    public String toString() {
        Outcome<R> known = known();
        return "Task " + id + " (" + name() + ") of " + plane.pool + ": "
                + (known == null ? viewState().toString() : known.getClass().getSimpleName());
    }
}
