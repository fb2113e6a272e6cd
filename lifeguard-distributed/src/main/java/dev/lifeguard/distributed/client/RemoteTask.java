package dev.lifeguard.distributed.client;

import dev.lifeguard.Cancel;
import dev.lifeguard.Limit;
import dev.lifeguard.LimitException;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.RefusedException;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskState;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerLostException;
import dev.lifeguard.distributed.engine.Parcel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A task as its submitter sees it. The outcome is a future that is completed once, by whoever is first: the result, a
 * limit, a cancel, a refusal, the end of the client. Everything else here is what was heard on the way.
 *
 * @param <R> the result
 */
public final class RemoteTask<R extends @Nullable Object> implements TaskHandle<R> {

    /** Which task it is, and what was chosen for it. */
    record Card(
            long number,
            String id,
            String name,
            Limits limits,
            boolean kept,
            long delayNanos,
            long submittedNanos,
            Parcel parcel) {}

    /** What was heard last of its attempts. */
    private record Stage(TaskState state, int attempt, String host) {}

    private final Client<?, R> client;
    private final Card card;
    private final Supplier<TaskHandle<R>> again;
    private final TaskTalk talk;
    private final CompletableFuture<Outcome<R>> outcome = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> settled = new CompletableFuture<>();

    // Each of these is written by one thread at a time (the engine's, the retractor's) and read by any; none decides.
    private volatile Stage stage;
    private volatile boolean confirmed;
    private volatile boolean neverBegun;
    private volatile long askedNanos;
    private volatile Cancel how = Cancel.INTERRUPT;

    RemoteTask(Client<?, R> client, Card card, Supplier<TaskHandle<R>> again) {
        this.client = client;
        this.card = card;
        this.again = again;
        this.talk = new TaskTalk(client, this);
        this.stage = new Stage(card.delayNanos > 0 ? TaskState.DELAYED : TaskState.QUEUED, 0, "");
        this.askedNanos = card.submittedNanos;
    }

    Card card() {
        return card;
    }

    String key() {
        return card.id;
    }

    TaskTalk talk() {
        return talk;
    }

    /** {@return whether this call decided the outcome} */
    boolean decide(Outcome<R> decided) {
        return outcome.complete(decided);
    }

    boolean decided() {
        return outcome.isDone();
    }

    /** Nothing of it is at the engine or at a host any more. */
    void settle() {
        settled.complete(null);
    }

    boolean isSettled() {
        return settled.isDone();
    }

    void confirm() {
        confirmed = true;
    }

    boolean confirmed() {
        return confirmed;
    }

    /** It was taken out of its queue before anybody was handed it, or never came there. */
    void neverBegan() {
        neverBegun = stage.attempt == 0;
    }

    void begun(int attempt, String host) {
        if (attempt >= stage.attempt) {
            stage = new Stage(TaskState.RUNNING, attempt, host);
        }
    }

    void retrying(int attempt) {
        if (attempt >= stage.attempt) {
            stage = new Stage(TaskState.BACKOFF, attempt, "");
        }
    }

    int attempt() {
        return stage.attempt;
    }

    /** {@return where it runs, as far as was heard} */
    Optional<String> host() {
        Stage now = stage;
        return now.state == TaskState.RUNNING ? Optional.of(now.host) : Optional.empty();
    }

    /** {@return when somebody last asked for its retraction} */
    long askedNanos() {
        return askedNanos;
    }

    void asked(long nowNanos) {
        askedNanos = nowNanos;
    }

    Cancel how() {
        return how;
    }

    /** {@return how it went, as far as this client knows: it goes on when more is heard} */
    Outcome.Report report() {
        return new Heard();
    }

    @Override
    public long id() {
        return card.number;
    }

    @Override
    public String name() {
        return card.name;
    }

    @Override
    public Outcome<R> await() throws InterruptedException {
        try {
            return outcome.get();
        } catch (ExecutionException never) {
            throw new IllegalStateException("An outcome is never completed by an exception.", never);
        }
    }

    @Override
    public Optional<Outcome<R>> await(Duration limit) throws InterruptedException {
        try {
            return Optional.of(outcome.get(Nanos.of(limit), TimeUnit.NANOSECONDS));
        } catch (TimeoutException notYet) {
            return Optional.empty();
        } catch (ExecutionException never) {
            throw new IllegalStateException("An outcome is never completed by an exception.", never);
        }
    }

    @Override
    public Optional<Outcome<R>> outcome() {
        return Optional.ofNullable(outcome.getNow(null));
    }

