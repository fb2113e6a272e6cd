package dev.lifeguard.tree;

import dev.lifeguard.supervision.Child;
import dev.lifeguard.supervision.ChildState;
import dev.lifeguard.supervision.Strategy;
import dev.lifeguard.supervision.SupervisorSnapshot;
import dev.lifeguard.supervision.SupervisorState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One supervisor, as the control thread left it after a step. Immutable. */
record NodeView(
        String path, SupervisorState state, String reason, Strategy strategy, int restarts, List<ChildView> children) {

    SupervisorSnapshot snapshot(long now) {
        return new SupervisorSnapshot(
                path,
                state,
                reason,
                strategy,
                restarts,
                children.stream().map(child -> child.snapshot(now)).toList());
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
