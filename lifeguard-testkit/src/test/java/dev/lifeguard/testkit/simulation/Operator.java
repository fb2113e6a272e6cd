package dev.lifeguard.testkit.simulation;

import dev.lifeguard.Change;
import dev.lifeguard.Drain;
import dev.lifeguard.Operation;
import dev.lifeguard.PoolState;
import dev.lifeguard.policy.Rollout;
import dev.lifeguard.policy.Scaling;
import java.time.Duration;

/**
 * Changes, rolls and closes the pool for clients and tasks, and keeps what may follow from that: how large the pool can
 * have become, and when it must have ended.
 */
final class Operator {
    /** By how much the end may come after its deadline: the tick of the supervisor and a little. */
    private static final long SLACK_NANOS = 2 * Faults.MILLI_NANOS;

    private final Simulation simulation;
    private final Violations violations;
    private final Plan plan;
    private int largestSize;
    private int largestQueue;
    private int largestBurst;
    private int largestStarts;
    private long deadlineNanos = Long.MAX_VALUE;
    private boolean settling;

    Operator(Simulation simulation, Plan plan) {
        this.simulation = simulation;
        this.violations = simulation.violations;
        this.plan = plan;
        this.largestSize = Plan.scaling(plan.scales(), simulation.policy()).most(plan.size());
        this.largestQueue = plan.queue();
        this.largestBurst = plan.burst();
        this.largestStarts = plan.startAtOnce();
    }

    /** From now on nobody pauses. */
    void settle() {
        settling = true;
    }

    void roll(int kind, int choice) {
        Rollout rollout = Plan.rollout(choice, simulation.engine().snapshot().size());
        var version = new SimulatedVersion(
                simulation.workers(),
                simulation.faults,
                SimulatedVersion.KINDS.get(kind % SimulatedVersion.KINDS.size()));
        simulation.renewalWatch().mayReplace(rollout.atATime());
        try {
            Operation begun = simulation.engine().roll(version, rollout, "a client", "the plan says so");
            violations.check(begun.result() != Operation.Result.APPLIED, "a roll was over before it began");
        } catch (IllegalArgumentException tooMany) {
            // The pool shrank since the look at its size.
            violations.check(rollout.atATime() > 1, "a roll was refused: " + tooMany);
        }
    }

    void operate(Change change) {
        if (settling && change instanceof Change.Pause) {
            // Somebody who pauses again would keep everything from settling, and that would be no fault of the pool.
            return;
        }
        switch (change) {
            case Change.Resize(int size) -> largestSize = Math.max(largestSize, size);
            case Change.Queue(int capacity, var whenFull) -> largestQueue = Math.max(largestQueue, capacity);
            case Change.Recycle(var recycling) -> simulation.renewalWatch().mayReplace(recycling.atATime());
            case Change.Burst(int burst, var linger) -> largestBurst = Math.max(largestBurst, burst);
            case Change.Scale(Scaling scaling) -> largestSize = Math.max(largestSize, scaling.most(1));
            case Change.StartAtOnce(int starts) -> largestStarts = Math.max(largestStarts, starts);
            case Change.Poison poison -> simulation.letters.quarantineChanges();
            case Change.RetryShare share -> simulation.letters.budgetChanges();
            default -> {}
        }
        if (change instanceof Change.Concurrency(var caps) && !simulation.gateWatch.follows(caps)) {
            return;
        }
        boolean lifts = change instanceof Change.Resume;
        if (lifts) {
            simulation.pauseWatch().lift();
        }
        Operation done;
        try {
            done = simulation.engine().operate(change, "a client", "the plan says so");
        } catch (IllegalArgumentException contradiction) {
            // A burst beside a scaling, a cap that can never act, shedding without a queue or beside a limit that is
            // shorter
            // than its target: refused in words, and the pool goes on as before.
            violations.check(
                    change instanceof Change.Burst
                            || change instanceof Change.Scale
                            || change instanceof Change.Concurrency
                            || String.valueOf(contradiction.getMessage()).contains("shedding"),
                    change + " was refused: " + contradiction);
            return;
        }
        if (lifts && done.result() != Operation.Result.UNDER_WAY) {
            simulation.pauseWatch().lifted();
        }
        violations.check(!done.note().isBlank(), "an operation without words");
        violations.check(
                simulation.engine().operations().size() <= Plan.OPERATIONS,
                simulation.engine().operations().size() + " operations are remembered");
    }

    void drain(Drain how) {
        noteDeadline(how);
        boolean early = simulation.engine().state() != PoolState.STOPPED;
        try {
            Drain.Report report = simulation.engine().drain(how);
            violations.check(report.equals(simulation.engine().report()), "a second report of one end");
            violations.check(
                    !early || simulation.nanoTime() - deadlineNanos <= SLACK_NANOS,
                    "the end took " + report.took() + " although the deadline was " + Duration.ofNanos(deadlineNanos));
        } catch (InterruptedException interrupted) {
            simulation.interrupted();
        }
    }

    private void noteDeadline(Drain how) {
        if (simulation.engine().state() != PoolState.STOPPED) {
            long within =
                    how.within().isZero() ? Plan.ASKING_NANOS : how.within().toNanos();
            deadlineNanos = Math.min(deadlineNanos, simulation.nanoTime() + within);
        }
    }

    void closeFromInside() throws InterruptedException {
        noteDeadline(plan.closing());
        violations.check(
                !simulation.engine().drain(plan.closing()).complete()
                        || simulation.engine().state() == PoolState.STOPPED,
                "a worker waited for the end of its own pool");
    }

    /** {@return whether somebody has begun to close the pool} */
    boolean closes() {
        return deadlineNanos != Long.MAX_VALUE;
    }

    int largestCapacity() {
        return largestSize + largestQueue + largestBurst;
    }

    int largestBurst() {
        return largestBurst;
    }

    int largestStarts() {
        return largestStarts;
    }
}
