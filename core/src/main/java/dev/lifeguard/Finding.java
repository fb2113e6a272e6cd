package dev.lifeguard;

/**
 * One thing that is wrong with a pool, in words with values.
 *
 * @param illness its kind, for programs
 * @param fact what is so
 * @param cause why, as far as the pool can know
 * @param remedy what helps
 * @see Doctor
 */
public record Finding(Illness illness, String fact, String cause, String remedy) {

    /** {@return fact, cause and remedy as one sentence} */
    public String sentence() {
        return fact + ": " + cause + "; " + remedy + ".";
    }

    /** The kinds, the worst first. */
    public enum Illness {
        /** Nobody serves. */
        DOWN,
        /** Work waits beside free workers, and nothing moves. */
        STALLED,
        /** A worker is abandoned and has not come back. */
        STUCK,
        /** Slots stay closed, because too many abandoned workers have not come back. */
        SLOTS_CLOSED,
        /** A worker dies again and again. */
        CRASHING,
        /** Tasks killed their workers and were quarantined. */
        POISON,
        /** The store does not take dead letters, or loses them. */
        DEAD_LETTERS_UNSTORED,
        /** Fewer workers serve than were asked for. */
        DEGRADED,
        /** The replacement of all workers was stopped, because too many of the new ones failed. */
        ROLL_STOPPED,
        /** A worker that should have been replaced long ago is not. */
        RECYCLING_HELD,
        /** Workers are replaced so often that they spend much of their time starting. */
        RECYCLED_TOO_OFTEN,
        /** A worker does not get through its start. */
        SLOW_START,
        /** A lease is held for long. */
        LEASE_HELD,
        /** Work waits for long, because somebody has paused the pool. */
        PAUSED,
        /** A level or lane waits for long while others are served. */
        STARVING,
        /** A key is held for long while others wait for it. */
        KEY_HELD,
        /** Work waits at a cap while workers are free. */
        CAPPED,
        /** Work waits for long, although the pool has the most workers that it may scale to. */
        AT_MOST,
        /** Work waits for long, because every worker is in use. */
        SATURATED,
        /** The scaling policy of the user throws or does not return. */
        SCALING_FAILS,
        /** The size grows and shrinks again and again. */
        FLAPPING,
        /** More comes than the workers do, so tasks are shed for their time in the queue. */
        OVERLOADED,
        /** The rate of the pool refuses tasks. */
        OVER_RATE,
        /** Tasks are refused. */
        REFUSING,
        /** The retry budget is used up. */
        RETRIES_REFUSED,
        /** The store of dead letters is nearly full. */
        DEAD_LETTERS_FULL,
        /** Messages are refused, because those they are for do not read. */
        MAIL_REFUSED,
        /** Failures go unseen. */
        UNSEEN,
        /** Events are dropped, because listeners are slow. */
        EVENTS_MISSED
    }
}
