package dev.lifeguard.policy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * In which order what waits is served. The default is first in, first out. Immutable; each can take the place of each
 * while the pool runs.
 *
 * <p>All but the first split the queue into lines: levels, by the priority of a task, or lanes, by its lane. Within one
 * line it is always first in, first out, and what queues again (a retry, a task whose delay is over) goes to its end.
 * {@link Turns} decides which line is next. A checkout waits in the first level, or in a lane of its own.
 */
public sealed interface Discipline {

    /** How many levels there may be. */
    int MOST_LEVELS = 16;

    /** How large a weight may be. */
    int MOST_WEIGHT = 1_000;

    /** How many lanes may be given a weight; any number beside them has the weight 1. */
    int MOST_LANES = 1_024;

    /** {@return first in, first out} */
    static Discipline fifo() {
        return Fifo.ONLY;
    }

    /**
     * {@return the more important first, where a level is worth a second of waiting}
     *
     * @param levels how many levels, from 2 to {@value #MOST_LEVELS}; a priority beyond the last counts as the last
     */
    static Priorities priorities(int levels) {
        return new Priorities(levels, Optional.of(Priorities.STEP));
    }

    /**
     * {@return levels that share the dispatches by weight}
     *
     * @param weights one for each level, from priority 0 on, each from 1 to {@value #MOST_WEIGHT}
     */
    static Weighted weighted(int... weights) {
        return new Weighted(Arrays.stream(weights).boxed().toList());
    }

    /** {@return a lane for each tenant, and each lane that has work in its turn} */
    static Fair fair() {
        return new Fair(Map.of(), 1);
    }

    /**
     * {@return a lane for each tenant, with other weights than 1 for some}
     *
     * @param weights by lane, each from 1 to {@value #MOST_WEIGHT}; at least one
     */
    static Fair fair(Map<String, Integer> weights) {
        if (weights.isEmpty()) {
            throw new IllegalArgumentException("Fair lanes were given a map of weights without any; give fair() nothing"
                    + " for lanes of the same weight, or at least one lane its own.");
        }
        return new Fair(weights, 1);
    }

    private static void checkWeight(String whose, int weight) {
        if (weight < 1 || weight > MOST_WEIGHT) {
            throw new IllegalArgumentException("The weight of " + whose + " is from 1 to " + MOST_WEIGHT + ", but got "
                    + weight + "; with none it would never be served, and beyond that the others hardly would.");
        }
    }

    private static void checkLevels(int levels) {
        if (levels < 2 || levels > MOST_LEVELS) {
            throw new IllegalArgumentException("Priorities need 2 to " + MOST_LEVELS + " levels, but got " + levels
                    + "; with fewer nothing could come before anything else: then choose fifo().");
        }
    }

    /** First in, first out. */
    record Fifo() implements Discipline {

        private static final Fifo ONLY = new Fifo();

        @Override
        public String toString() {
            return "first in, first out";
        }
    }

    /**
     * The more important first, strictly; with aging, a task rises one level for each step that it has waited. So a task
     * of level <em>n</em> goes before every task of level 0 that comes <em>n</em> steps after it or later, and nothing
     * starves. Without aging the lower levels starve as long as the upper ones keep the workers busy.
     *
     * @param levels how many levels, from 2 to {@value #MOST_LEVELS}
     * @param aging how long one waits for each level that one rises; empty for never
     */
    record Priorities(int levels, Optional<Duration> aging) implements Discipline {

        static final Duration STEP = Duration.ofSeconds(1);

        /**
         * Checks the values.
         *
         * @throws IllegalArgumentException when they can never act
         */
        public Priorities {
            checkLevels(levels);
            aging.ifPresent(Priorities::checkStep);
        }

        private static void checkStep(Duration aging) {
            if (aging.isNegative() || aging.isZero()) {
                throw new IllegalArgumentException("A step of aging is longer than zero, but is " + aging
                        + "; with none every task would be at the top at once: give it a duration, or choose"
                        + " withoutAging() and let the lower levels starve.");
            }
        }

