package dev.lifeguard.dataplane;

import dev.lifeguard.policy.Discipline;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ILL_Result;

/**
 * The discipline changes while one submits, and a worker goes to rest: the task stands in the new line or is in the
 * worker's hands, once, and somebody is awake for it.
 */
@JCStressTest
@Outcome(id = "1, true, RUNNING", expect = Expect.ACCEPTABLE, desc = "the worker took itself back")
@Outcome(
        id = "1, false, SEARCHING",
        expect = Expect.ACCEPTABLE,
        desc = "the submitter or the supervisor woke the worker")
@Outcome(expect = Expect.FORBIDDEN, desc = "the task is lost or stands there twice, or nobody looks for it")
@State
public class LineChangeStress {

    private final DataPlane plane = LineOfferStress.plane(Discipline.fifo());
    private final WorkerCell cell = Bench.runningCell(plane);

    @Actor
    public void submitter() {
        var unused = Bench.submit(plane);
    }

    @Actor
    public void worker(ILL_Result result) {
        result.r2 = !plane.dispatcher().rest(cell);
    }

    @Actor
    public void supervisor() {
        plane.follow(LineOfferStress.rules(Discipline.weighted(2, 1)));
    }

    @Arbiter
    public void end(ILL_Result result) {
        result.r3 = cell.state();
        result.r1 = plane.queue().waiting().size();
    }
}
