package dev.lifeguard.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link DeterministicScheduler} chooses the next thread. It is asked only when there is a choice; the thread
 * that ran last, when it can go on, is always the first of the list, so that choice 0 means "no preemption".
 */
sealed interface Strategy {

    /**
     * {@return the place in the list of the thread to run next}
     *
     * @param runnable at least two threads
     * @param last the thread that ran last, if it is the first of the list
     */
    int choose(List<ScheduledThread> runnable, @Nullable ScheduledThread last);

    /** {@return the priority of a new thread; higher runs first} */
    default long priority() {
        return 0;
    }

    /** {@return what this is and how to have it again, for the report of a failure} */
    String describe();

    /** {@return the seed, or {@code null} when nothing here is random} */
    default @Nullable Long seed() {
        return null;
    }

    /** Each runnable thread is equally likely. */
    final class Uniform implements Strategy {
        private final long seed;
        private final SplittableRandom random;

        Uniform(long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
        }

        @Override
        public int choose(List<ScheduledThread> runnable, @Nullable ScheduledThread last) {
            return random.nextInt(runnable.size());
        }

        @Override
        public String describe() {
            return "random, seed " + seed;
        }

        @Override
        public Long seed() {
            return seed;
        }
    }

    /**
     * Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi, Nagarakatte, ASPLOS 2010): the runnable thread
     * of the highest random priority runs, and at {@code depth - 1} random steps the running thread drops below all
     * others. A bug that needs {@code depth} ordered steps is found with a probability of at least
     * {@code 1 / (threads * length^(depth - 1))} in each run, however unlikely a uniform choice would make it.
     */
    final class Priorities implements Strategy {
        private final long seed;
        private final int depth;
        private final SplittableRandom random;
        private final int[] changes;
        private final int fairAfter;
        private int step;

        Priorities(long seed, int depth, int length) {
            this.seed = seed;
            this.depth = depth;
            this.random = new SplittableRandom(seed);
            this.changes =
                    random.ints(depth - 1L, 0, Math.max(1, length)).sorted().toArray();
            // A thread that spins until another one moves would keep the highest priority for ever.
            this.fairAfter = 10 * Math.max(100, length);
        }

        @Override
        public int choose(List<ScheduledThread> runnable, @Nullable ScheduledThread last) {
            int now = step++;
            if (now > fairAfter) {
                return random.nextInt(runnable.size());
            }
            int change = Arrays.binarySearch(changes, now);
            if (change >= 0) {
                runnable.get(highest(runnable)).lower(-1L - change);
            }
            return highest(runnable);
        }

        private static int highest(List<ScheduledThread> runnable) {
            int best = 0;
            for (int index = 1; index < runnable.size(); index++) {
                if (runnable.get(index).priority() > runnable.get(best).priority()) {
                    best = index;
                }
            }
            return best;
        }

        @Override
        public long priority() {
            return random.nextLong(Long.MAX_VALUE);
        }

        @Override
        public String describe() {
            return "priorities of depth " + depth + ", seed " + seed;
        }

        @Override
        public Long seed() {
            return seed;
        }
    }

    /** A recorded list of choices; after its end, and where it does not fit, no preemption. */
    final class Recorded implements Strategy {
        private final List<Integer> choices;
        private int position;

        Recorded(List<Integer> choices) {
            this.choices = List.copyOf(choices);
        }

        @Override
        public int choose(List<ScheduledThread> runnable, @Nullable ScheduledThread last) {
            int choice = position < choices.size() ? choices.get(position++) : 0;
            return Math.min(choice, runnable.size() - 1);
        }

        @Override
        public String describe() {
            return "recorded choices";
        }
    }

    /** One schedule after another, depth first over the choices, with a bounded number of preemptions in each. */
    final class DepthFirst implements Strategy {
        private final int preemptions;
        private int[] choices = new int[64];
        private int[] widths = new int[64];
        private int size;
        private int position;
        private int spent;

        DepthFirst(int preemptions) {
            this.preemptions = preemptions;
        }

        @Override
        public int choose(List<ScheduledThread> runnable, @Nullable ScheduledThread last) {
            int width = last != null && spent == preemptions ? 1 : runnable.size();
            if (position == size) {
                if (size == choices.length) {
                    choices = Arrays.copyOf(choices, 2 * size);
                    widths = Arrays.copyOf(widths, 2 * size);
                }
                choices[size++] = 0;
            }
            widths[position] = width;
            int choice = choices[position++];
            if (last != null && choice != 0) {
                spent++;
            }
            return choice;
        }

        /** Goes to the next schedule; {@code false} when all have been tried. */
        boolean advance() {
            position = 0;
            spent = 0;
            while (size > 0 && choices[size - 1] + 1 >= widths[size - 1]) {
                size--;
            }
            if (size == 0) {
                return false;
            }
            choices[size - 1]++;
            return true;
        }

        @Override
        public String describe() {
            return "exhaustive with at most " + preemptions + " preemptions";
        }
    }
}
