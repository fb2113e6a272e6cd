package dev.lifeguard.dataplane;

import dev.lifeguard.WorkerOrder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Work arrives while a lease comes back: whoever is second gives the worker to the work. */
@JCStressTest
@Outcome(id = "SEARCHING", expect = Expect.ACCEPTABLE, desc = "the worker was woken to look for work")
@Outcome(id = "RUNNING", expect = Expect.ACCEPTABLE, desc = "the worker was handed the task")
@Outcome(expect = Expect.FORBIDDEN, desc = "the worker sleeps over the task")
@State
public class ReturnToWorkStress {

    private final DataPlane plane = Bench.plane(WorkerOrder.AFFINE);
    private final WorkerCell cell = Bench.idleCell(plane);
    private final long epoch;

    public ReturnToWorkStress() {
        cell.claim(CellState.LEASED);
        epoch = cell.epoch();
    }

    @Actor
    public void submitter() {
        var unused = Bench.submit(plane);
    }

    @Actor
    public void lessee() {
        plane.dispatcher().giveBack(cell, epoch);
    }

    @Arbiter
    public void end(L_Result result) {
        result.r1 = cell.state();
    }
}
