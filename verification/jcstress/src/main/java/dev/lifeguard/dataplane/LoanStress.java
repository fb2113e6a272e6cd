package dev.lifeguard.dataplane;

import dev.lifeguard.WorkerOrder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two callers want the one free worker: exactly one has it. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the first has it")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the second has it")
@Outcome(expect = Expect.FORBIDDEN, desc = "both or nobody has it")
@State
public class LoanStress {

    private final DataPlane plane = Bench.plane(WorkerOrder.AFFINE);

    public LoanStress() {
        Bench.idleCell(plane);
    }

    @Actor
    public void first(ZZ_Result result) {
        result.r1 = plane.tryCheckout().isPresent();
    }

    @Actor
    public void second(ZZ_Result result) {
        result.r2 = plane.tryCheckout().isPresent();
    }
}
