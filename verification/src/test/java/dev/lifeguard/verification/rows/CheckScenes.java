package dev.lifeguard.verification.rows;

import dev.lifeguard.HookLimits;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.policy.Recycling;
import java.time.Duration;

/** Free workers that are asked whether they are healthy, and what becomes of them there. Worker 1 of a pair is the one. */
final class CheckScenes extends Scene {

    /** Long enough for a worker to be sent away while it is asked. */
    private static final Duration LONG_CHECK = Duration.ofSeconds(3);

    private WorkerPool<WorkerId> asked(Duration limit) throws InterruptedException {
        return pair(builder -> builder.hookLimits(new HookLimits(NEVER, limit, NEVER, NEVER))
                .recycle(Recycling.none().checkEvery(limit).withJitter(1)));
    }

    @Takes({"worker IDLE CHECKED", "worker CHECKING CLEANED"})
    void aFreeWorkerIsAskedAndIsFreeAgain() throws Exception {
        asked(SOON);
        awaitTaken("worker CHECKING CLEANED");
    }

    @Takes("worker CHECKING CRASHED")
    void aWorkerIsNotHealthy() throws Exception {
        asked(SOON);
        hooks.healthy = () -> {
            throw new IllegalStateException("planted: it is sick");
        };
        awaitTaken("worker CHECKING CRASHED");
    }

    @Takes("worker CHECKING OVERDUE")
    void theHealthHookOverrunsItsLimit() throws Exception {
        asked(SOON);
        hooks.healthy = gate()::pass;
        awaitTaken("worker CHECKING OVERDUE");
    }

    @Takes({"worker CHECKING RETIRED", "worker LEAVING CLEANED"})
    void aWorkerIsAskedAndGoes() throws Exception {
        var pool = asked(LONG_CHECK);
        Gate asking = gate();
        hooks.healthy = asking::pass;
        asking.awaitReached(PATIENCE);
        shrink(pool);
        asking.open();
        awaitTaken("worker LEAVING CLEANED");
    }
}
