package dev.lifeguard.testkit.simulation;

import dev.lifeguard.Change;
import dev.lifeguard.Operation;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.PoolState;
import dev.lifeguard.StopReason;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerState;
import java.util.HashSet;
import java.util.Set;

/**
 * Nobody leaves for a successor that does not serve, nobody is missing because of it, no more than may live do, and a roll
 * ends. By what the pool tells, in its order, and by what it shows at rest.
 */
final class RenewalWatch {
    private final Set<WorkerId> served = new HashSet<>();
    private final Set<WorkerId> left = new HashSet<>();
    private final Set<WorkerId> followed = new HashSet<>();
    private int mostAtATime;
    private boolean missed;

    /** So many replacements may be under way at a time from now on. */
    void mayReplace(int atATime) {
        mostAtATime = Math.max(mostAtATime, atATime);
    }

    void hear(PoolEvent event, Violations violations) {
        switch (event) {
            case PoolEvent.WorkerChanged change -> {
                switch (change.to()) {
                    case IDLE -> served.add(change.worker());
                    case LEAVING, STOPPING -> left.add(change.worker());
                    default -> {}
                }
            }
            case PoolEvent.WorkerReplaced told -> {
                violations.check(
                        missed || served.contains(told.successor()),
                        () -> told.worker() + " is said to be followed by " + told.successor()
                                + ", which never served");
                violations.check(
                        missed || !left.contains(told.worker()),
                        () -> told.worker() + " was sent away before its successor " + told.successor() + " served");
                followed.add(told.worker());
            }
            case PoolEvent.Missed gap -> missed = true;
            default -> {}
        }
    }

    void look(Simulation simulation, PoolSnapshot seen, Violations violations) {
        long successors = seen.workers().stream()
                .filter(worker -> worker.life().follows().isPresent())
                .count();
        violations.check(
                seen.renewal().underWay() <= mostAtATime && successors <= mostAtATime,
                () -> seen.renewal().underWay() + " replacements of at most " + mostAtATime + " are under way: "
                        + seen.workers());
        if (seen.state() != PoolState.RUNNING || simulation.draining()) {
            return;
        }
        long counted = seen.workers().stream().filter(RenewalWatch::counts).count();
        violations.check(
                counted >= seen.size(),
                () -> "the pool counts on " + counted + " workers of " + seen.size() + ": " + seen.workers());
    }

    /** Those that serve, come back or are replaced; a successor only when it serves. */
    private static boolean counts(PoolSnapshot.Worker worker) {
        boolean leaves = worker.state() == WorkerState.LEAVING || worker.state() == WorkerState.STOPPING;
        boolean renewed = worker.reason().contains("drained");
        return worker.life().follows().isEmpty() && (!leaves || renewed) && worker.state() != WorkerState.STOPPED;
    }

    void judge(Simulation simulation, Violations violations) {
        for (SimulatedWorker worker : simulation.workers().made()) {
            boolean succeeded = worker.why() == StopReason.RECYCLED || worker.why() == StopReason.ROLLED;
            violations.check(
                    !succeeded || missed || followed.contains(worker.id),
                    () -> worker.id + " was stopped for " + worker.why() + ", and nobody follows it");
        }
        for (Operation operation : simulation.engine().operations()) {
            violations.check(
                    !(operation.change() instanceof Change.Roll) || operation.result() != Operation.Result.UNDER_WAY,
                    () -> "a roll did not end: " + operation);
        }
    }
}
