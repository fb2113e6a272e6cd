package dev.lifeguard.policy;

import java.util.Objects;

/**
 * Decides how many workers a pool should have. A pure function: it keeps nothing, waits for nothing, and what it says
 * depends on the load alone.
 *
 * <p>It is user code, so the pool calls it on a thread of its own ({@code lifeguard-POOL-scaling}), one call at a time,
 * and goes on meanwhile. While it throws, or has not returned, the size stays as it is and the pool says so.
 */
@FunctionalInterface
public interface ScalingPolicy {

    /**
     * A size, and why. What lies outside the range of the scaling becomes the nearest size inside.
     *
     * @param size how many workers the pool should have
     * @param reason why, in words; they stand in the decision
     */
    record Wish(int size, String reason) {

        /** How many characters of a reason are kept. */
        public static final int TEXT = 200;

        /** Checks that there is a reason, and cuts a long one. */
        public Wish {
            Objects.requireNonNull(reason);
            reason = reason.length() > TEXT ? reason.substring(0, TEXT) : reason;
        }
    }

    /**
     * {@return how many workers there should be}
     *
     * @param load how the pool is
     */
    Wish decide(Load load);
}
