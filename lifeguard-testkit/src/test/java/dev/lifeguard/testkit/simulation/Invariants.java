package dev.lifeguard.testkit.simulation;

import dev.lifeguard.Drain;
import dev.lifeguard.Liveness;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.PoolState;
import dev.lifeguard.WorkerState;
import dev.lifeguard.dataplane.CellState;
import dev.lifeguard.dataplane.TaskRecord;
import dev.lifeguard.dataplane.Waiting;
import dev.lifeguard.dataplane.WorkerCell;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold whenever nothing can run until time goes on, and what must hold at the end. */
final class Invariants {
    private Invariants() {}

    static void check(Simulation simulation, Violations violations) {
        var engine = simulation.engine();
        violations.check(
                engine.supervisor().illegalSignals() == 0,
                () -> engine.supervisor().illegalSignals() + " signals met an illegal cell");
        PoolSnapshot snapshot = engine.snapshot();
        permits(simulation, violations);
        crew(simulation, snapshot, violations);
        nobodyIdleBesideWork(simulation, snapshot, violations);
        noFalseAlarm(snapshot, violations);
        nobodyIdleBesideMail(simulation, violations);
        simulation.gateWatch.look(snapshot.gates(), violations);
        simulation.renewalWatch().look(simulation, snapshot, violations);
        simulation.workers().lookAtHooks(snapshot);
    }

    private static void permits(Simulation simulation, Violations violations) {
        var plane = simulation.engine().plane();
        long unfinished =
                simulation.tasks().stream().filter(SimulatedTask::isUnfinished).count()
                        + simulation.letters.revived().stream()
                                .filter(handle -> !handle.isDone())
                                .count();
        long checkouts = plane.queue().waiting().stream()
                .filter(entry -> !(entry instanceof TaskRecord<?>))
                .count();
        // Of a batch that waits for places, nobody knows yet how many got one.
        long unknown = plane.admission().taken() - unfinished - checkouts;
        violations.check(
                unknown >= 0 && unknown <= simulation.submissions.together(),
                () -> plane.admission().taken() + " permits are out for " + unfinished + " unfinished tasks and "
                        + checkouts + " waiting checkouts");
        violations.check(
                simulation.submissions.submitting() <= plane.waitingForTheRate()
                        || plane.admission().isClosed()
                        || plane.admission().taken() >= plane.admission().capacity(),
                () -> simulation.submissions.submitting() + " submitters wait beside "
                        + plane.admission().taken() + " of " + plane.admission().capacity() + " permits");
        int most = simulation.operator.largestCapacity();
        violations.check(
                plane.admission().taken() <= most,
                () -> plane.admission().taken() + " permits are out of at most " + most);
    }

    private static void crew(Simulation simulation, PoolSnapshot snapshot, Violations violations) {
        long living = snapshot.workers().stream()
                .filter(worker -> worker.life().follows().isEmpty())
                .filter(worker -> switch (worker.state()) {
                    case BACKOFF, FAILED, LEAVING, STOPPING, STOPPED -> false;
                    case STARTING, IDLE, RUNNING, CANCELLING, LEASED, RECEIVING, RESETTING, CHECKING, CONDEMNED -> true;
                })
                .count();
        violations.check(
                living <= snapshot.size() + simulation.operator.largestBurst(),
                () -> living + " workers live in a pool of " + snapshot.size() + " and "
                        + simulation.operator.largestBurst() + ": " + snapshot.workers());
        violations.check(
                snapshot.policies().scaling().nearest(snapshot.size()) == snapshot.size(),
                () -> "a size of " + snapshot.size() + " outside its scaling " + snapshot.policies());
        violations.check(
                snapshot.workers(WorkerState.STARTING) <= simulation.operator.largestStarts(),
                () -> snapshot.workers(WorkerState.STARTING) + " workers start at a time, and at most "
                        + simulation.operator.largestStarts() + " may");
        violations.check(
                snapshot.sizing().decisions().size() <= 32,
                () -> snapshot.sizing().decisions().size() + " decisions are remembered");
        Set<Integer> numbers = new HashSet<>();
        for (PoolSnapshot.Worker worker : snapshot.workers()) {
            violations.check(numbers.add(worker.worker()), () -> "two workers have the number " + worker.worker());
        }
        violations.check(snapshot.zombies() >= 0, () -> snapshot.zombies() + " abandoned workers");
    }

    private static void nobodyIdleBesideWork(Simulation simulation, PoolSnapshot snapshot, Violations violations) {
        if (simulation.isPaused()) {
            return;
        }
        List<Waiting> waiting = simulation.engine().plane().queue().waiting();
        violations.check(
                waiting.isEmpty() || snapshot.workers(WorkerState.IDLE) == 0,
                () -> waiting.size() + " wait (" + waiting + ") beside an idle worker: " + snapshot.workers());
    }

    private static void noFalseAlarm(PoolSnapshot snapshot, Violations violations) {
        Liveness liveness = snapshot.health().liveness();
        violations.check(
                liveness.verdict() != Liveness.Verdict.STALLED,
                () -> "a pool in which every thread gets to run is called stalled: " + liveness);
    }

    private static void nobodyIdleBesideMail(Simulation simulation, Violations violations) {
        for (WorkerCell cell : simulation.engine().plane().dispatcher().cells()) {
            violations.check(
                    cell.state() != CellState.IDLE || !cell.hasMail(),
                    () -> cell + " is idle beside mail that it has not read");
        }
    }

    static void checkEnd(Simulation simulation, Violations violations) {
        var engine = simulation.engine();
        PoolSnapshot snapshot = engine.snapshot();
        violations.check(engine.state() == PoolState.STOPPED, () -> "it is " + engine.state());
        violations.check(snapshot.workers().isEmpty(), () -> "workers are left: " + snapshot.workers());
        violations.check(
                simulation.freeStarts() == 1, () -> simulation.freeStarts() + " permits to start are free, of 1");
        violations.check(snapshot.unfinished() == 0, () -> snapshot.unfinished() + " permits are left");
        violations.check(
                snapshot.counts().leases() >= simulation.returned(),
                () -> snapshot.counts().leases() + " leases are counted, and " + simulation.returned() + " came back");
        violations.check(snapshot.queued() == 0, () -> snapshot.queued() + " are left in the queue");
        violations.check(
                snapshot.counts().finished()
                        == simulation.tasks().size()
                                + simulation.letters.revived().size(),
                () -> snapshot.counts() + " counts of " + simulation.tasks().size() + " tasks");
        simulation.gateWatch.judge(violations);
        Drain.Report report = engine.report();
        if (report == null) {
            violations.add("there is no report of the end");
            return;
        }
        Set<Long> told = new HashSet<>();
        for (Drain.Fate fate : report.tasks()) {
            violations.check(told.add(fate.id()), () -> "two fates of task " + fate.id());
            for (SimulatedTask task : simulation.tasks()) {
                var handle = task.handle();
                if (handle != null && handle.id() == fate.id()) {
                    Outcome<Object> outcome = handle.outcome().orElse(null);
                    violations.check(
                            fate.outcome().equals(outcome), () -> task + " ended as " + outcome + ", told " + fate);
                }
            }
        }
    }
}
