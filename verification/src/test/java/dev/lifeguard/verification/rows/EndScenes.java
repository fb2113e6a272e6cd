package dev.lifeguard.verification.rows;

import dev.lifeguard.Drain;
import dev.lifeguard.PoolState;

/** Pools that end. */
final class EndScenes extends Scene {

    @Takes({"pool RUNNING DRAIN", "pool DRAINING ENDED"})
    void aPoolWithNothingToDoEndsByItself() throws Exception {
        open(pool(2)).drain(Drain.within(NEVER));
    }

    @Takes({"pool DRAINING OVERDUE", "pool STOPPING ENDED"})
    void aPoolWhoseTaskDoesNotEndRunsOutOfTime() throws Exception {
        var pool = open(pool(1));
        Gate running = gate();
        var task = taskAt(running, pool);
        var end = somebody(() -> pool.drain(Drain.within(SOON)));
        await("STOPPING", () -> pool.state() == PoolState.STOPPING || pool.state() == PoolState.STOPPED);
        running.open();
        task.await();
        end.get();
    }

    @Takes({"worker LEASED RETIRED", "worker LEAVING REVOKED", "worker STOPPING OVERDUE"})
    void aLeaseIsStillOutWhenThePoolEnds() throws Exception {
        var pool = open(pool(1));
        var lease = pool.checkout(PATIENCE);
        pool.drain(Drain.within(SOON));
        lease.close();
    }
}
