package dev.lifeguard.verification.rows;

import dev.lifeguard.Cancel;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerState;

/** Workers from hand to hand: tasks, loans, resets. */
final class UseScenes extends Scene {

    @Takes({"worker IDLE CLAIMED", "task QUEUED BEGUN", "task RUNNING COMPLETED", "worker RUNNING FREED"})
    void aFreeWorkerRunsATask() throws Exception {
        var pool = pair();
        pool.submit((worker, context) -> "done").await();
        awaitTaken("worker RUNNING FREED");
    }

    @Takes("worker RUNNING CLAIMED")
    void aWorkerPullsTheNextTask() throws Exception {
        var pool = pair();
        Gate running = gate();
        var first = taskAt(running, pool);
        var next = pool.submit((worker, context) -> "done");
        running.open();
        first.await();
        next.await();
    }

    @Takes("worker RUNNING LENT")
    void aWorkerLendsItselfToTheCheckoutThatWaits() throws Exception {
        var pool = pair();
        Gate running = gate();
        var task = taskAt(running, pool);
        var lessee = somebody(() -> lendAndReturn(pool));
        awaitQueued(1, pool);
        running.open();
        task.await();
        lessee.get();
    }

    private static WorkerId lendAndReturn(WorkerPool<WorkerId> pool) throws InterruptedException {
        try (var lease = pool.checkout(PATIENCE)) {
            return lease.id();
        }
    }

    @Takes({"worker IDLE LENT", "worker LEASED FREED"})
    void aFreeWorkerIsLentAndReturned() throws Exception {
        pair().checkout(PATIENCE).close();
    }

    @Takes("worker LEASED LENT")
    void aReturnedWorkerIsHandedToTheCheckoutThatWaits() throws Exception {
        var pool = pair();
        var lease = pool.checkout(PATIENCE);
        var lessee = somebody(() -> lendAndReturn(pool));
        awaitQueued(1, pool);
        lease.close();
        lessee.get();
    }

    @Takes("worker LEASED CLAIMED")
    void aReturnedWorkerIsHandedTheTaskThatWaits() throws Exception {
        var pool = pair();
        var lease = pool.checkout(PATIENCE);
        var task = pool.submit((worker, context) -> "done");
        lease.close();
        task.await();
    }

    @Takes({"worker LEASED SOILED", "worker RESETTING CLEANED"})
    void aWorkerThatIsReturnedDirtyIsReset() throws Exception {
        var pool = pair();
        try (var lease = pool.checkout(PATIENCE)) {
            lease.markDirty();
        }
        awaitWorker(WorkerState.IDLE, pool);
    }

    @Takes({"worker RUNNING SOILED", "worker RESETTING CLEANED"})
    void aWorkerWhoseTaskFailedIsReset() throws Exception {
        var pool = pair();
        pool.submit((worker, context) -> {
                    throw new IllegalStateException("planted: it fails");
                })
                .await();
        awaitWorker(WorkerState.IDLE, pool);
    }

    @Takes({"task RUNNING ASKED", "worker RUNNING ASKED", "task CANCELLING LEFT", "worker CANCELLING SOILED"})
    void aTaskThatIsAskedToLeaveLeaves() throws Exception {
        var pool = pair();
        Gate running = gate();
        var task = taskAt(running, pool);
        task.cancel(Cancel.ASK);
        running.open();
        awaitWorker(WorkerState.IDLE, pool);
    }
}