    @Override
    public TaskState taskState() {
        Stage now = stage;
        if (outcome.isDone()) {
            return settled.isDone() ? TaskState.DONE : TaskState.CANCELLING;
        }
        if (now.state == TaskState.DELAYED && client.now() - card.submittedNanos >= card.delayNanos) {
            return TaskState.QUEUED;
        }
        return now.state;
    }

    @Override
    public CompletionStage<@Nullable Void> settled() {
        return settled.isDone()
                ? settled.minimalCompletionStage()
                : settled.whenCompleteAsync((nothing, never) -> {}, client.notifier());
    }

    @Override
    public CompletionStage<Outcome<R>> toStage() {
        return outcome.isDone()
                ? outcome.minimalCompletionStage()
                : outcome.thenApplyAsync(same -> same, client.notifier());
    }

    @Override
    public TaskHandle<R> onProgress(Consumer<Object> listener) {
        talk.listen(listener);
        return this;
    }

    @Override
    public boolean tell(Object message) {
        return talk.tell(message);
    }

    @Override
    public Object ask(Object question, Duration limit) throws InterruptedException {
        return talk.ask(question, limit);
    }

    @Override
    public Optional<Object> nextPartial(Duration limit) throws InterruptedException {
        return talk.nextPart(limit);
    }

    @Override
    public TaskHandle<R> resubmit() {
        if (outcome.getNow(null) instanceof Outcome.Refused) {
            return again.get();
        }
        throw new IllegalStateException(
                "Task " + card.id + " was not refused, so it is not submitted again; submit it as a"
                        + " new task if it shall run once more.");
    }

    @Override
    public boolean cancel(Cancel wanted) {
        how = wanted;
        boolean decided = client.decide(this, new Outcome.Cancelled<>(wanted, report()));
        client.retract(this);
        return decided;
    }

    @Override
    public boolean isCancelled() {
        return outcome.getNow(null) instanceof Outcome.Cancelled;
    }

    @Override
    public boolean isDone() {
        return outcome.isDone();
    }

    @Override
    public R get() throws InterruptedException, ExecutionException {
        return valueOf(await());
    }

    @Override
    public R get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        Optional<Outcome<R>> ended = await(Duration.of(timeout, unit.toChronoUnit()));
        if (ended.isEmpty()) {
            throw new TimeoutException("Task " + card.id + " has no outcome after " + timeout + " " + unit + ".");
        }
        return valueOf(ended.get());
    }

    private R valueOf(Outcome<R> ended) throws ExecutionException {
        return switch (ended) {
            case Outcome.Success<R> success -> success.value();
            case Outcome.Failed<R> failed -> throw new ExecutionException(failed.cause());
            case Outcome.TimedOut<R>(Limit limit, Duration allowed, Outcome.Report report) ->
                throw new ExecutionException(new LimitException(
                        limit,
                        allowed,
                        "Task " + card.id + " passed its limit " + limit + " = " + allowed + " after "
                                + report.attempts() + " attempts; raise the limit, or add hosts."));
            case Outcome.WorkerLost<R> lost ->
                throw new ExecutionException(new WorkerLostException(lost.exit(), lost.cause()));
            case Outcome.Refused<R> refused -> throw new ExecutionException(new RefusedException(refused.refusal()));
            case Outcome.Cancelled<R> cancelled ->
                throw new CancellationException("Task " + card.id + " was cancelled (" + cancelled.how() + ").");
        };
    }

    @Override
    public String toString() {
        return "task " + card.id + " \"" + card.name + "\" ("
                + outcome().map(Object::toString).orElseGet(() -> taskState().toString()) + ")";
    }

    /** A report of what was heard, for outcomes that this client decided itself. */
    private final class Heard implements Outcome.Report {

        private final long decidedNanos = client.now();

        @Override
        public int attempts() {
            return stage.attempt;
        }

        @Override
        public Duration waited() {
            return Duration.ofNanos(decidedNanos - card.submittedNanos);
        }

        @Override
        public Duration ran() {
            return Duration.ZERO;
        }

        @Override
        public Optional<WorkerId> worker() {
            return Optional.empty();
        }

        @Override
        public int deaths() {
            return 0;
        }

        @Override
        public boolean quarantined() {
            return false;
        }

        @Override
        public boolean retryRefused() {
            return false;
        }

        @Override
        public boolean mayHaveRun() {
            return !neverBegun;
        }

        @Override
        public boolean mayStillRun() {
            return !settled.isDone();
        }

        @Override
        public String toString() {
            return "Heard[attempts=" + attempts() + ", mayHaveRun=" + mayHaveRun() + ", mayStillRun=" + mayStillRun()
                    + "]";
        }
    }
}
