package dev.lifeguard;

import java.time.Duration;

/**
 * Whether a pool lives: one verdict, by the supervisor, over time. A pool of which one look shows idle workers beside
 * waiting work is ordinary; one in which nothing has moved since is not.
 *
 * @param verdict what is so
 * @param since how long it has been so
 * @param reason why, with values
 */
public record Liveness(Verdict verdict, Duration since, String reason) {

    /** {@return whether somebody must be woken: work waits and does not go on, without anybody having wanted that} */
    public boolean isAlarm() {
        return switch (verdict) {
            case STALLED, DOWN -> true;
            case STARTING, IDLE, MOVING, PAUSED, CLOSING, CLOSED -> false;
        };
    }

    /** What can be so. */
    public enum Verdict {
        /** Too few workers are ready yet. */
        STARTING,
        /** Nothing is to be done, and nothing has been done since the look before. */
        IDLE,
        /** Work is being done, or waits for workers that are in use. */
        MOVING,
        /** Work waits, workers are free, and nothing has moved for 2 s; or the supervisor itself does not move. */
        STALLED,
        /** Nobody serves, and nobody is about to. */
        DOWN,
        /** Somebody paused it; {@link WorkerPool#operations} says who and why. */
        PAUSED,
        /** The pool is ending. */
        CLOSING,
        /** It has ended. */
        CLOSED
    }
}
