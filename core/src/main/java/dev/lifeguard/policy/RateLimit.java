package dev.lifeguard.policy;

import dev.lifeguard.bounds.Durations;
import dev.lifeguard.bounds.Sizes;
import java.time.Duration;

/**
 * How many tasks are let in per unit of time. The default is no limit.
 *
 * <p>Submissions count, resubmissions too; attempts beyond the first do not, and neither do checkouts, which hold a
 * worker each and so are bounded by the workers.
 */
public sealed interface RateLimit {

    /** {@return no limit} */
    static RateLimit none() {
        return None.NONE;
    }

    /**
     * {@return so many tasks a second, refusing what is more}
     *
     * @param tasks at least 1
     */
    static Spaced perSecond(int tasks) {
        return of(tasks, Duration.ofSeconds(1));
    }

    /**
     * {@return so many tasks in a time, refusing what is more; all of them may come at once after a quiet time}
     *
     * @param tasks at least 1
     * @param per the time; positive
     */
    static Spaced of(int tasks, Duration per) {
        return new Spaced(tasks, per, tasks, Duration.ZERO);
    }

    /** No limit. */
    record None() implements RateLimit {

        private static final None NONE = new None();

        @Override
        public String toString() {
            return "none";
        }
    }

    /**
     * The generic cell rate algorithm (GCRA; ITU-T I.371, annex A, and ATM Forum TM 4.0), the same as a token bucket
     * without the clock that fills it: one number says when the next task would come if all came evenly, and a task may
     * come before that by as much as the burst allows.
     *
     * <p>Pure: that number is the state, which the caller keeps, in nanoseconds of a time that begins at 0.
     *
     * @param tasks how many tasks
     * @param per in which time
     * @param burst how many may come at once after a quiet time; by default as many as in the time above, so that up to
     *     twice as many can come in the first such time
     * @param patience how long a submitter waits for its turn; zero to be refused at once
     */
    record Spaced(int tasks, Duration per, int burst, Duration patience) implements RateLimit {

        /** Bursts that a hundred years do not refill are no bursts. */
        private static final long LONGEST_NANOS = Duration.ofDays(36_500).toNanos();

        /**
         * Checks the values.
         *
         * @throws IllegalArgumentException when this can never act as it is meant
         */
        public Spaced {
            Sizes.atLeast("rate", tasks, 1);
            Sizes.atLeast("burst of the rate", burst, 1);
            Durations.positiveNanos("time of the rate", per);
            Durations.nanosFromZero("patience of the rate", patience);
            per = Durations.cut(per);
            patience = Durations.cut(patience);
            if (tasks > per.toNanos()) {
                throw new IllegalArgumentException("A rate of " + tasks + " tasks in " + per
                        + " is more than one in a nanosecond, so it can never act; leave it out for no limit.");
            }
            if (burst > LONGEST_NANOS / spacing(tasks, per)) {
                throw new IllegalArgumentException("A burst of " + burst + " at a rate of " + tasks + " tasks in " + per
                        + " would take more than a hundred years to come back, so the rate can never act; give a smaller"
                        + " burst.");
            }
        }

        /**
         * Sets how many may come at once after a quiet time.
         *
         * @param tasks at least 1, which spaces all tasks evenly
         * @return this limit with that burst
         */
        public Spaced burst(int tasks) {
            return new Spaced(this.tasks, per, tasks, patience);
        }

        /**
         * Lets the submitter of what is more wait for its turn, and refuses it only if that takes too long. Turns are
         * given in the order of asking. An interrupt ends the wait and stays pending; whoever leaves has had its turn. A
         * worker of the pool is refused at once ({@code SELF_WAIT}), because the tasks before it may wait for it.
         *
         * @param longest how long it waits at most; positive
         * @return this limit, delaying
         */
        public Spaced delaying(Duration longest) {
            Durations.positiveNanos("longest wait for the rate", longest);
            return new Spaced(tasks, per, burst, longest);
        }

        /** {@return this limit, refusing at once what is more} */
        public Spaced refusing() {
            return new Spaced(tasks, per, burst, Duration.ZERO);
        }

        /**
         * {@return how long a task that comes now is before its turn, in nanoseconds; 0 when it is let in}
         *
         * @param state when the next task would come if all came evenly
         * @param now the time
         */
        public long earlyNanos(long state, long now) {
            return Math.max(0, state - (burst - 1) * spacing(tasks, per) - now);
        }

        /**
         * {@return the state after a task was let in, now or when it is its turn}
         *
         * @param state the state before
         * @param now the time
         */
        public long next(long state, long now) {
            return Math.max(state, now) + spacing(tasks, per);
        }

        /** Rounded up, so that never more are let in. */
        private static long spacing(int tasks, Duration per) {
            return Math.ceilDiv(per.toNanos(), tasks);
        }

        @Override
        public String toString() {
            return tasks + " tasks in " + per + ", burst " + burst
                    + (patience.isZero() ? ", refusing" : ", delaying up to " + patience);
        }
    }
}
