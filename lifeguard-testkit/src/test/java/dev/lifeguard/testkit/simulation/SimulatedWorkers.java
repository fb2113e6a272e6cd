package dev.lifeguard.testkit.simulation;

import dev.lifeguard.Message;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.StopReason;
import dev.lifeguard.WorkerContext;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.WorkerId;
import dev.lifeguard.testkit.VirtualTime;
import dev.lifeguard.testkit.simulation.Fault.Trouble;
import dev.lifeguard.testkit.simulation.Faults.Leaves;
import java.util.ArrayList;
import java.util.List;

/** Makes and keeps worker objects, with every fault that a hook can have. */
final class SimulatedWorkers implements WorkerDefinition<Object> {
    private static final List<Trouble> TROUBLES = List.of(Trouble.values());

    /** The longest limit that a plan or a change sets, and as long again for the grace of a look. */
    private static final long LONGEST_HOOK_NANOS = 2 * 60 * Faults.MILLI_NANOS;

    private final VirtualTime time;
    private final Faults faults;
    private final Violations violations;
    private final double badness;
    private final SimulatedMail mail;
    private final List<SimulatedWorker> made = new ArrayList<>();

    SimulatedWorkers(VirtualTime time, Faults faults, Violations violations, double badness, SimulatedMail mail) {
        this.time = time;
        this.faults = faults;
        this.violations = violations;
        this.badness = badness;
        this.mail = mail;
    }

    List<SimulatedWorker> made() {
        return made;
    }

    /** No hook of a worker that the pool still has may run longer than its limit. */
    void lookAtHooks(PoolSnapshot snapshot) {
        for (SimulatedWorker worker : made) {
            if (worker.isInHook() && snapshot.workers().stream().anyMatch(seen -> isAt(seen, worker.id))) {
                worker.lookAtItsHook(time.nanoTime(), LONGEST_HOOK_NANOS);
            }
        }
    }

    private static boolean isAt(PoolSnapshot.Worker seen, WorkerId id) {
        return seen.worker() == id.worker()
                && seen.incarnation() == id.incarnation()
                && switch (seen.state()) {
                    case BACKOFF, FAILED, STOPPED -> false;
                    case STARTING,
                            IDLE,
                            RUNNING,
                            CANCELLING,
                            LEASED,
                            RECEIVING,
                            RESETTING,
                            CHECKING,
                            LEAVING,
                            CONDEMNED,
                            STOPPING -> true;
                };
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
        trouble("START");
        var worker = new SimulatedWorker(context.id(), violations);
        if (faults.strikes(Fault.SICK_FROM_THE_START, badness / 2)) {
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
            trouble(simulated, "HEALTH");
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
            if (faults.strikes(Fault.SICK_AFTER_ITS_RESET, badness / 2)) {
                simulated.sicken();
            }
            trouble(simulated, "RESET");
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
            trouble(simulated, "RECEIVE");
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
        trouble("STOP");
    }

    @Override
    public boolean fatal(Object worker, Throwable failure) {
        if (faults.strikes(Fault.FATAL_RULE_THROWS, badness / 16)) {
            throw new IllegalStateException("planted: the rule for fatal failures threw");
        }
        return failure instanceof Error;
    }

    private void trouble(SimulatedWorker worker, String hook) throws Exception {
        worker.hookBegins(time.nanoTime());
        try {
            trouble(hook);
        } finally {
            worker.hookEnds();
        }
    }

    private void trouble(String hook) throws Exception {
        Trouble trouble = TROUBLES.get(faults.below(TROUBLES.size()));
        if (!faults.strikes(Fault.of(hook, trouble), badness)) {
            return;
        }
        switch (trouble) {
            case SLOW -> faults.pause(1 + faults.below(10), () -> false);
            case THROWS -> throw new IllegalStateException("planted: the hook failed: " + hook);
            case DIES -> throw new AssertionError("planted: the hook failed badly: " + hook);
            case DEAF -> faults.hang(Leaves.NEVER);
            case HANGS -> faults.hang(Leaves.WHEN_INTERRUPTED);
        }
    }
}
