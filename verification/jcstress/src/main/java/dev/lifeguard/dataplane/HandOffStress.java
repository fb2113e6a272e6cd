package dev.lifeguard.dataplane;

import dev.lifeguard.WorkerOrder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZL_Result;

/** Work arrives while the worker goes to rest: one of the two sees the other, so the worker does not sleep over it. */
@JCStressTest
@Outcome(id = "true, RUNNING", expect = Expect.ACCEPTABLE, desc = "the worker took itself back")
@Outcome(id = "false, SEARCHING", expect = Expect.ACCEPTABLE, desc = "the submitter woke the worker")
@Outcome(id = "false, IDLE", expect = Expect.FORBIDDEN, desc = "the wake-up is lost")
@Outcome(expect = Expect.FORBIDDEN, desc = "no such state")
@State
public class HandOffStress {

    private final DataPlane plane = Bench.plane(WorkerOrder.AFFINE);
    private final WorkerCell cell = Bench.runningCell(plane);

    @Actor
    public void submitter() {
        var unused = Bench.submit(plane);
    }

    @Actor
    public void worker(ZL_Result result) {
        result.r1 = !plane.dispatcher().rest(cell);
    }

    @Arbiter
    public void end(ZL_Result result) {
        result.r2 = cell.state();
    }
}
