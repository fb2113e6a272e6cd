package dev.lifeguard.verification.rows;

import dev.lifeguard.HookLimits;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerState;

/** Workers that turn to their messages, and what becomes of them there. Worker 1 of a pair is the one that is told. */
final class MailScenes extends Scene {

    private static void tell(WorkerPool<?> pool) {
        if (!pool.tell(1, "message")) {
            throw new AssertionError("Worker 1 should have taken the message: " + pool.snapshot());
        }
    }

    @Takes({"worker IDLE MAILED", "worker RECEIVING FREED"})
    void aFreeWorkerReadsAndIsFreeAgain() throws Exception {
        tell(pair());
        awaitTaken("worker RECEIVING FREED");
    }

    @Takes({"worker RUNNING MAILED", "worker RECEIVING CLAIMED"})
    void aWorkerReadsBetweenTwoTasks() throws Exception {
        var pool = pair();
        Gate running = gate();
        var first = taskAt(running, pool);
        var next = pool.submit((worker, context) -> "done");
        tell(pool);
        running.open();
        first.await();
        next.await();
    }

    @Takes("worker LEASED MAILED")
    void aReturnedWorkerReads() throws Exception {
        var pool = pair();
        var lease = pool.checkout(PATIENCE);
        tell(pool);
        lease.close();
        awaitWorker(WorkerState.IDLE, pool);
    }

    @Takes({"worker RECEIVING SOILED", "worker RESETTING CLEANED"})
    void aMessageFails() throws Exception {
        hooks.receive = () -> {
            throw new IllegalStateException("planted: the message fails");
        };
        tell(pair());
        awaitTaken("worker RESETTING CLEANED");
    }

    @Takes("worker RECEIVING CRASHED")
    void aMessageKillsItsWorker() throws Exception {
        hooks.receive = () -> {
            throw new AssertionError("planted: the message is fatal");
        };
        tell(pair());
        awaitTaken("worker RECEIVING CRASHED");
    }

    @Takes("worker RECEIVING OVERDUE")
    void theReceiveHookOverrunsItsLimit() throws Exception {
        hooks.receive = gate()::pass;
        tell(pair(builder -> builder.hookLimits(new HookLimits(NEVER, NEVER, SOON, NEVER))));
        awaitTaken("worker RECEIVING OVERDUE");
    }

    @Takes({"worker RECEIVING RETIRED", "worker LEAVING FREED"})
    void aWorkerReadsAndGoes() throws Exception {
        var pool = pair();
        Gate reading = gate();
        hooks.receive = reading::pass;
        tell(pool);
        reading.awaitReached(PATIENCE);
        shrink(pool);
        reading.open();
        awaitTaken("worker LEAVING FREED");
    }
}
