package dev.lifeguard.tree;

import dev.lifeguard.Restart;
import dev.lifeguard.supervision.Child;
import dev.lifeguard.supervision.Strategy;
import java.util.List;

/**
 * A supervisor as the builder decided.
 *
 * @param name its name
 * @param strategy whom it starts again
 * @param restart how often and how fast
 * @param children in the order of their start
 */
public record NodePlan(String name, Strategy strategy, Restart restart, List<ChildPlan> children) {

    /** {@return how long the stop of all children may take, one after the other} */
    public long stopNanos() {
        long sum = 0;
        for (ChildPlan child : children) {
            // Limits are cut at the front door, so that only very many of the longest could overflow.
            sum = Math.min(Long.MAX_VALUE / 4, sum + child.stopNanos());
        }
        return sum;
    }

    /** {@return whether that child stands here or below} */
    @SuppressWarnings("ReferenceEquality") // A child is meant, not one like it.
    boolean has(Child<?> wanted) {
        for (ChildPlan child : children) {
            if (child.thing() == wanted
                    || (child.supervisor() != null && child.supervisor().has(wanted))) {
                return true;
            }
        }
        return false;
    }
}
