package dev.lifeguard.dataplane;

import dev.lifeguard.Cancel;
import dev.lifeguard.WorkerOrder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LZL_Result;

/** A task returns while somebody cancels it: one outcome, the winner's, and one permit comes back. */
@JCStressTest
@Outcome(id = "FREE, false, Success 0", expect = Expect.ACCEPTABLE, desc = "it returned first")
@Outcome(id = "ASKED, true, Cancelled 0", expect = Expect.ACCEPTABLE, desc = "it was cancelled first")
@Outcome(expect = Expect.FORBIDDEN, desc = "two outcomes, none, or a permit too many")
@State
public class AnswerStress {

    private final DataPlane plane = Bench.plane(WorkerOrder.AFFINE);
    private final WorkerCell cell = Bench.runningCell(plane);
    private final TaskRecord<?> task = Bench.submit(plane);
    private final Attempt attempt;

    public AnswerStress() {
        plane.dispatcher().next(cell);
        attempt = task.begin(cell, 0);
    }

    @Actor
    public void worker(LZL_Result result) {
        result.r1 = task.succeed(attempt, "value");
    }

    @Actor
    public void caller(LZL_Result result) {
        result.r2 = task.cancel(Cancel.KILL);
    }

    @Arbiter
    public void end(LZL_Result result) {
        result.r3 = task.known().getClass().getSimpleName() + " "
                + plane.admission().taken();
    }
}
