package dev.lifeguard.distributed.client;

import java.time.Duration;

/** Durations as nanoseconds, cut so that the sum of two never overflows: about 146 years. */
final class Nanos {

    static final long LONGEST = Long.MAX_VALUE / 2;

    private Nanos() {}

    static long of(Duration duration) {
        return duration.compareTo(Duration.ofNanos(LONGEST)) >= 0 ? LONGEST : duration.toNanos();
    }
}
