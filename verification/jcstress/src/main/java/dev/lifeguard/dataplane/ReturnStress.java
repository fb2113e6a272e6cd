package dev.lifeguard.dataplane;

import dev.lifeguard.StopReason;
import dev.lifeguard.WorkerOrder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** A lease comes back while the supervisor sends the worker away: it ends, and exactly one of the two must wake it. */
@JCStressTest
@Outcome(id = "true, false, ENDING", expect = Expect.ACCEPTABLE, desc = "retired first: the return ends it")
@Outcome(id = "false, true, ENDING", expect = Expect.ACCEPTABLE, desc = "returned first: the supervisor ends it")
@Outcome(expect = Expect.FORBIDDEN, desc = "it does not end, or nobody or everybody wakes it")
@State
public class ReturnStress {

    private final DataPlane plane = Bench.plane(WorkerOrder.AFFINE);
    private final WorkerCell cell = Bench.idleCell(plane);
    private final long epoch;

    public ReturnStress() {
        cell.claim(CellState.LEASED);
        epoch = cell.epoch();
    }

    @Actor
    public void lessee(ZZL_Result result) {
        result.r1 = cell.giveBack(epoch) == CellNext.WAKE;
    }

    @Actor
    public void supervisor(ZZL_Result result) {
        result.r2 = cell.retire(StopReason.SHRUNK) == CellState.IDLE;
    }

    @Arbiter
    public void end(ZZL_Result result) {
        result.r3 = cell.state();
    }
}
