package dev.lifeguard;

import java.time.Instant;

/**
 * What somebody did to a running pool. The last 128 are kept ({@link WorkerPool#operations}, {@link
 * Channels#operations}), the oldest is forgotten;
 * each is told to listeners as {@link PoolEvent.Operated} and to the log.
 *
 * @param number from 1, in the order in which the pool took them; 0 for one that it never took
 * @param change what
 * @param who by whom, in the caller's words
 * @param why for what reason, in the caller's words
 * @param at when, by the clock on the wall
 * @param result what came of it
 * @param note what that means, a sentence with the values before and after, or the reason why nothing changed
 */
public record Operation(long number, Change change, String who, String why, Instant at, Result result, String note) {

    /** How many characters {@code who} and {@code why} may have. */
    public static final int TEXT = 1_000;

    /** What came of an operation. */
    public enum Result {
        /** It is in effect. */
        APPLIED,
        /** It is on its way: nobody waited until it was in effect, or not long enough. */
        UNDER_WAY,
        /** It began, and ended before it was complete; the note says how far it came. */
        STOPPED,
        /** It was so already. */
        UNCHANGED,
        /** The pool, as it is, cannot do it; nothing changed. */
        REFUSED
    }

    /**
     * Checks that somebody can read it later.
     *
     * @throws IllegalArgumentException when {@code who} or {@code why} is blank or longer than {@value #TEXT}
     */
    public Operation {
        readable("who", who);
        readable("why", why);
    }

    private static void readable(String what, String text) {
        if (text.isBlank() || text.length() > TEXT) {
            throw new IllegalArgumentException("An operation says " + what + " in 1 to " + TEXT
                    + " characters, so that the record can be read, but got "
                    + (text.isBlank() ? "\"" + text + "\"" : text.length() + " characters") + ".");
        }
    }

    /** {@return the operation as a sentence} */
    public String message() {
        return change + " by " + who + ", because " + why + ": " + note + " (" + result + ")";
    }
}
