package dev.lifeguard.verification.rows;

import dev.lifeguard.Cancel;
import dev.lifeguard.Escalation;
import dev.lifeguard.HookLimits;
import dev.lifeguard.WorkerState;
import java.time.Duration;

/** Workers that a pool sends away when it shrinks, in each state that they can be in. */
final class LeavingScenes extends Scene {

    @Takes({"worker IDLE RETIRED", "worker STOPPING EXITED"})
    void aFreeWorkerGoesAtOnce() throws Exception {
        pair().resize(1);
        awaitTaken("worker STOPPING EXITED");
    }

    @Takes({"worker IDLE RETIRED", "worker STOPPING OVERDUE"})
    void theStopHookOfAWorkerThatLeavesOverrunsItsLimit() throws Exception {
        hooks.stop = gate()::pass;
        pair(builder -> builder.hookLimits(new HookLimits(NEVER, NEVER, NEVER, SOON)))
                .resize(1);
        awaitTaken("worker STOPPING OVERDUE");
    }

    @Takes({"worker RUNNING RETIRED", "worker LEAVING FREED"})
    void aWorkerFinishesItsTaskAndGoes() throws Exception {
        var pool = pair();
        Gate running = gate();
        var task = taskAt(running, pool);
        shrink(pool);
        running.open();
        task.await();
        awaitTaken("worker LEAVING FREED");
    }

    @Takes({"worker LEASED RETIRED", "worker LEAVING FREED"})
    void aWorkerIsReturnedAndGoes() throws Exception {
        var pool = pair();
        var lease = pool.checkout(PATIENCE);
        shrink(pool);
        lease.close();
        awaitTaken("worker LEAVING FREED");
    }

    @Takes({"worker CANCELLING RETIRED", "worker LEAVING SOILED"})
    void aWorkerWhoseTaskWasAskedToLeaveGoesWithIt() throws Exception {
        var pool = pair();
        Gate running = gate();
        taskAt(running, pool).cancel(Cancel.ASK);
        shrink(pool);
        running.open();
        awaitTaken("worker LEAVING SOILED");
    }

    @Takes({"worker RESETTING RETIRED", "worker LEAVING CLEANED"})
    void aWorkerIsResetAndGoes() throws Exception {
        var pool = pair();
        Gate resetting = gate();
        hooks.reset = resetting::pass;
        try (var lease = pool.checkout(PATIENCE)) {
            lease.markDirty();
        }
        awaitWorker(WorkerState.RESETTING, pool);
        shrink(pool);
        resetting.open();
        awaitTaken("worker LEAVING CLEANED");
    }

    @Takes("worker LEAVING CRASHED")
    void theLastTaskOfAWorkerKillsIt() throws Exception {
        var pool = pair();
        Gate running = gate();
        var task = taskAt(running, pool, () -> {
            throw new AssertionError("planted: it is fatal");
        });
        shrink(pool);
        running.open();
        task.await();
        awaitTaken("worker LEAVING CRASHED");
    }

    @Takes("worker LEAVING OVERDUE")
    void theLastTaskOfAWorkerIgnoresTheRequestAndTheInterrupt() throws Exception {
        var pool = pair(builder -> builder.escalation(new Escalation(Duration.ZERO, SOON)));
        var task = taskAt(gate(), pool);
        shrink(pool);
        task.cancel(Cancel.KILL);
        awaitTaken("worker LEAVING OVERDUE");
    }
}
