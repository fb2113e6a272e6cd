package dev.lifeguard.verification.rows;

import dev.lifeguard.Cancel;
import dev.lifeguard.Escalation;
import dev.lifeguard.HookLimits;
import dev.lifeguard.LeaseLimits;
import dev.lifeguard.Restart;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerState;
import java.time.Duration;

/** Workers that die or are abandoned, and what becomes of their places. */
final class DeathScenes extends Scene {

    private static void die() {
        throw new AssertionError("planted: it is fatal");
    }

    @Takes({"worker RUNNING CRASHED", "worker CONDEMNED EXITED", "worker BACKOFF RESTART"})
    void aTaskKillsItsWorker() throws Exception {
        var pool = pair();
        Gate running = gate();
        var task = taskAt(running, pool, DeathScenes::die);
        running.open();
        task.await();
        // Not the restart: that is how the first incarnations began, too.
        awaitTaken("worker CONDEMNED EXITED");
    }

    @Takes("worker CANCELLING CRASHED")
    void aTaskThatIsAskedToLeaveKillsItsWorker() throws Exception {
        var pool = pair();
        Gate running = gate();
        taskAt(running, pool, DeathScenes::die).cancel(Cancel.ASK);
        running.open();
        awaitTaken("worker CANCELLING CRASHED");
    }

    @Takes("worker LEASED CRASHED")
    void aLesseeCallsItsWorkerBroken() throws Exception {
        breakWorker(pair());
        awaitTaken("worker LEASED CRASHED");
    }

    @Takes("worker LEASED REVOKED")
    void aThreadEndsWithItsLease() throws Exception {
        var pool = pair(builder -> builder.leases(LeaseLimits.standard().withHeld(SOON)));
        Thread forgetful = Thread.ofPlatform().start(() -> {
            try {
                pool.checkout(NEVER);
            } catch (InterruptedException interrupted) {
                throw new AssertionError("Nobody interrupts this checkout.", interrupted);
            }
        });
        forgetful.join();
        awaitTaken("worker LEASED REVOKED");
    }

    @Takes("worker RESETTING CRASHED")
    void aWorkerCannotBeReset() throws Exception {
        hooks.reset = DeathScenes::die;
        soilWorker(pair());
        awaitTaken("worker RESETTING CRASHED");
    }

    @Takes("worker RESETTING OVERDUE")
    void aResetHookOverrunsItsLimit() throws Exception {
        hooks.reset = gate()::pass;
        soilWorker(pair(builder -> builder.hookLimits(new HookLimits(NEVER, SOON, NEVER, NEVER))));
        awaitTaken("worker RESETTING OVERDUE");
    }

    @Takes("worker CONDEMNED OVERDUE")
    void theStopHookOfADeadWorkerOverrunsItsLimit() throws Exception {
        hooks.stop = gate()::pass;
        breakWorker(pair(builder -> builder.hookLimits(new HookLimits(NEVER, NEVER, NEVER, SOON))));
        awaitTaken("worker CONDEMNED OVERDUE");
    }

    @Takes("worker CONDEMNED RETIRED")
    void aDeadWorkerIsNotReplacedWhenThePoolShrinks() throws Exception {
        hooks.stop = gate()::pass;
        var pool = pair();
        breakWorker(pool);
        awaitWorker(WorkerState.CONDEMNED, pool);
        pool.resize(1);
        awaitTaken("worker CONDEMNED RETIRED");
    }

    @Takes("worker BACKOFF RETIRED")
    void aWorkerInItsBackoffIsNotReplacedWhenThePoolShrinks() throws Exception {
        var pool = pair(builder -> builder.restart(new Restart(NEVER, NEVER, 100, NEVER, 0)));
        // The first death in a while is replaced at once; the second waits.
        hooks.start = DeathScenes::die;
        breakWorker(pool);
        awaitTaken("worker STARTING START_FAILED");
        pool.resize(1);
        awaitTaken("worker BACKOFF RETIRED");
    }

    @Takes({"worker BACKOFF BARRED", "worker FAILED REOPENED"})
    void thePlaceOfAnAbandonedWorkerOpensWhenItComesBack() throws Exception {
        Gate running = gate();
        barWorker(running);
        running.open();
        awaitTaken("worker FAILED REOPENED");
    }

    @Takes({"worker BACKOFF BARRED", "worker FAILED RETIRED"})
    void thePlaceOfAnAbandonedWorkerIsGivenUpWhenThePoolShrinks() throws Exception {
        barWorker(gate()).resize(1);
        awaitTaken("worker FAILED RETIRED");
    }

    private static void breakWorker(WorkerPool<WorkerId> pool) throws InterruptedException {
        try (var lease = pool.checkout(PATIENCE)) {
            lease.markBroken("planted: its lessee says so");
        }
    }

    private static void soilWorker(WorkerPool<WorkerId> pool) throws InterruptedException {
        try (var lease = pool.checkout(PATIENCE)) {
            lease.markDirty();
        }
    }

    /** {@return a pool that may not compensate its abandoned worker 1} */
    private WorkerPool<WorkerId> barWorker(Gate running) throws InterruptedException {
        var pool = pair(builder -> builder.maxZombies(0).escalation(new Escalation(Duration.ZERO, SOON)));
        taskAt(running, pool).cancel(Cancel.KILL);
        awaitWorker(WorkerState.FAILED, pool);
        return pool;
    }
}
