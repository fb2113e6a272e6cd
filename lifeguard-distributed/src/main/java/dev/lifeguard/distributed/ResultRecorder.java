package dev.lifeguard.distributed;

import dev.lifeguard.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Records results before they are acknowledged, for example in a database. A crash between the two brings the result
 * again, so recording the same task twice must be harmless.
 *
 * @param <R> the result
 */
@FunctionalInterface
public interface ResultRecorder<R extends @Nullable Object> {

    /**
     * Records how a task ended. Runs on the thread that takes results, one at a time; the next result waits for it.
     *
     * @param task the id of the task
     * @param outcome how it ended
     * @throws Exception when it is not recorded; the result is then not acknowledged and comes again
     */
    void record(String task, Outcome<R> outcome) throws Exception;
}
