package dev.lifeguard.dataplane;

import dev.lifeguard.timing.SystemTime;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** The last permit comes back while the intake closes: one of the two learns that nothing is unfinished. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "closed first: the last permit says so")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the permit was back first: the closer sees it")
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "the permit came back between closing and looking")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "nobody learns that the pool is empty")
@State
public class AdmissionStress {

    private final Admission admission = new Admission(new SystemTime(), 1);

    public AdmissionStress() {
        admission.tryEnter();
    }

    @Actor
    public void task(ZZ_Result result) {
        result.r1 = admission.leave();
    }

    @Actor
    public void closer(ZZ_Result result) {
        admission.close();
        result.r2 = admission.taken() == 0;
    }
}
