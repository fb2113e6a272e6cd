package dev.lifeguard.dataplane;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A waiting checkout is granted while it gives up: it has the worker, or nobody gave it one. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the grant was first: the waiter takes it")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the waiter was first: the granter keeps the worker")
@Outcome(expect = Expect.FORBIDDEN, desc = "a worker is lost, or is in two hands")
@State
public class WaiterStress {

    private final CheckoutWaiter waiter = new CheckoutWaiter(0);

    @Actor
    public void granter(ZZ_Result result) {
        result.r1 = waiter.claim();
    }

    @Actor
    public void waiter(ZZ_Result result) {
        result.r2 = waiter.leave();
    }
}
