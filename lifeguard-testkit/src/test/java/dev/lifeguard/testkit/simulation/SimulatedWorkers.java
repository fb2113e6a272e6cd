package dev.lifeguard.testkit.simulation;

import dev.lifeguard.Message;
import dev.lifeguard.StopReason;
import dev.lifeguard.WorkerContext;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.WorkerId;
import dev.lifeguard.testkit.simulation.Faults.Leaves;
import java.util.ArrayList;
import java.util.List;

/** Makes and keeps worker objects, with every fault that a hook can have. */
final class SimulatedWorkers implements WorkerDefinition<Object> {
    private final Faults faults;
    private final Violations violations;
    private final double badness;
    private final SimulatedMail mail;
    private final List<SimulatedWorker> made = new ArrayList<>();

    SimulatedWorkers(Faults faults, Violations violations, double badness, SimulatedMail mail) {
        this.faults = faults;
        this.violations = violations;
        this.badness = badness;
        this.mail = mail;
    }

    List<SimulatedWorker> made() {
        return made;
    }

    void givenUp(WorkerId id) {
        for (SimulatedWorker worker : made) {
            if (worker.id.equals(id)) {
                worker.giveUp();
            }
        }
    }

    @Override
    public Object start(WorkerContext context) throws Exception {
        trouble("start");
        var worker = new SimulatedWorker(context.id(), violations);
        if (faults.strikes(badness / 2)) {
            worker.sicken();
        }
        made.add(worker);
        return worker;
    }

    @Override
    public boolean healthy(Object worker) throws Exception {
        var simulated = (SimulatedWorker) worker;
        simulated.ask("its health check");
        try {
            if (faults.strikes(badness / 8)) {
                throw new IllegalStateException("planted: the health check threw");
            }
            if (faults.strikes(badness)) {
                faults.pause(1 + faults.below(8), () -> false);
                trouble("health");
            }
            return simulated.healthy();
        } finally {
            simulated.leave("its health check");
        }
    }

    @Override
    public void reset(Object worker) throws Exception {
        var simulated = (SimulatedWorker) worker;
        simulated.reset();
        try {
            if (faults.strikes(badness / 2)) {
                simulated.sicken();
            }
            trouble("reset");
        } finally {
            simulated.leave("its reset hook");
        }
    }

    @Override
    public void receive(Object worker, Message message) throws Exception {
        var simulated = (SimulatedWorker) worker;
        simulated.enter("a message");
        try {
            mail.read(message);
            trouble("receive");
        } catch (Throwable failure) {
            simulated.soil();
            throw failure;
        } finally {
            simulated.leave("a message");
        }
    }

    @Override
    public void stop(Object worker, StopReason reason) throws Exception {
        ((SimulatedWorker) worker).stop(reason);
        trouble("stop");
    }

    @Override
    public boolean fatal(Object worker, Throwable failure) {
        if (faults.strikes(badness / 16)) {
            throw new IllegalStateException("planted: the rule for fatal failures threw");
        }
        return failure instanceof Error;
    }

    private void trouble(String hook) throws Exception {
        if (faults.strikes(badness)) {
            switch (faults.below(5)) {
                case 0 -> faults.pause(1 + faults.below(10), () -> false);
                case 1 -> throw new IllegalStateException("planted: the " + hook + " hook failed");
                case 2 -> throw new AssertionError("planted: the " + hook + " hook failed badly");
                case 3 -> faults.hang(Leaves.NEVER);
                default -> faults.hang(Leaves.WHEN_INTERRUPTED);
            }
        }
    }
}
