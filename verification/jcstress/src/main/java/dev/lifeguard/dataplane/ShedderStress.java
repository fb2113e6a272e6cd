package dev.lifeguard.dataplane;

import dev.lifeguard.WorkerOrder;
import dev.lifeguard.policy.Shedding.ControlledDelay;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZJ_Result;

/** Two workers take tasks that waited too long when the interval is over: both know the overload, and it is one. */
@JCStressTest
@Outcome(id = "true, true, 1", expect = Expect.ACCEPTABLE, desc = "one of the two moves the state, the other sees it")
@Outcome(expect = Expect.FORBIDDEN, desc = "an overload is counted twice, or not known")
@State
public class ShedderStress {

    private static final long TARGET = 1_000_000;

    private final Shedder shedder = new Shedder(
            Bench.plane(WorkerOrder.FIFO), new ControlledDelay(Duration.ofNanos(TARGET), Duration.ofNanos(2 * TARGET)));

    public ShedderStress() {
        shedder.note(2 * TARGET, false, 1);
    }

    @Actor
    public void one(ZZJ_Result result) {
        result.r1 = ControlledDelay.overloaded(shedder.note(3 * TARGET, false, 1 + 2 * TARGET));
    }

    @Actor
    public void two(ZZJ_Result result) {
        result.r2 = ControlledDelay.overloaded(shedder.note(3 * TARGET, false, 2 + 2 * TARGET));
    }

    @Arbiter
    public void end(ZZJ_Result result) {
        result.r3 = shedder.overloads();
    }
}
