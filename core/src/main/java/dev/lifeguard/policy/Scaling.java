package dev.lifeguard.policy;

import dev.lifeguard.bounds.Durations;
import java.time.Duration;
import java.util.Objects;

/**
 * How many workers the pool keeps as its load changes. The default keeps its size. Immutable.
 *
 * <p>Nothing that waits is lost by any of them: a worker that is sent away finishes its use first.
 */
public sealed interface Scaling permits Scaling.Fixed, Elastic, Scaling.Custom {

    /** No pool keeps more workers than these. */
    int MOST_WORKERS = 1 << 20;

    /** No look comes sooner after another: waits are measured by a clock that ticks so often. */
    Duration SHORTEST_LOOK = Duration.ofMillis(1);

    /** {@return the size stays as it is set} */
    static Scaling fixed() {
        return Fixed.FIXED;
    }

    /**
     * {@return between {@code min} and {@code max} workers, by how long work waits; the rest as {@link Elastic} says}
     *
     * @param min the fewest workers, at least 1
     * @param max the most, more than {@code min}
     */
    static Elastic elastic(int min, int max) {
        return Elastic.between(min, max);
    }

    /**
     * {@return between {@code min} and {@code max} workers, as a function of the user says, asked once a second}
     *
     * @param min the fewest workers, at least 1
     * @param max the most, more than {@code min}
     * @param policy the function
     */
    static Custom custom(int min, int max, ScalingPolicy policy) {
        return new Custom(min, max, Duration.ofSeconds(1), policy);
    }

    /**
     * {@return the nearest size that it allows}
     *
     * @param size a size
     */
    int nearest(int size);

    /**
     * {@return the most workers that a pool of this size may come to have}
     *
     * @param size its size
     */
    int most(int size);

    /** The size is set and stays. */
    enum Fixed implements Scaling {
        /** The only one. */
        FIXED;

        @Override
        public int nearest(int size) {
            return size;
        }

        @Override
        public int most(int size) {
            return size;
        }

        @Override
        public String toString() {
            return "fixed";
        }
    }

    /**
     * A function of the user decides.
     *
     * @param min the fewest workers
     * @param max the most
     * @param look how often it is asked, at least {@link #SHORTEST_LOOK}; jittered by a fifth
     * @param policy the function
     */
    record Custom(int min, int max, Duration look, ScalingPolicy policy) implements Scaling {

        /**
         * Checks the values.
         *
         * @throws IllegalArgumentException when they can never act
         */
        public Custom {
            ScalingChecks.range(min, max);
            ScalingChecks.look(look);
            look = Durations.cut(look);
            Objects.requireNonNull(policy);
        }

        /**
         * Sets how often it is asked.
         *
         * @param between the time between two looks, at least {@link #SHORTEST_LOOK}
         * @return this policy, asked so often
         */
        public Custom every(Duration between) {
            return new Custom(min, max, between, policy);
        }

        @Override
        public int nearest(int size) {
            return Math.clamp(size, min, max);
        }

        @Override
        public int most(int size) {
            return max;
        }

        @Override
        public String toString() {
            // What its function says of itself is user code.
            return "custom from " + min + " to " + max + " workers, asked every " + look;
        }
    }
}
