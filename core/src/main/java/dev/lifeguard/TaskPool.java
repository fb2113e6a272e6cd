package dev.lifeguard;

import dev.lifeguard.dataplane.Call;
import java.util.Objects;
import java.util.concurrent.Callable;
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
