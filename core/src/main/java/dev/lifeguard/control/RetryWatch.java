package dev.lifeguard.control;

import dev.lifeguard.PoolEvent;

/**
 * Tells, at a limited rate, what became of tasks that were not tried again: refused by the retry budget, or lost on
 * their way to the dead letters. Supervisor only.
 */
final class RetryWatch {

    /** How often each is told at the most. */
    private static final long PAUSE_NANOS = 1_000_000_000;

    private final Desk desk;
    private long refusedTold;
    private long lostTold;
    private long quietUntilNanos;

    RetryWatch(Desk desk) {
        this.desk = desk;
        this.quietUntilNanos = desk.now;
    }

    /** Looks and tells. Once for each step. */
    void look() {
        desk.plane.deadLetters().goOn();
        if (desk.now - quietUntilNanos < 0) {
            return;
        }
        long refused = desk.plane.counters().retriesRefused();
        long lost = desk.plane.deadLetters().lost();
        if (refused == refusedTold && lost == lostTold) {
            return;
        }
        quietUntilNanos = desk.now + PAUSE_NANOS;
        if (refused > refusedTold) {
            desk.tell(new PoolEvent.RetriesRefused(
                    desk.pool(),
                    refused - refusedTold,
                    desk.settings.policies().retries().toString()));
            refusedTold = refused;
        }
        if (lost > lostTold) {
            desk.trouble(
                    (lost - lostTold)
                            + " dead letters were lost, because their store is full and refuses, or is too slow"
                            + " to keep up; drop or retry letters, raise the bound of the store, or let the oldest make"
                            + " room.",
                    null);
            lostTold = lost;
        }
    }

    /** The pool has ended. */
    void close() {
        quietUntilNanos = desk.now;
        look();
        int waiting = desk.plane.deadLetters().close();
        if (waiting > 0) {
            desk.trouble(
                    waiting + " dead letters were not stored before the deadline of the end; they still are, if the"
                            + " program lives long enough. Give the end more time, or the store a faster disk.",
                    null);
        }
    }
}
