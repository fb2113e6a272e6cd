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
     * <p>As CoDel resumes its drops where it left them, an overload that was over for less than an interval is remembered:
     * the first wait of more than twice the target is the same overload again. A lull in the load, or a submitter that was
     * held up, would otherwise cost another interval, in which waits grow by up to as much.
     *
     * <p>Pure: the state is one number that the caller keeps, and so is the time, in nanoseconds from 1.
     *
     * @param target the wait that is still good
     * @param interval how long no wait may be good before the pool is overloaded
     */
    record ControlledDelay(Duration target, Duration interval) implements Shedding {

        /** The state while waits are good and no overload is remembered. */
        public static final long CALM = 0;

        /** How waits are. All but the first know since when. */
        private enum Mode {
            /** Good. */
            CALM,
            /** Too long, perhaps for a moment only. */
            LONG,
            /** Too long for an interval. */
            OVERLOADED,
            /** Good for the first time in an overload, which is remembered for an interval. */
            RELIEVED
        }

        private static final Mode[] MODES = Mode.values();
        private static final int MODE_BITS = 2;

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
                throw new IllegalArgumentException("The target of the shedding is " + target
                        + ", but waits are known to " + SHORTEST + "; give at least that.");
            }
            if (interval.compareTo(target) <= 0) {
                throw new IllegalArgumentException("The interval of the shedding is " + interval
                        + ", no longer than its target " + target + ", so that every burst would count as an overload;"
                        + " give ten to twenty times the target.");
            }
        }

        /**
         * {@return the state after a worker took a task}
         *
         * @param state the state before
         * @param waitNanos how long the task has waited
         * @param last whether nothing waits behind it
         * @param now the time
         */
        public long next(long state, long waitNanos, boolean last, long now) {
            boolean good = waitNanos <= target.toNanos() || last;
            long lasted = now - sinceNanos(state);
            return switch (mode(state)) {
                case CALM -> good ? state : of(Mode.LONG, now);
                case LONG ->
                    good ? CALM : lasted >= interval.toNanos() ? of(Mode.OVERLOADED, sinceNanos(state)) : state;
                case OVERLOADED -> good ? of(Mode.RELIEVED, now) : state;
                case RELIEVED -> {
                    boolean forgotten = lasted >= interval.toNanos();
                    if (forgotten) {
                        yield good ? CALM : of(Mode.LONG, now);
                    }
                    yield good || waitNanos <= longestNanos() ? state : of(Mode.OVERLOADED, now);
                }
            };
        }

        @SuppressWarnings("EnumOrdinal") // The state never leaves the memory of one pool, so the order may change.
        private static long of(Mode mode, long sinceNanos) {
            return sinceNanos << MODE_BITS | mode.ordinal();
        }

        private static Mode mode(long state) {
            return MODES[(int) (state & ((1 << MODE_BITS) - 1))];
        }

        /**
         * {@return since when waits are as they are; 0 while they are calm}
         *
         * @param state the state
         */
        public static long sinceNanos(long state) {
            return state >>> MODE_BITS;
        }

        /**
         * {@return whether the pool is overloaded}
         *
         * @param state the state
         */
        public static boolean overloaded(long state) {
            return mode(state) == Mode.OVERLOADED;
        }

        /**
         * {@return whether waits are too long}
         *
         * @param state the state
         */
        public static boolean longWaits(long state) {
            return switch (mode(state)) {
                case CALM, RELIEVED -> false;
                case LONG, OVERLOADED -> true;
            };
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
