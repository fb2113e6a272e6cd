package dev.lifeguard;

import org.jspecify.annotations.Nullable;

/**
 * A worker that turns tasks of one type into results of another.
 *
 * <p>The pool makes each worker anew from its factory, keeps it on a thread of its own, and gives it one task at a
 * time. All methods are called on that one thread, never two at once; what one call did happens-before the next call.
 * Each hook has a time limit of its own ({@link PoolBuilder#hookLimits}); a hook that overruns it costs the worker its
 * place, never the pool its supervisor.
 *
 * @param <T> the task: data, so that the same worker class can later run in a child process or on another machine
 * @param <R> the result, which may be {@code null}
 */
@FunctionalInterface
public interface Worker<T, R extends @Nullable Object> {

    /**
     * Prepares this worker for its first task. An exception means that this worker cannot serve; the pool tries again
     * with a new one after a backoff.
     *
     * @param context the worker, as it sees itself
     * @throws Exception when the worker cannot serve
     */
    default void start(WorkerContext context) throws Exception {}

    /**
     * Processes one task.
     *
     * @param task the task, as it was submitted
     * @param context this attempt: its number, its cancellation, its progress
     * @return the result
     * @throws Exception when the attempt failed; {@link #fatal} says whether the worker survives it
     */
    R process(T task, TaskContext context) throws Exception;

    /**
     * Says whether this worker can go on serving. Asked after the start and after every {@link #reset}.
     *
     * @return {@code false} to be replaced
     * @throws Exception to be replaced, with this exception as the reason
     */
    default boolean healthy() throws Exception {
        return true;
    }

    /**
     * Cleans up after a use that failed, was cancelled, or declared the worker dirty. An exception replaces the worker.
     *
     * @throws Exception when the worker cannot be cleaned
     */
    default void reset() throws Exception {}

    /**
     * Reads a message ({@link WorkerPool#tell}, {@code broadcast}, {@code ask}). Called between two uses, never during
     * one; what an exception means for the worker is the same as from {@link #process}. The default ignores it.
     *
     * @param message the message; one that wants a reply and has none when this method returns gets none
     * @throws Exception to have the worker reset, or replaced when it is {@link #fatal}
     */
    default void receive(Message message) throws Exception {}

    /**
     * Releases what this worker holds. Called once, last; the default closes an {@link AutoCloseable} worker.
     *
     * @param reason why the worker ends
     * @throws Exception is reported to listeners and otherwise without consequence
     */
    default void stop(StopReason reason) throws Exception {
        if (this instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    /**
     * Says whether a failure of {@link #process} means that this worker itself is broken and must be replaced.
     *
     * @param failure what {@code process} threw
     * @return by default, whether it is an {@link Error}
     */
    default boolean fatal(Throwable failure) {
        return failure instanceof Error;
    }
}
