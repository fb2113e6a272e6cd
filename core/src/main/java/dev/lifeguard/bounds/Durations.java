package dev.lifeguard.bounds;

import java.time.Duration;

/** Checks durations at the front door and turns them into nanoseconds. */
public final class Durations {

    /** Longer durations are cut to this, so that sums of two never overflow: about 146 years. */
    private static final long LONGEST_NANOS = Long.MAX_VALUE / 2;

    private Durations() {}

    public static long positiveNanos(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("The " + what + " must be longer than zero, but is " + value
                    + "; leave it out for no limit, or give a positive duration.");
        }
        return nanos(value);
    }

    public static long nanosFromZero(String what, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException("The " + what + " must not be negative, but is " + value
                    + "; give zero for none, or a positive duration.");
        }
        return nanos(value);
    }

    /** {@return the duration, cut so that it has a value in nanoseconds} */
    public static Duration cut(Duration value) {
        return Duration.ofNanos(nanos(value));
    }

    private static long nanos(Duration value) {
        return value.compareTo(Duration.ofNanos(LONGEST_NANOS)) >= 0 ? LONGEST_NANOS : value.toNanos();
    }
}
