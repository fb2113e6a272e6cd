package dev.lifeguard.policy;

import dev.lifeguard.bounds.Durations;
import java.time.Duration;

/** When tasks that have waited too long for a worker are refused. The default refuses none: only their own limits end them. */
public sealed interface Shedding {

    /** {@return no task is refused for its time in the queue} */
    static Shedding none() {
        return None.NONE;
    }

    /**
     * {@return shedding by controlled delay: once every task has waited longer than the target for a whole interval, the
     * pool is overloaded, and whoever has waited longer than twice the target is refused, until a wait is short again}
     *
     * <p>A burst fills the queue for a moment, and the queue becomes short again: nobody is refused for that. An overload
     * leaves a queue that stays long, and in which waiting helps nobody.
     *
     * @param target the wait that is still good; longer than the time between two ends of tasks in the whole pool, at
     *     least a millisecond
     * @param interval how long no wait may be good; longer than the target. Ten to twenty times the target is usual
     * @throws IllegalArgumentException when this can never act as it is meant
     * @see ControlledDelay how it decides
     */
    static Shedding controlledDelay(Duration target, Duration interval) {
        return new ControlledDelay(target, interval);
    }

    /** No task is refused for its time in the queue. */
    record None() implements Shedding {

        private static final None NONE = new None();

        @Override
        public String toString() {
            return "none";
        }
    }

    /**
     * Controlled delay (CoDel) in the form for queues of requests: K. Nichols and V. Jacobson, "Controlling Queue Delay",
     * ACM Queue 10(5), 2012. The rule for refusing, twice the target instead of ever shorter gaps between drops, is that
     * of servers, where nobody slows down because of a drop: class {@code Codel} of Facebook's folly.
     *
     * <p>Looked at is the wait of each task that a worker takes, and only its minimum counts: as long as one task in an
     * interval waits no longer than the target, the queue is only a burst. A queue that runs empty is good whatever its
     * last task has waited; so the last one is never refused, and no worker becomes idle by a refusal.
     *
     * <p>Pure: the state is one number that the caller keeps, and so is the time, in nanoseconds from 1.
     *
     * @param target the wait that is still good
     * @param interval how long no wait may be good before the pool is overloaded
     */
    record ControlledDelay(Duration target, Duration interval) implements Shedding {

        /** The state while waits are short. */
        public static final long SHORT = 0;

        /** Shorter targets drown in the steps of the pool's coarse clock, which is asked when a task is submitted. */
        private static final Duration SHORTEST = Duration.ofMillis(1);

        /**
         * Checks the values.
         *
         * @throws IllegalArgumentException when this can never act as it is meant
         */
        public ControlledDelay {
            Durations.positiveNanos("target of the shedding", target);
            Durations.positiveNanos("interval of the shedding", interval);
            target = Durations.cut(target);
            interval = Durations.cut(interval);
            if (target.compareTo(SHORTEST) < 0) {
                throw new IllegalArgumentException("The target of the shedding is " + target + ", but waits are known to "
                        + SHORTEST + "; give at least that.");
            }
            if (interval.compareTo(target) <= 0) {
                throw new IllegalArgumentException("The interval of the shedding is " + interval
                        + ", no longer than its target " + target + ", so that every burst would count as an overload;"
                        + " give ten to twenty times the target.");
            }
        }

        /**
         * {@return the state after a worker took a task} It is {@link #SHORT}; or the time since which no wait was good;
         * or, once that is an interval ago, the negative of that time: the pool is overloaded.
         *
         * @param state the state before
         * @param waitNanos how long the task has waited
         * @param last whether nothing waits behind it
         * @param now the time
         */
        public long next(long state, long waitNanos, boolean last, long now) {
            if (waitNanos <= target.toNanos() || last) {
                return SHORT;
            }
            if (state == SHORT) {
                return now;
            }
            return state > 0 && now - state >= interval.toNanos() ? -state : state;
        }

        /**
         * {@return whether the pool is overloaded}
         *
         * @param state the state
         */
        public static boolean overloaded(long state) {
            return state < 0;
        }

        /**
         * {@return whether a task that has waited so long is refused}
         *
         * @param state the state, this task included
         * @param waitNanos how long it has waited
         */
        public boolean refuses(long state, long waitNanos) {
            return overloaded(state) && waitNanos > longestNanos();
        }

        /** {@return the longest wait of a task that is not refused while the pool is overloaded, in nanoseconds} */
        public long longestNanos() {
            return 2 * target.toNanos();
        }

        @Override
        public String toString() {
            return "controlled delay, target " + target + ", interval " + interval;
        }
    }
}
