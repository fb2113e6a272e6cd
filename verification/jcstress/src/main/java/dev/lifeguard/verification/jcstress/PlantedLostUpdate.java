package dev.lifeguard.verification.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Wrong on purpose: two threads add one without excluding each other. The stress run must find the lost update;
 * when it does not, its silence about the other tests is worth nothing.
 */
@JCStressTest
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "Both updates are there.")
@Outcome(id = "1", expect = Expect.FORBIDDEN, desc = "One update is lost.")
@State
@SuppressWarnings("NonAtomicVolatileUpdate")
public class PlantedLostUpdate {
    private volatile int count;

    /** Adds one. */
    @Actor
    public void first() {
        count = count + 1;
    }

    /** Adds one, too. */
    @Actor
    public void second() {
        count = count + 1;
    }

    /** Looks at the sum when both are done. */
    @Arbiter
    public void sum(I_Result result) {
        result.r1 = count;
    }
}
