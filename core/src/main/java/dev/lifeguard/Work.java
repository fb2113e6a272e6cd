package dev.lifeguard;

import org.jspecify.annotations.Nullable;

/**
 * Code that uses a worker, run on the worker's own thread.
 *
 * @param <W> the worker object
 * @param <R> the result, which may be {@code null}
 */
@FunctionalInterface
public interface Work<W, R extends @Nullable Object> {

    /**
     * Uses the worker. The worker belongs to this call until it returns, and to nobody afterwards: do not keep it.
     *
     * @param worker the worker object
     * @param context this attempt: its number, its cancellation, its progress
     * @return the result
     * @throws Exception when the attempt failed
     */
    R run(W worker, TaskContext context) throws Exception;
}
