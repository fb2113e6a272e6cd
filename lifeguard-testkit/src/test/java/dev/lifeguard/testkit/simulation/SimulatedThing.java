package dev.lifeguard.testkit.simulation;

import dev.lifeguard.supervision.ChildContext;
import java.time.Duration;

/** What a start hook of a simulated tree brings; it hangs, throws and overruns as chance has it. */
final class SimulatedThing {
    private final TreeSimulation simulation;
    private final ChildContext context;
    private int stops;
    private boolean gone;

    private SimulatedThing(TreeSimulation simulation, ChildContext context) {
        this.simulation = simulation;
        this.context = context;
    }

    static SimulatedThing start(TreeSimulation simulation, ChildContext context) throws Exception {
        Faults faults = simulation.faults;
        if (faults.strikes(0.05)) {
            context.failed(new IllegalStateException("planted: failed before its start returned"));
        }
        int busy = faults.below(12);
        if (faults.strikes(0.15)) {
            // Its thread may end while the start returns, or before, or later.
            context.start(() -> {
                faults.doze(faults.below(2) == 0 ? busy : 2 * busy);
                simulation.reported.add(context);
                if (faults.below(2) == 0) {
                    throw new IllegalStateException("planted: the thread of " + context.path() + " threw");
                }
            });
        }
        spend(simulation, 0.06, 0.1, busy);
        if (faults.strikes(0.08)) {
            throw new IllegalStateException("planted: " + context.path() + " could not start");
        }
        var thing = new SimulatedThing(simulation, context);
        simulation.things.add(thing);
        return thing;
    }

    void stop(Duration within) throws Exception {
        stops++;
        simulation.violations.check(!within.isNegative(), this + " has less than no time to stop");
        try {
            spend(simulation, 0.1, 0.2, simulation.faults.below(12));
            if (simulation.faults.strikes(0.1)) {
                throw new IllegalStateException("planted: " + this + " could not stop");
            }
        } finally {
            gone = true;
        }
    }

    /** Some time, or too much, deaf to interrupts or not. */
    private static void spend(TreeSimulation simulation, double hanging, double deaf, int millis)
            throws InterruptedException {
        Faults faults = simulation.faults;
        if (faults.strikes(0.01)) {
            simulation.stopFromInside();
        }
        if (faults.strikes(hanging)) {
            faults.hang(faults.below(2) == 0 ? Faults.Leaves.NEVER : Faults.Leaves.WHEN_INTERRUPTED);
        } else if (faults.strikes(deaf)) {
            faults.doze(millis);
        } else {
            faults.pause(millis, () -> false);
        }
    }

    ChildContext context() {
        return context;
    }

    int stops() {
        return stops;
    }

    boolean isGone() {
        return gone;
    }

    @Override
    public String toString() {
        return context.path() + " #" + context.incarnation();
    }
}
