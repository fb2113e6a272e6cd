package dev.lifeguard.tree;

import dev.lifeguard.Liveness;
import dev.lifeguard.supervision.Child;
import dev.lifeguard.supervision.ChildState;
import dev.lifeguard.supervision.Strategy;
import dev.lifeguard.supervision.SupervisorSnapshot;
import dev.lifeguard.supervision.SupervisorState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One supervisor, as the control thread left it after a step. Immutable. */
record NodeView(
        String path, SupervisorState state, String reason, Strategy strategy, int restarts, List<ChildView> children) {

    /** {@return this, for users} With pools, each is asked for its own snapshot. */
    SupervisorSnapshot snapshot(long now, boolean withPools) {
        return new SupervisorSnapshot(
                path,
                state,
                reason,
                strategy,
                restarts,
                children.stream().map(child -> child.snapshot(now, withPools)).toList());
    }

    /** Adds whether the pools that run here and below live. */
    void addPools(Map<String, Liveness> pools) {
        for (ChildView child : children) {
            Liveness liveness = PoolWatch.liveness(child.thing());
            if (liveness != null) {
                pools.put(child.path(), liveness);
            }
            if (child.below() != null) {
                child.below().addPools(pools);
            }
        }
    }

    /** {@return what that child is now, {@code null} when it does not run} */
    @Nullable
    Object find(Child<?> wanted) {
        for (ChildView child : children) {
            if (child.plan().thing() == wanted) {
                return child.state() == ChildState.RUNNING ? child.thing() : null;
            }
            if (child.below() != null) {
                Object found = child.below().find(wanted);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
