package dev.lifeguard.tree;

import dev.lifeguard.supervision.Child;
import dev.lifeguard.supervision.RestartType;
import org.jspecify.annotations.Nullable;

/**
 * A child as the builder decided: either a thing or a supervisor.
 *
 * @param name its name among its siblings
 * @param type when it is started again
 * @param thing how it is started and stopped, when it is no supervisor
 * @param supervisor what is below it, when it is one
 */
public record ChildPlan(
        String name,
        RestartType type,
        @Nullable Child<?> thing,
        @Nullable NodePlan supervisor) {

    /** {@return how long its stop may take, with everything below it} */
    long stopNanos() {
        if (thing != null) {
            return thing.stopLimit().toNanos();
        }
        return supervisor == null ? 0 : supervisor.stopNanos();
    }
}
