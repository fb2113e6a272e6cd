package dev.lifeguard;

/** The one formula behind all backoffs: exponential, capped, jittered. */
final class Backoff {

    private Backoff() {}

    /**
     * {@return {@code first * 2^doublings}, capped at {@code longest}, plus or minus the jitter share}
     *
     * @param chance evenly distributed from 0 to 1
     */
    static long nanos(long firstNanos, long longestNanos, int doublings, double jitter, double chance) {
        long raised = doublings >= 62 || firstNanos > (longestNanos >> doublings)
                ? longestNanos
                : Math.min(longestNanos, firstNanos << doublings);
        return Math.max(0, (long) (raised * (1 + jitter * (2 * chance - 1))));
    }
}
