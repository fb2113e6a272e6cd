package dev.lifeguard.tree;

import dev.lifeguard.supervision.SupervisionException;

/** Causes in words that any thread may say, the control thread too. */
public final class Causes {

    private Causes() {}

    /**
     * {@return what the trees wrote themselves, or else the name of the class} The message of any other exception is made
     * by code of the user, which may throw or hang; it is for the threads that hear, never for those that decide.
     *
     * @param cause what was thrown or reported
     */
    public static String words(Throwable cause) {
        return cause instanceof SupervisionException ours
                ? String.valueOf(ours.getMessage())
                : cause.getClass().getName();
    }
}
