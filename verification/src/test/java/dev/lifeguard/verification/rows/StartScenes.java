package dev.lifeguard.verification.rows;

import dev.lifeguard.HookLimits;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolStartException;
import dev.lifeguard.PoolState;
import dev.lifeguard.WorkerState;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Pools and workers that start, or do not. */
final class StartScenes extends Scene {

    @Takes({"worker BACKOFF RESTART", "worker STARTING STARTED", "pool STARTING READY"})
    void aPoolStarts() throws Exception {
        open(pool(2));
    }

    @Takes({"pool STARTING GATE_FAILED", "pool STOPPING ENDED"})
    void aPoolWhoseWorkersCannotStartEnds() throws Exception {
        hooks.start = () -> {
            throw new IllegalStateException("planted: it cannot start");
        };
        try {
            open(pool(1).minReady(1, SOON));
            throw new AssertionError("A pool without workers has started.");
        } catch (PoolStartException asItMustBe) {
            awaitTaken("pool STOPPING ENDED");
        }
    }

    @Takes("pool STARTING DRAIN")
    void whoWaitsForTheStartIsInterrupted() throws Exception {
        Gate starting = gate();
        hooks.start = starting::pass;
        var ended = new CountDownLatch(1);
        var builder = pool(1).listener(event -> {
            if (event instanceof PoolEvent.PoolChanged change && change.to() == PoolState.STOPPED) {
                ended.countDown();
            }
        });
        var starter = somebody(() -> open(builder));
        starting.awaitReached(PATIENCE);
        starter.cancel(true);
        awaitTaken("pool STARTING DRAIN");
        starting.open();
        if (!ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The pool whose start was interrupted does not end.");
        }
    }

    @Takes("worker STARTING START_FAILED")
    void aStartThatFailsIsTriedAgain() throws Exception {
        var starts = new AtomicInteger();
        hooks.start = () -> {
            if (starts.getAndIncrement() == 0) {
                throw new IllegalStateException("planted: it cannot start the first time");
            }
        };
        open(pool(1));
    }

    @Takes("worker STARTING OVERDUE")
    void aStartHookOverrunsItsLimit() throws Exception {
        Gate starting = gate();
        hooks.start = starting::pass;
        open(pool(1).minReady(0, PATIENCE).hookLimits(new HookLimits(SOON, NEVER, NEVER, NEVER)));
        awaitTaken("worker STARTING OVERDUE");
    }

    @Takes({"worker STARTING RETIRED", "worker STOPPING STARTED"})
    void aWorkerIsNotWantedAnyMoreWhenItHasStarted() throws Exception {
        shrinkWhileItStarts(() -> {}, "worker STOPPING STARTED");
    }

    @Takes({"worker STARTING RETIRED", "worker STOPPING START_FAILED"})
    void aWorkerIsNotWantedAnyMoreWhenItsStartHasFailed() throws Exception {
        shrinkWhileItStarts(
                () -> {
                    throw new IllegalStateException("planted: it cannot start");
                },
                "worker STOPPING START_FAILED");
    }

    private void shrinkWhileItStarts(Hooks.Hook end, String row) throws InterruptedException {
        var pool = open(pool(1));
        Gate starting = gate();
        hooks.start = () -> {
            starting.pass();
            end.run();
        };
        pool.resize(2);
        starting.awaitReached(PATIENCE);
        pool.resize(1);
        awaitWorker(WorkerState.STOPPING, pool);
        starting.open();
        awaitTaken(row);
    }
}
