package dev.lifeguard.control;

import org.jspecify.annotations.Nullable;

/** The words of objects that users made, for snapshots. On the thread of whoever looks: they are user code. */
final class Words {

    /** How many characters are kept. */
    static final int LONGEST = 200;

    private Words() {}

    /** {@return what the object says of itself, cut when it is long} */
    static String of(Object value) {
        String words;
        try {
            words = String.valueOf(value);
        } catch (Throwable failure) {
            return "(" + value.getClass().getName() + ", whose toString() throws "
                    + failure.getClass().getName() + ")";
        }
        return words.length() <= LONGEST ? words : words.substring(0, LONGEST - 1) + "…";
    }

    /** {@return the cause after a colon, or nothing} */
    static String cause(@Nullable Throwable cause) {
        return cause == null ? "" : ": " + of(cause);
    }
}
