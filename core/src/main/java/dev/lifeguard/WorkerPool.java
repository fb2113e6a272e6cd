package dev.lifeguard;

import dev.lifeguard.control.PoolEngine;
import dev.lifeguard.dataplane.Call;
import dev.lifeguard.dataplane.Resubmission;
import dev.lifeguard.deadletter.DeadLetters;
import dev.lifeguard.executor.ExecutorViews;
import dev.lifeguard.policy.Rollout;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A pool of supervised workers, each used by one caller at a time.
 *
 * <p>Two doors lead to the same workers. {@link #checkout} lends a worker to the calling thread; {@link #submit} brings
 * code to a worker's own thread. Both wait in one queue, under the same bounds: first come first served, unless the pool has
 * another {@link PoolBuilder#discipline}.
 *
 * <p>The pool starts its workers, replaces the dead ones, abandons the stuck ones, and closes without losing a task.
 * Any thread may call any method. What one user of a worker did happens-before what the next one sees.
 *
 * @param <W> the worker object
 * @see TaskPool a pool whose workers process tasks of one type
 */
public final class WorkerPool<W> implements AutoCloseable {

    /** Who operates through the short methods. */
    private static final String CALLER = "caller";

    private static final Call CODE =
            (worker, payload, context) -> asWork(payload).run(worker, context);

    private final PoolEngine engine;
    private final @Nullable Thread exitHook;
    private final ExecutorViews executors;

    WorkerPool(PoolEngine engine, boolean closeAtExit) {
        this.engine = engine;
        this.executors = new ExecutorViews(engine.plane());
        this.exitHook = closeAtExit ? new Thread(this::close, "lifeguard-exit") : null;
        if (exitHook != null) {
            Runtime.getRuntime().addShutdownHook(exitHook);
        }
    }

    /**
     * Begins to configure a pool over any kind of object.
     *
     * @param definition how to make and keep a worker
     * @param <W> the worker object
     * @return the builder
     */
    public static <W> PoolBuilder<W, WorkerPool<W>> of(WorkerDefinition<W> definition) {
        return new PoolBuilder<>(definition, pool -> pool);
    }

    /**
     * Begins to configure a pool over any kind of object that needs no more than to be made; one that is
     * {@link AutoCloseable} is closed at its end.
     *
     * @param factory makes a worker object; called on the worker's own thread
     * @param <W> the worker object
     * @return the builder
     */
    public static <W> PoolBuilder<W, WorkerPool<W>> of(Callable<? extends W> factory) {
        return of((WorkerDefinition<W>) context -> factory.call());
    }

    @SuppressWarnings("unchecked") // submit() is the only one that hands this call a payload.
    private static Work<Object, @Nullable Object> asWork(Object payload) {
        return (Work<Object, @Nullable Object>) payload;
    }

    /**
     * Submits code that uses a worker. Returns at once unless the queue is full and the pool lets submitters wait;
     * never throws for overload: the outcome says {@link Outcome.Refused}.
     *
     * @param work the code; it may run more than once when the pool retries
     * @param <R> the result
     * @return the handle
     */
    public <R extends @Nullable Object> TaskHandle<R> submit(Work<? super W, ? extends R> work) {
        return submit(work, TaskOptions.none());
    }

    /**
     * Submits code that uses a worker, with choices of its own.
     *
     * @param work the code; it may run more than once when the task is retried
     * @param options name, limits, retry
     * @param <R> the result
     * @return the handle
     */
    public <R extends @Nullable Object> TaskHandle<R> submit(Work<? super W, ? extends R> work, TaskOptions options) {
        return engine.plane().submit(CODE, Objects.requireNonNull(work), options);
    }

    <R extends @Nullable Object> TaskHandle<R> submit(Call call, Object payload, TaskOptions options) {
        return engine.plane().submit(call, payload, options);
    }

    <R extends @Nullable Object> TaskHandle<R> resubmit(Call call, TaskHandle<?> refused, Class<?> type) {
        return Resubmission.into(engine.plane(), call, refused, type);
    }

    /**
     * Submits several pieces of code, in their order. Short for {@link #submitAll(Collection, TaskOptions)} with the pool's
     * choices.
     *
     * @param works the code
     * @param <R> the result
     * @return their handles, in the same order
     */
    public <R extends @Nullable Object> List<TaskHandle<R>> submitAll(
            Collection<? extends Work<? super W, ? extends R>> works) {
        return submitAll(works, TaskOptions.none());
    }

    /**
     * Submits several pieces of code, in their order, each with the same choices and an outcome of its own. Not all or
     * nothing.
     *
     * @param works the code, none of it {@code null}
     * @param options name, limits, retry and the rest, for each
     * @param <R> the result
     * @return their handles, in the order of the collection
     * @see TaskPool#submitAll(Collection, TaskOptions) what exactly is promised
     */
    public <R extends @Nullable Object> List<TaskHandle<R>> submitAll(
            Collection<? extends Work<? super W, ? extends R>> works, TaskOptions options) {
        return submitAll(CODE, works, options);
    }

    <R extends @Nullable Object> List<TaskHandle<R>> submitAll(Call call, Collection<?> payloads, TaskOptions options) {
        return engine.plane().submitAll(call, payloads, options);
    }

    /**
     * Borrows a worker, waiting for it if none is free.
     *
     * @param limit how long to wait at most
     * @return the lease; close it to return the worker
     * @throws RefusedException when none became free in time, the pool is closing, or nobody can serve in time
     * @throws InterruptedException when interrupted while waiting; no worker is lent
     * @throws IllegalStateException when a worker of this pool would have to wait for its own pool
     */
    public Lease<W> checkout(Duration limit) throws InterruptedException {
        return engine.plane().checkout(limit);
    }

    /** {@return a lease of a worker that is free now, if there is one} */
    public Optional<Lease<W>> tryCheckout() {
        return engine.plane().tryCheckout();
    }

    /**
     * The pool as the JDK's executor, for code that knows only that: its tasks run on the workers' threads, wait in the
     * pool's queue and obey the pool's limits. Each call returns another view with a life of its own: shutting one down
     * or closing it leaves the pool and other views alone; the end of the pool shuts all of them down.
     *
     * <p>It keeps the contract of {@link ExecutorService}. Where that leaves a choice:
     * <ul>
     * <li>A task that the pool does not take is rejected with the message of its {@link Refusal}. One that it gives up
     * later (a limit, shed, handed back) ends its future: {@code get()} throws with that cause.
     * <li>A task runs at most once: the pool's {@link Retry} does not count here.
     * <li>{@code cancel(true)} interrupts running code at once, as {@link Cancel#KILL} does: that code and no other.
     * <li>{@code shutdownNow()} cancels everything and returns what never began, in the order of submission: what was
     * given to {@code execute}, and the futures of {@code submit}, which are cancelled. It interrupts what runs.
     * <li>What a command given to {@code execute} throws is told to the uncaught exception handler of its thread.
     * <li>Waiting from inside a worker of the pool, for a future, in {@code invokeAll}, {@code invokeAny} or
     * {@code awaitTermination}, throws {@link IllegalStateException}.
     * </ul>
     *
     * <p>What a thread did before it submitted happens-before the task; what the task did happens-before a return from
     * {@code get()}, and from {@code awaitTermination} that returns {@code true}.
     *
     * @return a new view
     */
    public ExecutorService asExecutor() {
        return executors.open();
    }

    /**
     * Tells a worker something. It reads the message between two uses ({@link WorkerDefinition#receive}), at once when it
     * is idle, or during one when the code there asks ({@link WorkerContext#poll}). Never waits. A message is delivered
     * at most once: one that the worker has not read when it ends is dropped and counted.
     *
     * @param worker the number of the worker, as {@link #snapshot} lists it
     * @param message what to tell
     * @return whether the worker took it; {@code false} when its mailbox is full, or no worker with this number serves
     */
    public boolean tell(int worker, Object message) {
        return engine.plane().mailroom().tell(worker, message);
    }

    /**
     * Tells all workers that serve something, busy ones too; each as {@link #tell} does.
     *
     * @param message what to tell
     * @return how many took it
     */
    public int broadcast(Object message) {
        return engine.plane().mailroom().broadcast(message);
    }

    /**
     * Asks a worker something and waits for the {@linkplain Message#reply reply}. The question is read as a message is.
     *
     * @param worker the number of the worker
     * @param question what to ask
     * @param limit how long to wait
     * @return the reply
     * @throws MessageException when the mailbox is full, no such worker serves, or no reply came
     * @throws InterruptedException when interrupted while waiting; the question may still be read
     * @throws IllegalStateException when called from inside a worker of this pool
     */
    public Object ask(int worker, Object question, Duration limit) throws InterruptedException {
        return engine.plane().mailroom().ask(worker, question, limit);
    }

    /**
     * Asks for a sign of life. The loop of the worker answers between two uses, without any code of the user.
     *
     * @param worker the number of the worker
     * @param limit how long to wait
     * @return how long the answer took
     * @throws MessageException when the mailbox is full, no such worker serves, or no answer came
     * @throws InterruptedException when interrupted while waiting
     * @throws IllegalStateException when called from inside a worker of this pool
     */
    public Duration ping(int worker, Duration limit) throws InterruptedException {
        return engine.plane().mailroom().ping(worker, limit);
    }

    /**
     * Changes the pool while it runs. Returns when the change is in effect; for a {@link Change.Resize} or a {@link
     * Change.DrainWorker} that is when workers that are too many were told, who may still finish their use. Nothing
     * queued is lost. Any thread may call it, also one of the pool's own workers.
     *
     * <p>Waits at most 10 s; after that, or when the caller is interrupted (which stays pending), it goes on without
     * the caller, and the result says {@link Operation.Result#UNDER_WAY}.
     *
     * @param change what
     * @param who by whom; any words that help whoever reads {@link #operations} later
     * @param why for what reason
     * @return what came of it
     * @throws IllegalArgumentException when the change can never act, as the builder would say, or nobody could read
     *     {@code who} or {@code why}
     */
    public Operation operate(Change change, String who, String why) {
        return engine.operate(change, who, why);
    }

    /**
     * Replaces all workers, so many at a time, with new ones from another definition, and stops when too many of those
     * fail ({@link Rollout}). Returns at once with an operation that is {@link Operation.Result#UNDER_WAY}; how far it is
     * stands in {@link PoolSnapshot#renewal}, how it ended in {@link #operations}. {@link Change.StopRoll} ends it early,
     * another roll takes its place. When it is complete, every later worker is from the new definition, too.
     *
     * <p>Objects of both definitions are lent and used meanwhile. A roll to the same definition is a {@link Change.Roll}.
     *
     * @param next how to make and keep the new workers
     * @param plan how many at a time, when a new worker is good, when to stop
     * @param who by whom; any words that help whoever reads {@link #operations} later
     * @param why for what reason
     * @return what came of it so far
     * @throws IllegalArgumentException when the plan can never act on this pool, or nobody could read {@code who} or
     *     {@code why}
     */
    @SuppressWarnings("unchecked") // The engine gives the definition back only the objects that it made.
    public Operation roll(WorkerDefinition<W> next, Rollout plan, String who, String why) {
        return engine.roll((WorkerDefinition<Object>) Objects.requireNonNull(next), plan, who, why);
    }

    /**
     * Says what a change would do, and changes nothing.
     *
     * @param change what
     * @return what it would do now
     */
    public Rehearsal rehearse(Change change) {
        return engine.rehearse(change);
    }

    /** {@return what was done to the pool, the oldest first; the last 128 operations, or {@link Channels#operations}} */
    public List<Operation> operations() {
        return engine.operations();
    }

    /**
     * Lets nothing begin and lends nothing until {@link #resume}. Short for {@link #operate} with {@link Change.Pause}.
     *
     * @param why for what reason
     * @return what came of it
     */
    public Operation pause(String why) {
        return operate(new Change.Pause(), CALLER, why);
    }

    /**
     * Ends a pause. Short for {@link #operate} with {@link Change.Resume}.
     *
     * @return what came of it
     */
    public Operation resume() {
        return operate(new Change.Resume(), CALLER, "resume() was called");
    }

    /**
     * Changes how many workers the pool keeps. Short for {@link #operate} with {@link Change.Resize}; a pool that is
     * closing ignores it.
     *
     * @param workers at least 1
     */
    public void resize(int workers) {
        operate(new Change.Resize(workers), CALLER, "resize(" + workers + ") was called");
    }

    /**
     * {@return the tasks that nobody could finish} Which those are says {@link PoolBuilder#quarantine}; where they are kept,
     * {@link PoolBuilder#deadLetters}. What this door tries again is code that was submitted to it.
     */
    public DeadLetters deadLetters() {
        return deadLetters(payload -> {
            throw new IllegalStateException(
                    "A payload of " + payload.getClass().getName() + " is no code for the workers"
                            + " of this pool, so its dead letter cannot be tried again here; use the pool that processes it.");
        });
    }

    /** The same, with how tasks are run that are data. */
    DeadLetters deadLetters(Function<Object, Call> data) {
        return engine.deadLetters(payload -> payload instanceof Work ? CODE : data.apply(payload));
    }

    /** {@return the pool as it is now} Walks the queue, so it takes time in proportion to what waits. */
    public PoolSnapshot snapshot() {
        return engine.snapshot();
    }

    /**
     * {@return whether the pool lives} What {@link #snapshot} says in its health, for whoever asks often: it takes the
     * same time however much waits, and runs no code of the user.
     */
    public Liveness liveness() {
        return engine.liveness();
    }

    /**
     * {@return how many workers serve now} They are free, in use, or between two uses; a worker that starts, ends, or
     * waits to be replaced does not serve. Takes time in proportion to the workers, whatever waits, and runs no code of
     * the user.
     */
    public int serving() {
        return engine.serving();
    }

    /**
     * {@return what the pool does to itself, as a stream: every supervised change with its reason, from the subscription
     * on}
     *
     * <p>Each subscriber has a thread and a buffer ({@link Channels#subscriberEvents}) of its own, so a slow one slows neither the pool nor
     * the others; what it misses is told to it as {@link PoolEvent.Missed}, in its place. {@code onComplete} follows the
     * last event of the pool; a subscriber that does not ask for the rest within 10 s after the end loses it. A
     * subscriber that throws is cancelled. At most 64 may be subscribed at a time; a further one, or one that is
     * subscribed already, gets {@code onError} with an {@link IllegalStateException}.
     *
     * @see PoolListener the simpler way, without back pressure
     */
    public Flow.Publisher<PoolEvent> events() {
        return engine.events();
    }

    /** {@return where the pool is in its life} */
    public PoolState state() {
        return engine.state();
    }

    /**
     * Ends the pool by a plan and says what became of everything. May be called again; the sooner deadline counts, and
     * every call returns the same report. From inside one of the pool's own workers it begins the end and returns at
     * once with an incomplete report, because it would wait for itself.
     *
     * @param plan how
     * @return the report
     * @throws InterruptedException when interrupted while waiting; the end goes on
     */
    public Drain.Report drain(Drain plan) throws InterruptedException {
        executors.end();
        Drain.Report report = engine.drain(plan);
        forgetExitHook();
        return report;
    }

    /**
     * Ends the pool as configured by {@link PoolBuilder#closing}. Never waits longer than that plan; an interrupt cuts
     * it short: what still runs is cancelled, and the interrupt stays pending. A second call does no more than wait.
     */
    @Override
    public void close() {
        try {
            drain(engine.closing());
        } catch (InterruptedException cutShort) {
            engine.beginDrain(Drain.now());
            Thread.currentThread().interrupt();
        }
    }

    private void forgetExitHook() {
        Thread hook = exitHook;
        if (hook != null && Thread.currentThread() != hook) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException ending) {
                // The JVM is ending, and the hook is running or has run: there is nothing to forget.
                return;
            }
        }
    }

    @Override
    public String toString() {
        return "WorkerPool " + engine.plane().pool() + " (" + engine.state() + ")";
    }
}
