package dev.lifeguard;

import dev.lifeguard.dataplane.Call;
import dev.lifeguard.deadletter.DeadLetters;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pool of supervised workers that process tasks of one type.
 *
 * <p>Tasks are data, so the same worker class serves in threads here, and in child processes or on other machines
 * through other modules. {@link #workers} opens the checkout door to the same workers. Any thread may call any method.
 *
 * @param <T> the task
 * @param <R> the result
 */
public final class TaskPool<T, R extends @Nullable Object> implements AutoCloseable {

    private static final Call PROCESS =
            (worker, payload, context) -> asWorker(worker).process(payload, context);

    private final WorkerPool<Worker<T, R>> workers;

    TaskPool(WorkerPool<Worker<T, R>> workers) {
        this.workers = workers;
    }

    /**
     * Begins to configure a pool of typed workers.
     *
     * @param factory makes a worker, such as a constructor reference; called on the worker's own thread
     * @param <T> the task
     * @param <R> the result
     * @return the builder
     */
    public static <T, R extends @Nullable Object> PoolBuilder<Worker<T, R>, TaskPool<T, R>> of(
            Callable<? extends Worker<T, R>> factory) {
        return new PoolBuilder<>(WorkerDefinition.ofWorker(factory), TaskPool<T, R>::new);
    }

    @SuppressWarnings("unchecked") // The workers of this pool are made by its own factory.
    private static Worker<Object, @Nullable Object> asWorker(Object worker) {
        return (Worker<Object, @Nullable Object>) worker;
    }

    /**
     * Submits a task. Returns at once unless the queue is full and the pool lets submitters wait; never throws for
     * overload: the outcome says {@link Outcome.Refused}.
     *
     * @param task the task; it may be processed more than once when the pool retries
     * @return the handle
     */
    public TaskHandle<R> submit(T task) {
        return submit(task, TaskOptions.none());
    }

    /**
     * Submits a task with choices of its own.
     *
     * @param task the task; it may be processed more than once when it is retried
     * @param options name, limits, retry
     * @return the handle
     */
    public TaskHandle<R> submit(T task, TaskOptions options) {
        return workers.submit(PROCESS, Objects.requireNonNull(task), options);
    }

    /**
     * Submits several tasks, in their order. Short for {@link #submitAll(Collection, TaskOptions)} with the pool's choices.
     *
     * @param tasks the tasks
     * @return their handles, in the same order
     */
    public List<TaskHandle<R>> submitAll(Collection<? extends T> tasks) {
        return submitAll(tasks, TaskOptions.none());
    }

    /**
     * Submits several tasks, in their order, each with the same choices. Each is a task of its own, with its own handle
     * and outcome; it costs less than to submit one after another, and workers begin with the first while the last ones
     * are still on their way.
     *
     * <p>Not all or nothing: as many are taken as there is room for, and what happens to the others is what {@link
     * WhenFull} says of each. A submitter who may wait for a place waits for each as long as for a single one; once one of
     * them has waited in vain, the others count as having waited with it. The order is kept: within one level or lane, none
     * begins before one that stands before it in the collection. Tasks of other submitters may come in between.
     *
     * @param tasks the tasks, none of them {@code null}; read before the first is submitted
     * @param options name, limits, retry and the rest, for each
     * @return their handles, in the order of the collection; those of refused ones have their outcome
     */
    public List<TaskHandle<R>> submitAll(Collection<? extends T> tasks, TaskOptions options) {
        return workers.submitAll(PROCESS, tasks, options);
    }

    /**
     * Submits a task to this pool that this or another one refused, for example because it was closing: the same task and
     * options, in the context of its first submission. Of this pool, {@link TaskHandle#resubmit} does the same.
     *
     * @param refused a task of a {@code TaskPool}
     * @param type what the workers of this pool process, because a handle does not know of which type its task is
     * @return the handle of the new task
     * @throws IllegalStateException when it was not {@linkplain Outcome.Refused refused}
     * @throws IllegalArgumentException when the task is not of that type
     */
    public TaskHandle<R> resubmit(TaskHandle<?> refused, Class<? extends T> type) {
        return workers.resubmit(PROCESS, refused, type);
    }

    /**
     * Processes a stream of inputs: a stream of their outcomes, in their order. It is lazy: inputs are pulled and
     * submitted when somebody asks for an outcome, and never more than so many before the oldest outcome that is still
     * missing. So an endless stream of inputs needs no more memory than a short one, and a slow reader slows the inputs
     * down.
     *
     * <p>Each input has its outcome in its place; one that the pool refuses has {@link Outcome.Refused}. When the stream
     * of inputs fails, its exception follows the outcomes of the inputs before it. Closing the stream cancels what was
     * submitted ahead ({@link Cancel#INTERRUPT}) and closes the inputs: use it in a try-with-resources when it may be
     * left early. An interrupt of the reading thread ends it with a {@link java.util.concurrent.CancellationException}
     * and stays pending. Reading from inside a worker of this pool throws {@link IllegalStateException}. The stream does
     * not split, so {@code parallel()} brings nothing: the workers are the parallelism.
     *
     * @param inputs the tasks; read by the thread that reads the outcomes, not {@code null} in it
     * @param lookAhead how many may be submitted and not yet read, at least 1; more than the workers, so that each finds
     *     work, and no more than the queue has room for
     * @return the outcomes
     */
    public Stream<Outcome<R>> map(Stream<? extends T> inputs, int lookAhead) {
        if (lookAhead < 1) {
            throw new IllegalArgumentException(
                    "The look-ahead of map is at least 1, but got " + lookAhead + "; nothing would ever be submitted.");
        }
        return OutcomeStream.of(inputs, lookAhead, this::submit);
    }

    /** {@return the same workers, for checkout and for code tasks} */
    public WorkerPool<Worker<T, R>> workers() {
        return workers;
    }

    /**
     * Changes how many workers the pool keeps.
     *
     * @param size at least 1
     * @see WorkerPool#resize
     */
    public void resize(int size) {
        workers.resize(size);
    }

    /**
     * {@return what the pool does to itself, as a stream}
     *
     * @see WorkerPool#events
     */
    public Flow.Publisher<PoolEvent> events() {
        return workers.events();
    }

    /** {@return the tasks that nobody could finish} {@link WorkerPool#deadLetters} */
    public DeadLetters deadLetters() {
        return workers.deadLetters(payload -> PROCESS);
    }

    /** {@return the pool as it is now} */
    public PoolSnapshot snapshot() {
        return workers.snapshot();
    }

    /**
     * Ends the pool by a plan.
     *
     * @param plan how
     * @return what became of everything
     * @throws InterruptedException when interrupted while waiting; the end goes on
     * @see WorkerPool#drain
     */
    public Drain.Report drain(Drain plan) throws InterruptedException {
        return workers.drain(plan);
    }

    /** Ends the pool as configured. {@link WorkerPool#close} */
    @Override
    public void close() {
        workers.close();
    }

    @Override
    public String toString() {
        return workers.toString();
    }
}
