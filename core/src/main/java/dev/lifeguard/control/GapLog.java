package dev.lifeguard.control;

import java.util.concurrent.TimeUnit;

/**
 * When the log is told of dropped events: of a gap at once, but of all gaps of a second together. A flood drops events
 * thousands of times a second, and a line for each costs more than the flood. Any thread: after the end of the pool whoever
 * has something to tell is here.
 */
final class GapLog {

    /** The least time between two lines. */
    static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private long untold;
    private long toldNanos;
    private boolean told;

    /** So many were dropped. {@return how many the log is to be told of now, 0 for not yet} */
    synchronized long add(long lost, long now) {
        untold += lost;
        if (told && now - toldNanos < PAUSE_NANOS) {
            return 0;
        }
        told = true;
        toldNanos = now;
        return rest();
    }

    /** {@return how many the log was not told of} */
    synchronized long rest() {
        long rest = untold;
        untold = 0;
        return rest;
    }
}
