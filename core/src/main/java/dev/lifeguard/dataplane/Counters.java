package dev.lifeguard.dataplane;

import dev.lifeguard.Outcome;
import dev.lifeguard.PoolSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what happens. Successes are counted by each worker for itself; the rest is rare enough for shared adders. */
public final class Counters {

    /**
     * The workers that count for themselves, and what those have counted that are gone.
     *
     * @param succeeded successes of those that are gone
     * @param leases leases of those that are gone
     * @param counting those that may still count; each is in the sums or here
     */
    public record Workers(long succeeded, long leases, List<WorkerCell> counting) {}

    /** How often at the most it is noted that one box is full. */
    private static final long NOTE_NANOS = 1_000_000;

    /** A box that was full. */
    private record Full(Letterbox box, long atNanos) {}

    final LongAdder failed = new LongAdder();
    final LongAdder timedOut = new LongAdder();
    final LongAdder cancelled = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder retries = new LongAdder();
    /** How many claims ended an epoch without having been anybody's lease. */
    private final LongAdder passedOn = new LongAdder();

    /** The most leases that were ever told: a claim is counted as passed on a moment before its epoch grows. */
    private final AtomicLong leasesTold = new AtomicLong();

    final LongAdder shed = new LongAdder();
    final LongAdder rateAllowed = new LongAdder();
    final LongAdder rateDelayed = new LongAdder();
    final LongAdder rateRefused = new LongAdder();
    final LongAdder retriesRefused = new LongAdder();
    private final LongAdder deaths = new LongAdder();
    private final LongAdder unseen = new LongAdder();
    private final LongAdder messagesRefused = new LongAdder();
    private final LongAdder messagesDropped = new LongAdder();
    private volatile @Nullable Full full;

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

    /** Counts a worker that was claimed for somebody else: its epoch will grow, and nobody had a lease. */
    void countPassedOn() {
        passedOn.increment();
    }

    /** {@return how many tasks were refused for their time in the queue} */
    public long shed() {
        return shed.sum();
    }

    /** {@return how many further attempts the retry budget refused} */
    public long retriesRefused() {
        return retriesRefused.sum();
    }

    /** Counts a worker that died or could not start. */
    public void countDeath() {
        deaths.increment();
    }

    /** Counts an outcome that nobody ever looked at. */
    public void countUnseen() {
        unseen.increment();
    }

    /** Counts a message to a worker or a task that found its box full, and notes which. */
    void messageRefused(Letterbox box, long now) {
        messagesRefused.increment();
        Full last = full;
        // In a storm one note in a while is enough.
        if (last == null || last.box != box || now - last.atNanos >= NOTE_NANOS) {
            full = new Full(box, now);
        }
    }

    /** {@return the newest message that found no place, if one did} */
    public Optional<PoolSnapshot.Overflow> overflow(long now) {
        Full last = full;
        return last == null
                ? Optional.empty()
                : Optional.of(new PoolSnapshot.Overflow(
                        last.box.owner(), last.box.look(), Duration.ofNanos(Math.max(0, now - last.atNanos))));
    }

    /** Counts a message that was taken and never read, because its reader ended. */
    void messageDropped() {
        messagesDropped.increment();
    }

    /**
     * {@return all counters, with those of the workers and of the events; a lease counts when it ends}
     *
     * @param workers who counts for himself
     * @param missed how many events were missed
     */
    public PoolSnapshot.Counts read(Workers workers, long missed) {
        long succeeded = workers.succeeded();
        long leases = workers.leases();
        for (WorkerCell cell : workers.counting()) {
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
                leasesTold.accumulateAndGet(leases - passedOn.sum(), Math::max),
                deaths.sum(),
                unseen.sum(),
                missed,
                messagesRefused.sum(),
                messagesDropped.sum(),
                shed.sum(),
                rateAllowed.sum(),
                rateDelayed.sum(),
                rateRefused.sum());
    }
}
