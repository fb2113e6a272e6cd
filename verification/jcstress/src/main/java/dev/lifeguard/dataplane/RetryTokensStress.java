package dev.lifeguard.dataplane;

import dev.lifeguard.policy.RetryBudget;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** A retry beside a first attempt that earns one and then is tried again: none is spent twice, and none is lost. */
@JCStressTest
@Outcome(id = "true, true, 0", expect = Expect.ACCEPTABLE, desc = "the one that was there and the one that was earned")
@Outcome(expect = Expect.FORBIDDEN, desc = "a retry is spent twice, or one that was earned is lost")
@State
public class RetryTokensStress {

    private final RetryTokens tokens = new RetryTokens(new RetryBudget(1, 0, 2), 0);

    public RetryTokensStress() {
        boolean spent = tokens.withdraw(0);
        if (!spent) {
            throw new IllegalStateException("A full bucket has none.");
        }
    }

    @Actor
    public void fails(ZZI_Result result) {
        result.r1 = tokens.withdraw(0);
    }

    @Actor
    public void earnsAndFails(ZZI_Result result) {
        tokens.deposit(0);
        result.r2 = tokens.withdraw(0);
    }

    @Arbiter
    public void end(ZZI_Result result) {
        result.r3 = (int) tokens.allowed(0);
    }
}
