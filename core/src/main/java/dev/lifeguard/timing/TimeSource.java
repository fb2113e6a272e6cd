package dev.lifeguard.timing;

import java.time.Instant;

/**
 * Where time comes from and how threads wait for it. Production has one ({@link SystemTime}); tests step another.
 *
 * <p>Any thread may call any method.
 */
public interface TimeSource {

    /** {@return nanoseconds since some origin; values are compared by difference only} */
    long nanoTime();

    /** {@return the time on the wall, for records that people read; nothing is decided by it} */
    Instant wallTime();

    /**
     * Parks the calling thread until it is unparked, interrupted, or for no reason.
     *
     * @param blocker what it waits for, for thread dumps
     */
    void park(Object blocker);

    /**
     * Parks the calling thread until it is unparked, interrupted, the deadline has come, or for no reason.
     *
     * @param blocker what it waits for, for thread dumps
     * @param deadlineNanos a value of {@link #nanoTime}
     */
    void parkUntil(Object blocker, long deadlineNanos);
}
