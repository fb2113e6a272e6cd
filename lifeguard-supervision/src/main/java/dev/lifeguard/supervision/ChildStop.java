package dev.lifeguard.supervision;

import java.time.Duration;

/**
 * Takes a child out of the world. Called exactly once for each start that returned, also after the child has ended by
 * itself: it releases what is left.
 *
 * @param <T> what was started
 */
@FunctionalInterface
public interface ChildStop<T> {

    /**
     * Stops the child and returns when it is gone. Called on a platform thread of its own with no lock held. When the
     * time is over the thread is interrupted, and nobody waits for it any longer.
     *
     * @param child what was started
     * @param within the time it has; shorter than its limit when the end of the tree is nearer
     * @throws Exception when it could not be stopped; it counts as gone, and the failure is told
     */
    void stop(T child, Duration within) throws Exception;
}
