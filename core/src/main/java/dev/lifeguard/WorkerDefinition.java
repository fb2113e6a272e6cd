package dev.lifeguard;

import org.jspecify.annotations.Nullable;

/**
 * How to make and keep a worker out of any object: a browser, a database session, a parser.
 *
 * <p>Only {@link #start} is required. Every worker object is made anew by {@code start} whenever a worker starts or
 * restarts; it is never repaired in place. All hooks run on the worker's own thread, one at a time, each under a time
 * limit ({@link PoolBuilder#hookLimits}); none runs on the pool's control path or under a lock.
 *
 * @param <W> the worker object, which a lease lends out and code tasks use
 */
@FunctionalInterface
public interface WorkerDefinition<W> {

    /**
     * Makes a worker object that is ready to serve.
     *
     * @param context the worker, as it sees itself
     * @return a new object; returning one that is in use elsewhere breaks the promise of one user at a time, and
     *     returning {@code null} is a start that failed
     * @throws Exception when no worker can be made now; the pool tries again after a backoff
     */
    W start(WorkerContext context) throws Exception;

    /**
     * Says whether the worker can go on serving. Asked after the start and after every {@link #reset}.
     *
     * @param worker the worker
     * @return {@code false} to have it replaced
     * @throws Exception to have it replaced, with this exception as the reason
     */
    default boolean healthy(W worker) throws Exception {
        return true;
    }

    /**
     * Cleans the worker after a use that failed, was cancelled, or declared it dirty. An exception replaces it.
     *
     * @param worker the worker
     * @throws Exception when it cannot be cleaned
     */
    default void reset(W worker) throws Exception {}

    /**
     * Reads a message ({@link WorkerPool#tell}, {@code broadcast}, {@code ask}). Called between two uses, never during
     * one. The default ignores it.
     *
     * @param worker the worker
     * @param message the message; one that wants a reply and has none when this method returns gets none
     * @throws Exception to have the worker reset, or replaced when it is {@link #fatal}
     */
    default void receive(W worker, Message message) throws Exception {}

    /**
     * Releases what the worker holds. Called once, last; the default closes an {@link AutoCloseable} worker.
     *
     * @param worker the worker
     * @param reason why it ends
     * @throws Exception is reported to listeners and otherwise without consequence
     */
    default void stop(W worker, StopReason reason) throws Exception {
        if (worker instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    /**
     * Says whether a failure of a task means that the worker itself is broken and must be replaced.
     *
     * @param worker the worker
     * @param failure what the task threw
     * @return by default, whether it is an {@link Error}
     */
    default boolean fatal(W worker, Throwable failure) {
        return failure instanceof Error;
    }

    /**
     * The definition of a typed {@link Worker}, whose hooks are its own methods.
     *
     * @param factory makes a new worker; called on the worker's own thread
     * @param <T> the task
     * @param <R> the result
     * @return the definition
     */
    static <T, R extends @Nullable Object> WorkerDefinition<Worker<T, R>> ofWorker(
            java.util.concurrent.Callable<? extends Worker<T, R>> factory) {
        return new TypedWorkerDefinition<>(factory);
    }
}
