package dev.lifeguard.control;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/**
 * The only permit comes back while the first in line leaves and another pool joins: whoever is left in line has it.
 */
@JCStressTest
@Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "the newcomer has the permit, and nobody else")
@Outcome(expect = Expect.FORBIDDEN, desc = "a permit is lost, doubled, or free beside a pool in line")
@State
public class StartBudgetStress {

    private final StartBudget budget = new StartBudget(1);
    private final StartBudget.Ticket holder = budget.ask(() -> {});
    private final StartBudget.Ticket first = budget.ask(() -> {});
    private StartBudget.Ticket newcomer = holder;

    @Actor
    public void ends() {
        budget.giveBack(holder);
    }

    @Actor
    public void leaves() {
        budget.giveBack(first);
    }

    @Actor
    public void joins() {
        newcomer = budget.ask(() -> {});
    }

    @Arbiter
    public void look(ZI_Result result) {
        result.r1 = newcomer.isGranted();
        result.r2 = budget.free();
    }
}
