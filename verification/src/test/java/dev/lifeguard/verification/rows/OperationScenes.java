package dev.lifeguard.verification.rows;

import dev.lifeguard.Change;
import dev.lifeguard.Drain;
import dev.lifeguard.Operation;
import dev.lifeguard.PoolState;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerPool;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Pools that somebody operates. */
final class OperationScenes extends Scene {

    private @Nullable Future<Operation> pause;

    @Takes({"pool RUNNING PAUSE", "pool PAUSING QUIET", "pool PAUSED RESUME"})
    void aPoolIsPausedAndResumed() throws Exception {
        var pool = open(pool(1));
        pool.pause("the scene says so");
        pool.resume();
    }

    @Takes("pool PAUSED DRAIN")
    void aPausedPoolIsClosed() throws Exception {
        var pool = open(pool(1));
        pool.pause("the scene says so");
        pool.drain(Drain.within(NEVER));
    }

    @Takes("pool PAUSING RESUME")
    void aPauseIsTakenBackWhileATaskIsOnItsWay() throws Exception {
        var pool = pair();
        var task = Carriers.heldWhile(() -> {
            var handed = handedOver(pool);
            pausing(pool);
            pool.resume();
            return handed;
        });
        task.await();
        answered();
    }

    @Takes("pool PAUSING DRAIN")
    void aPoolIsClosedWhileATaskIsOnItsWayBeforeThePause() throws Exception {
        var pool = pair();
        var end = Carriers.heldWhile(() -> {
            var unused = handedOver(pool);
            pausing(pool);
            var closing = somebody(() -> pool.drain(Drain.within(NEVER)));
            await("DRAINING", () -> pool.state() == PoolState.DRAINING);
            return closing;
        });
        end.get();
        answered();
    }

    @Takes("worker STOPPED RENEWED")
    void aWorkerIsDrainedAndAFreshOneTakesItsNumber() throws Exception {
        pair().operate(new Change.DrainWorker(1), "the scene", "it says so");
        awaitTaken("worker STOPPED RENEWED");
    }

    /** A task that worker 0 was handed when it was returned, and whose thread finds no carrier to begin it. */
    private TaskHandle<String> handedOver(WorkerPool<WorkerId> pool) {
        TaskHandle<String> task = pool.submit((worker, context) -> "done");
        returnOther();
        return task;
    }

    /** Who paused is told that somebody was quicker. */
    private void answered() throws Exception {
        Future<Operation> waiting = pause;
        if (waiting == null || waiting.get().result() != Operation.Result.REFUSED) {
            throw new AssertionError("a pause that was overtaken is refused");
        }
    }

    private void pausing(WorkerPool<WorkerId> pool) {
        pause = somebody(() -> pool.pause("the scene says so"));
        await("PAUSING", () -> pool.state() == PoolState.PAUSING);
    }
}