        /**
         * {@return these levels with another step of aging}
         *
         * @param step how much waiting a level is worth; positive
         */
        public Priorities withAging(Duration step) {
            return new Priorities(levels, Optional.of(step));
        }

        /** {@return these levels without aging: the lower ones can starve} */
        public Priorities withoutAging() {
            return new Priorities(levels, Optional.empty());
        }

        @Override
        public String toString() {
            return levels + " priorities, "
                    + aging.map(step -> "a level is worth " + step + " of waiting")
                            .orElse("strict, without aging");
        }
    }

    /**
     * Levels that share the dispatches by weight: of a level with 3 of the 10 parts, 3 of 10 tasks that begin, while it
     * has tasks that wait. What one does not use is shared by the others. Nothing starves.
     *
     * @param weights one for each level, from priority 0 on; from 2 to {@value #MOST_LEVELS} of them
     */
    record Weighted(List<Integer> weights) implements Discipline {

        /**
         * Checks the values.
         *
         * @throws IllegalArgumentException when they can never act
         */
        public Weighted {
            weights = List.copyOf(weights);
            checkLevels(weights.size());
            for (int level = 0; level < weights.size(); level++) {
                checkWeight("priority " + level, weights.get(level));
            }
        }

        @Override
        public String toString() {
            return "priorities in shares of "
                    + weights.stream().map(String::valueOf).collect(Collectors.joining(" : "));
        }
    }

    /**
     * A lane for each tenant. Lanes that have tasks waiting share the dispatches by weight, however many tasks each has;
     * one that was idle has saved nothing up. Tasks that name no lane share one, checkouts another. Nothing starves. A
     * lane is there while something waits in it, so their number is bounded by what may wait.
     *
     * @param weights of the lanes that have another weight than 1; at most {@value #MOST_LANES}
     * @param checkouts the weight of the lane of checkouts
     */
    record Fair(Map<String, Integer> weights, int checkouts) implements Discipline {

        /**
         * Checks the values.
         *
         * @throws IllegalArgumentException when they can never act
         */
        public Fair {
            weights = Map.copyOf(weights);
            if (weights.size() > MOST_LANES) {
                throw new IllegalArgumentException(
                        "At most " + MOST_LANES + " lanes have a weight of their own, but got " + weights.size()
                                + "; leave out those of weight 1.");
            }
            weights.forEach(Fair::checkLane);
            checkWeight("checkouts", checkouts);
        }

        private static void checkLane(String lane, int weight) {
            if (lane.isBlank()) {
                throw new IllegalArgumentException("The lane of weight " + weight
                        + " has a name that nobody can read, so no task could be in it; name it as the tasks do.");
            }
            checkWeight("lane " + lane, weight);
        }

        /**
         * {@return these lanes with another weight for one}
         *
         * @param lane its name
         * @param weight from 1 to {@value #MOST_WEIGHT}
         */
        public Fair withWeight(String lane, int weight) {
            Map<String, Integer> more = new TreeMap<>(weights);
            more.put(lane, weight);
            return new Fair(more, checkouts);
        }

        /**
         * {@return these lanes with another weight for that of checkouts}
         *
         * @param weight from 1 to {@value #MOST_WEIGHT}
         */
        public Fair withCheckouts(int weight) {
            return new Fair(weights, weight);
        }

        /**
         * {@return the weight of a lane}
         *
         * @param lane its name
         */
        public int weight(String lane) {
            return weights.getOrDefault(lane, 1);
        }

        @Override
        public String toString() {
            return "fair lanes, " + (weights.isEmpty() ? "" : "weights " + new TreeMap<>(weights) + ", ")
                    + (checkouts == 1 ? "" : "checkouts " + checkouts + ", ") + "1 for others";
        }
    }
}
