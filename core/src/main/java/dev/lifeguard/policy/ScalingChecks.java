package dev.lifeguard.policy;

import dev.lifeguard.bounds.Sizes;
import java.time.Duration;

/** Checks of what every scaling has. */
final class ScalingChecks {

    private ScalingChecks() {}

    /** Refuses a range in which no size could ever change. */
    static void range(int min, int max) {
        Sizes.atLeast("least size", min, 1);
        if (min > max) {
            throw new IllegalArgumentException("The pool is to keep at least " + min + " workers but at most " + max
                    + ", which no size satisfies; swap them.");
        }
        if (min == max) {
            throw new IllegalArgumentException("At least " + min + " and at most " + max
                    + " workers is one size, so nothing could ever be scaled; leave the scaling out and set the size.");
        }
        if (max > Scaling.MOST_WORKERS) {
            throw new IllegalArgumentException("At most " + max + " workers is no bound: a pool keeps at most "
                    + Scaling.MOST_WORKERS + "; lower it.");
        }
    }

    /** Refuses looks that the clock cannot tell apart. */
    static void look(Duration look) {
        if (look.compareTo(Scaling.SHORTEST_LOOK) < 0) {
            throw new IllegalArgumentException("The time between two looks at the load is " + look
                    + ", but the clock of a pool ticks every " + Scaling.SHORTEST_LOOK + "; make it at least that.");
        }
    }
}
