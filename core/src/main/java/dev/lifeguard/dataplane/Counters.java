package dev.lifeguard.dataplane;

import dev.lifeguard.Outcome;
import dev.lifeguard.PoolSnapshot;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens. Successes are counted by each worker for itself; the rest is rare enough for shared adders. */
public final class Counters {

    final LongAdder failed = new LongAdder();
    final LongAdder timedOut = new LongAdder();
    final LongAdder cancelled = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder retries = new LongAdder();
    private final LongAdder succeededBefore = new LongAdder();
    private final LongAdder leasesBefore = new LongAdder();
    /** How many claims ended an epoch without having been anybody's lease. */
    private final LongAdder passedOn = new LongAdder();

    private final LongAdder deaths = new LongAdder();
    private final LongAdder unseen = new LongAdder();
    private final LongAdder messagesRefused = new LongAdder();
    private final LongAdder messagesDropped = new LongAdder();

    void count(Outcome<?> outcome) {
        switch (outcome) {
            case Outcome.Success<?> success -> {
                // Counted in the worker's cell, which has no other writer.
            }
            case Outcome.Failed<?> failure -> failed.increment();
            case Outcome.TimedOut<?> late -> timedOut.increment();
            case Outcome.Cancelled<?> gone -> cancelled.increment();
            case Outcome.WorkerLost<?> death -> lost.increment();
            case Outcome.Refused<?> refusal -> refused.increment();
        }
    }

    /** Keeps what a cell that is gone has counted. */
    public void keep(WorkerCell cell) {
        succeededBefore.add(cell.succeeded());
        leasesBefore.add(cell.epoch());
    }

    /** Counts a worker that was claimed for somebody else: its epoch will grow, and nobody had a lease. */
    void countPassedOn() {
        passedOn.increment();
    }

    /** Counts a worker that died or could not start. */
    public void countDeath() {
        deaths.increment();
    }

    /** Counts an outcome that nobody ever looked at. */
    public void countUnseen() {
        unseen.increment();
    }

    /** Counts a message to a worker or a task that found its channel full. */
    void messageRefused() {
        messagesRefused.increment();
    }

    /** Counts a message that was taken and never read, because its reader ended. */
    void messageDropped() {
        messagesDropped.increment();
    }

    /** {@return all counters, with those of the given live cells and of the events; a lease counts when it ends} */
    public PoolSnapshot.Counts read(Iterable<WorkerCell> live, long missed) {
        long succeeded = succeededBefore.sum();
        long leases = leasesBefore.sum();
        for (WorkerCell cell : live) {
            succeeded += cell.succeeded();
            leases += cell.epoch();
        }
        return new PoolSnapshot.Counts(
                succeeded,
                failed.sum(),
                timedOut.sum(),
                cancelled.sum(),
                lost.sum(),
                refused.sum(),
                retries.sum(),
                Math.max(0, leases - passedOn.sum()),
                deaths.sum(),
                unseen.sum(),
                missed,
                messagesRefused.sum(),
                messagesDropped.sum());
    }
}
