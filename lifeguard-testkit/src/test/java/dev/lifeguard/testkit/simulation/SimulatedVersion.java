package dev.lifeguard.testkit.simulation;

import dev.lifeguard.Message;
import dev.lifeguard.StopReason;
import dev.lifeguard.WorkerContext;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.testkit.simulation.Faults.Leaves;
import java.util.List;

/** What a roll brings: the same workers, with one fault of their own. */
final class SimulatedVersion implements WorkerDefinition<Object> {

    /** The fault. */
    enum Kind {
        GOOD,
        CANNOT_START,
        HANGS_IN_ITS_START,
        SICK_LATER,
        DIES_OF_EVERY_FAILURE
    }

    static final List<Kind> KINDS = List.of(Kind.values());

    private final SimulatedWorkers workers;
    private final Faults faults;
    private final Kind kind;

    SimulatedVersion(SimulatedWorkers workers, Faults faults, Kind kind) {
        this.workers = workers;
        this.faults = faults;
        this.kind = kind;
    }

    @Override
    public Object start(WorkerContext context) throws Exception {
        switch (kind) {
            case CANNOT_START -> throw new IllegalStateException("planted: this version cannot start");
            case HANGS_IN_ITS_START -> faults.hang(Leaves.NEVER);
            case GOOD, SICK_LATER, DIES_OF_EVERY_FAILURE -> {}
        }
        return workers.start(context);
    }

    @Override
    public boolean healthy(Object worker) throws Exception {
        return workers.healthy(worker) && !(kind == Kind.SICK_LATER && faults.strikes(Fault.SICK_NEW_VERSION, 0.3));
    }

    @Override
    public void reset(Object worker) throws Exception {
        workers.reset(worker);
    }

    @Override
    public void receive(Object worker, Message message) throws Exception {
        workers.receive(worker, message);
    }

    @Override
    public void stop(Object worker, StopReason reason) throws Exception {
        workers.stop(worker, reason);
    }

    @Override
    public boolean fatal(Object worker, Throwable failure) {
        return kind == Kind.DIES_OF_EVERY_FAILURE || workers.fatal(worker, failure);
    }
}
