package dev.lifeguard.dataplane;

import dev.lifeguard.Channels;
import dev.lifeguard.Limits;
import dev.lifeguard.Retry;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.policy.Discipline;
import dev.lifeguard.policy.Policies;
import dev.lifeguard.timing.SystemTime;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZL_Result;

/** Work arrives in a lane while the worker goes to rest: as with one line, one of the two sees the other. */
@JCStressTest
@Outcome(id = "true, RUNNING", expect = Expect.ACCEPTABLE, desc = "the worker took itself back")
@Outcome(id = "false, SEARCHING", expect = Expect.ACCEPTABLE, desc = "the submitter woke the worker")
@Outcome(id = "false, IDLE", expect = Expect.FORBIDDEN, desc = "the wake-up is lost")
@Outcome(expect = Expect.FORBIDDEN, desc = "no such state")
@State
public class LineOfferStress {

    private final DataPlane plane = plane(Discipline.fair());
    private final WorkerCell cell = Bench.runningCell(plane);

    static DataPlane plane(Discipline discipline) {
        return new DataPlane(rules(discipline), new SystemTime(), notice -> {}, callback -> {});
    }

    static DataPlane.Rules rules(Discipline discipline) {
        return new DataPlane.Rules(
                "stress",
                8,
                WhenFull.refuse(),
                Limits.none(),
                Retry.none(),
                WorkerOrder.AFFINE,
                false,
                0,
                Channels.standard(),
                null,
                Policies.standard().with(discipline));
    }

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
