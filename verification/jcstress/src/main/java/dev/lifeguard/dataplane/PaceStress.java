package dev.lifeguard.dataplane;

import dev.lifeguard.WorkerOrder;
import dev.lifeguard.policy.RateLimit;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two submitters for one turn: one of them gets it. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the first has the turn")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the second has the turn")
@Outcome(expect = Expect.FORBIDDEN, desc = "two in one turn, or none")
@State
public class PaceStress {

    private final Pace pace = new Pace(Bench.plane(WorkerOrder.FIFO), RateLimit.of(1, Duration.ofHours(1)));

    @Actor
    public void one(ZZ_Result result) {
        result.r1 = pace.enter() == null;
    }

    @Actor
    public void two(ZZ_Result result) {
        result.r2 = pace.enter() == null;
    }
}
