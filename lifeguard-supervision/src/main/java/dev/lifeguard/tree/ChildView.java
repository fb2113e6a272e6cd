package dev.lifeguard.tree;

import dev.lifeguard.supervision.ChildState;
import dev.lifeguard.supervision.SupervisorSnapshot;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One child, as the control thread left it after a step. Immutable. */
record ChildView(
        ChildPlan plan,
        String path,
        ChildState state,
        long sinceNanos,
        String reason,
        int incarnation,
        @Nullable Throwable lastFailure,
        @Nullable NodeView below,
        @Nullable Object thing) {

    SupervisorSnapshot.Child snapshot(long now, boolean withPools) {
        return new SupervisorSnapshot.Child(
                path,
                plan.type(),
                state,
                Duration.ofNanos(Math.max(0, now - sinceNanos)),
                reason,
                incarnation,
                Optional.ofNullable(lastFailure),
                Optional.ofNullable(below).map(inner -> inner.snapshot(now, withPools)),
                Optional.ofNullable(withPools ? PoolWatch.snapshot(thing) : null));
    }
}
