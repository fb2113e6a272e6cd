package dev.lifeguard.bounds;

/** Checks numbers at the front door, for those who build a pool and for those who change one. */
public final class Sizes {

    private Sizes() {}

    public static int atLeast(String what, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "The " + what + " of a pool is at least " + least + ", but got " + value + ".");
        }
        return value;
    }
}
