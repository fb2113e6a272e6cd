package dev.lifeguard.executor;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Somebody enters while the last one leaves a view that is shut down: it is terminated when nobody is inside. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "one entered first, and is inside")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "closed first; the last one who left ended it")
@Outcome(expect = Expect.FORBIDDEN, desc = "terminated with somebody inside, or never")
@State
public class GateStress {

    private final Gate gate = new Gate();

    public GateStress() {
        gate.enter();
    }

    @Actor
    public void newcomer(ZZ_Result result) {
        result.r1 = gate.enter();
    }

    @Actor
    public void closer() {
        gate.close();
        gate.leave();
    }

    @Arbiter
    public void end(ZZ_Result result) {
        result.r2 = gate.isTerminated();
    }
}
