package dev.lifeguard.policy;

import dev.lifeguard.bounds.Durations;
import dev.lifeguard.bounds.Sizes;
import dev.lifeguard.policy.ScalingPolicy.Wish;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * Scaling by how long work waits. Immutable; {@link #decide} is a pure function.
 *
 * <p><b>It grows</b> when the oldest that waits has waited for the target, up to what the load needs: workers for what
 * arrives, at the pace that workers had lately, and for what waits already, so that it is done in {@value #CATCH_UP}
 * targets. Workers that start count as there, and nobody is started whom nothing waits for. While no pace is known
 * (nothing has ended lately) it grows by the step.
 *
 * <p><b>It shrinks</b> by workers of which so many were free at every look of the linger time. So a size that was
 * needed once in that time stays, a pool that has grown does not shrink before the linger is over, and between growing
 * and shrinking there is a wide band in which nothing happens. That is why it comes to rest: the size can change its
 * direction at most twice in a linger time.
 *
 * <p>Not by the use of processors: a worker that waits for a database uses none, and the wait of a task is what its
 * submitter feels.
 *
 * @param min the fewest workers
 * @param max the most
 * @param target how long work may wait before the pool grows
 * @param look how often the pool looks, jittered by a fifth
 * @param up by how much it grows at one look, at the most
 * @param down by how much it shrinks at one look, at the most
 * @param linger how long workers must have been free, without a break, before they leave
 * @param spares how many free workers are kept beyond need
 */
public record Elastic(int min, int max, Duration target, Duration look, Step up, Step down, Duration linger, int spares)
        implements Scaling {

    /** In how many targets what waits should be done. */
    static final int CATCH_UP = 10;

    /** What arithmetic with fractions may be off by, in workers. */
    private static final double ROUNDING = 1e-6;

    /**
     * By how much a size may change at one look: so many workers, or that share of the size, whichever is more, and at
     * least one worker.
     *
     * @param workers how many, from 0
     * @param share which share, from 0 to 1
     */
    public record Step(int workers, double share) {

        /**
         * Checks the values.
         *
         * @throws IllegalArgumentException when the size could never change
         */
        public Step {
            Sizes.atLeast("step of the scaling", workers, 0);
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException(
                        "The share of the size by which a pool scales is from 0 to 1, but is " + share + ".");
            }
            if (workers == 0 && share == 0) {
                throw new IllegalArgumentException("A step of 0 workers and a share of 0 changes nothing, ever;"
                        + " give one of them, or leave the scaling out.");
            }
        }

        /** {@return how many workers that is of a pool of this size, at least 1} */
        int of(int size) {
            return Math.max(1, Math.max(workers, (int) (share * size)));
        }

        @Override
        public String toString() {
            return share == 0 ? String.valueOf(workers) : workers + " or " + Math.round(100 * share) + " %";
        }
    }

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when one can never act
     */
    public Elastic {
        ScalingChecks.range(min, max);
        ScalingChecks.look(look);
        Durations.positiveNanos("target of the scaling", target);
        if (target.compareTo(SHORTEST_LOOK) < 0) {
            throw new IllegalArgumentException("The target of the scaling is " + target
                    + ", but waits are measured by a clock that ticks every " + SHORTEST_LOOK
                    + ", so everything would be late; make it at least that.");
        }
        Durations.positiveNanos("linger time of the scaling", linger);
        if (linger.compareTo(look) < 0) {
            throw new IllegalArgumentException("The linger time is " + linger + ", but the pool looks only every "
                    + look + ", so it could not see how long a worker is free; make it at least that.");
        }
        Sizes.atLeast("number of spares", spares, 0);
        if (spares >= max) {
            throw new IllegalArgumentException("With " + spares + " spares and at most " + max
                    + " workers the pool would always have its most; keep fewer spares than that,"
                    + " or leave the scaling out and set the size to " + max + ".");
        }
        Objects.requireNonNull(up);
        Objects.requireNonNull(down);
        target = Durations.cut(target);
        look = Durations.cut(look);
        linger = Durations.cut(linger);
    }

    /** A target of 100 ms, looked at every 100 ms; up by half, down by a tenth; a linger of 10 s; no spares. */
    static Elastic between(int min, int max) {
        return new Elastic(
                min,
                max,
                Duration.ofMillis(100),
                Duration.ofMillis(100),
                new Step(1, 0.5),
                new Step(1, 0.1),
                Duration.ofSeconds(10),
                0);
    }

    /**
     * Sets how long work may wait.
     *
     * @param wait at least 1 ms
     * @return this scaling with that target
     */
    public Elastic target(Duration wait) {
        return new Elastic(min, max, wait, look, up, down, linger, spares);
    }

    /**
     * Sets how often the pool looks.
     *
     * @param between the time between two looks, at least 1 ms, at most the linger time
     * @return this scaling with looks so often
     */
    public Elastic every(Duration between) {
        return new Elastic(min, max, target, between, up, down, linger, spares);
    }

    /**
     * Sets by how much the pool grows at one look, at the most.
     *
     * @param workers so many workers, from 0
     * @param share or that share of its size, from 0 to 1, whichever is more
     * @return this scaling with that step
     */
    public Elastic up(int workers, double share) {
        return new Elastic(min, max, target, look, new Step(workers, share), down, linger, spares);
    }

    /**
     * Sets by how much the pool shrinks at one look, at the most.
     *
     * @param workers so many workers, from 0
     * @param share or that share of its size, from 0 to 1, whichever is more
     * @return this scaling with that step
     */
    public Elastic down(int workers, double share) {
        return new Elastic(min, max, target, look, up, new Step(workers, share), linger, spares);
    }

    /**
     * Sets how long workers must have been free before they leave.
     *
     * @param free positive, at least the time between two looks
     * @return this scaling with that linger time
     */
    public Elastic linger(Duration free) {
        return new Elastic(min, max, target, look, up, down, free, spares);
    }

    /**
     * Sets how many free workers are kept beyond need.
     *
     * @param workers from 0, less than {@code max}
     * @return this scaling with so many spares
     */
    public Elastic spares(int workers) {
        return new Elastic(min, max, target, look, up, down, linger, workers);
    }

    /**
     * Decides by the load. What it wishes beyond {@code max} says that the pool is at its most.
     *
     * @param load how the pool is
     * @return how many workers there should be, and why
     */
    public Wish decide(Load load) {
        int unserved = load.queued() - load.idle() - load.starting();
        boolean late = load.oldestWait().compareTo(target) >= 0;
        if (late && unserved > 0) {
            return late(load, unserved);
        }
        int missing = spares - load.idle() - load.starting();
        if (missing > 0) {
            return new Wish(
                    load.size() + Math.min(missing, up.of(load.size())),
                    "only " + load.idle() + " workers are free, and " + spares + " are to be spare");
        }
        if (late) {
            return new Wish(load.size(), "what waits is served by those that are free or start");
        }
        int needless = Math.min(load.leastIdle() - spares, load.size() - min);
        if (needless > 0) {
            return new Wish(
                    load.size() - Math.min(needless, down.of(load.size())),
                    "every look in " + words(linger) + " found at least " + load.leastIdle() + " free");
        }
        return new Wish(load.size(), "work waits less than " + words(target) + ", and no worker is needless");
    }

    private Wish late(Load load, int unserved) {
        String fact = "the oldest of " + load.queued() + " waits " + words(load.oldestWait());
        int step = Math.min(unserved, up.of(load.size()));
        if (load.pace() <= 0) {
            return new Wish(load.size() + step, fact + ", and nothing has ended lately");
        }
        double catchUpSeconds = CATCH_UP * (target.toNanos() / 1e9);
        double need = (load.arrivals() + load.queued() / catchUpSeconds) / load.pace();
        int wanted = (int) Math.ceil(Math.min(need, Integer.MAX_VALUE) - ROUNDING);
        if (wanted <= load.size()) {
            return new Wish(
                    load.size(), fact + ", but " + load.size() + " workers catch up (" + load.starting() + " start)");
        }
        return new Wish(
                (int) Math.min(wanted, (long) load.size() + step),
                fact + ", " + String.format(Locale.ROOT, "%.1f", load.arrivals()) + " come and one worker does "
                        + String.format(Locale.ROOT, "%.1f", load.pace()) + " a second");
    }

    private static String words(Duration duration) {
        return duration.compareTo(Duration.ofSeconds(5)) < 0
                ? duration.toMillis() + " ms"
                : duration.toSeconds() + " s";
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
        return "elastic from " + min + " to " + max + " workers, target " + target + " looked at every " + look
                + ", up by " + up + ", down by " + down + " after " + linger + ", " + spares + " spares";
    }
}
