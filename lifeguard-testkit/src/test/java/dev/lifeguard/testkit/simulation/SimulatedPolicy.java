package dev.lifeguard.testkit.simulation;

import dev.lifeguard.policy.Load;
import dev.lifeguard.policy.ScalingPolicy;
import dev.lifeguard.testkit.simulation.Faults.Leaves;

/** A scaling policy of a user, with every fault that one can have: it throws, hangs, and wishes what cannot be. */
final class SimulatedPolicy implements ScalingPolicy {
    private final Faults faults;

    SimulatedPolicy(Faults faults) {
        this.faults = faults;
    }

    @Override
    public Wish decide(Load load) {
        if (faults.strikes(Fault.POLICY_THROWS, 0.1)) {
            throw new IllegalStateException("planted: the scaling policy threw");
        }
        boolean deaf = faults.below(2) == 0;
        if (faults.strikes(deaf ? Fault.POLICY_DEAF : Fault.POLICY_HANGS, 0.05)) {
            try {
                faults.hang(deaf ? Leaves.NEVER : Leaves.WHEN_INTERRUPTED);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException("planted: the scaling policy was interrupted", interrupted);
            }
        }
        return new Wish(
                faults.strikes(Fault.POLICY_ABSURD, 0.8) ? faults.below(7) - 1 : 1 + load.queued(), "planted: a wish");
    }
}
