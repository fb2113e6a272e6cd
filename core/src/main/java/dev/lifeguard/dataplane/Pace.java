package dev.lifeguard.dataplane;

import dev.lifeguard.Refusal;
import dev.lifeguard.policy.RateLimit.Spaced;
import dev.lifeguard.timing.Interleave;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets tasks in at the rate of a {@link Spaced} limit, before {@link Admission}. One for each policy.
 *
 * <p>A submitter that must wait takes its turn at once, by the same compare-and-set, and then waits for that time; so
 * turns are given in the order of asking and nobody competes for them again. It holds no permit meanwhile, and its task
 * does not exist yet: that wait is no time in the queue.
 *
 * <p>Order: who waits puts itself into the line and then looks whether the pool is closed or goes by another rate; who
 * closes or changes says so first, and then wakes the line.
 */
final class Pace {

    private final DataPlane plane;
    private final Spaced limit;
    private final long originNanos;

    /** When the next task would come if all came evenly. */
    private final PaddedLong state = new PaddedLong();

    private final ConcurrentLinkedQueue<Thread> line = new ConcurrentLinkedQueue<>();

    Pace(DataPlane plane, Spaced limit) {
        this.plane = plane;
        this.limit = limit;
        this.originNanos = plane.time.nanoTime();
    }

    /** Takes the turn of one task, waiting for it if the limit says so. {@return why it is not let in, or {@code null}} */
    @Nullable
    Refusal enter() {
        if (plane.admission.isClosed()) {
            // The door behind this one says so.
            return null;
        }
        while (true) {
            long now = plane.time.nanoTime() - originNanos;
            long seen = state.get();
            long early = limit.earlyNanos(seen, now);
            if (early > 0) {
                if (early > limit.patience().toNanos()) {
                    plane.counters.rateRefused.increment();
                    return plane.refusal(
                            Refusal.Reason.RATE, "rate", limit + "; a place is free in " + Duration.ofNanos(early));
                }
                if (plane.isOwnThread()) {
                    return plane.refusal(Refusal.Reason.SELF_WAIT, "rate", limit.toString());
                }
            }
            Interleave.point();
            if (state.compareAndSet(seen, limit.next(seen, now))) {
                return early > 0 ? await(originNanos + now + early) : letIn();
            }
        }
    }

    private @Nullable Refusal letIn() {
        plane.counters.rateAllowed.increment();
        return null;
    }

    private @Nullable Refusal await(long turnNanos) {
        plane.counters.rateDelayed.increment();
        Thread self = Thread.currentThread();
        line.add(self);
        try {
            while (true) {
                Interleave.point();
                if (plane.admission.isClosed()) {
                    return null;
                }
                if (plane.pace() != this) {
                    return plane.intake.enterAtItsPace();
                }
                if (turnNanos - plane.time.nanoTime() <= 0) {
                    return letIn();
                }
                if (self.isInterrupted()) {
                    return plane.refusal(
                            Refusal.Reason.INTERRUPTED,
                            "wait for the rate",
                            limit.patience().toString());
                }
                plane.time.parkUntil(this, turnNanos);
            }
        } finally {
            line.remove(self);
        }
    }

    /** Whoever waits looks again. After the close of the intake, or after another rate took the place of this one. */
    void wake() {
        for (Thread waiter : line) {
            LockSupport.unpark(waiter);
        }
    }

    /** {@return how many submitters wait for their turn} */
    int waiting() {
        return line.size();
    }
}
