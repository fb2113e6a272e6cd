package dev.lifeguard.cli.output;

import java.util.Locale;

/** How a task ended, in one word. */
public enum Status {
    /** The command ended with exit code 0. */
    OK,
    /** The command ended with another code, could not be started, or its output could not be stored. */
    FAILED,
    /** A limit was reached and the command was killed. */
    TIMEOUT,
    /** The command died by a signal that did not come from here. */
    CRASHED,
    /** The task was cancelled, before or after it started. */
    CANCELLED;

    /**
     * Tells the word in the output.
     *
     * @return the name in small letters
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Tells whether the end counts for the limit of failures.
     *
     * @return true when the task went wrong by itself
     */
    public boolean failure() {
        return switch (this) {
            case OK, CANCELLED -> false;
            case FAILED, TIMEOUT, CRASHED -> true;
        };
    }
}
