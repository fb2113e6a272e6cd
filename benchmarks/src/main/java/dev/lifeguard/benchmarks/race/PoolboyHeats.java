package dev.lifeguard.benchmarks.race;

import dev.lifeguard.benchmarks.contender.LoanContender;
import dev.lifeguard.benchmarks.contender.TaskContender;
import java.util.List;

/** The pool that this one was asked to be better than, on its own virtual machine. */
final class PoolboyHeats {

    private PoolboyHeats() {}

    static List<Heat> all() {
        var poolboy = new Trial.Script("poolboy");
        return List.of(Heat.of("poolboy", "8 callers on 8 workers")
                .ours("Lifeguard, checkout and return", CheckoutHeats.checkout(LoanContender.LIFEGUARD, 8, 8))
                .rival(
                        "poolboy on the BEAM, checkout and checkin",
                        poolboy,
                        Measure.POOLBOY_CHECKOUT,
                        Aim.atLeast(Goal.POOLBOY_CHECKOUT, 200))
                .ours("Lifeguard, submit and outcome", SubmitHeats.outcomes(TaskContender.LIFEGUARD, 4, 8))
                .rival(
                        "poolboy on the BEAM, transaction with a call",
                        poolboy,
                        Measure.POOLBOY_CALL,
                        Aim.atLeast(Goal.POOLBOY_CALL, 20))
                .build());
    }
}
