package dev.lifeguard.dataplane;

import dev.lifeguard.Refusal;
import dev.lifeguard.policy.Shedding.ControlledDelay;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sheds tasks that have waited too long: keeps the state of the {@link ControlledDelay} and asks it at the begin of each
 * task's first attempt, and in the supervisor's scan for those that no worker reaches soon. One for each policy; what was
 * learnt under another one is forgotten with it.
 *
 * <p>Later attempts neither count nor are refused: their wait began with a failure, and what has run once is paid for.
 * Kept tasks count and are never refused.
 *
 * <p>It reads the true time, not the coarse clock: that one can be late by as much as the supervisor is, and a wait that
 * looks short ends an overload. The time of submission is coarse, so waits look longer by up to a tick, never shorter.
 *
 * <p>Order: one word, moved by compare-and-set by whoever takes a task. Two workers can look in another order than they
 * took their tasks; that is as if the tasks had been taken in that order.
 */
public final class Shedder {

    /** The name of the limit in refusals. */
    public static final String LIMIT = "queue wait target";

    private final DataPlane plane;
    private final ControlledDelay policy;
    private final long originNanos;

    /** The state of the policy. Read for each task, written when waits become long or short. */
    private final PaddedLong state = new PaddedLong();

    /** The least wait since waits are long. Whoever takes a task; only good to be looked at. */
    private volatile long leastNanos;

    /** How often the pool became overloaded. Only grows. */
    private final PaddedLong overloads = new PaddedLong();

    Shedder(DataPlane plane, ControlledDelay policy) {
        this.plane = plane;
        this.policy = policy;
        // The time of the policy begins at 1.
        this.originNanos = plane.time.nanoTime() - 1;
    }

    /** A worker takes the task for its first attempt. {@return why it does not run, or {@code null} when it may} */
    @Nullable
    Refusal take(TaskRecord<?> task) {
        long now = plane.time.nanoTime();
        long waited = now - task.queuedNanos();
        boolean last = waited > policy.target().toNanos() && plane.queue.isEmpty();
        return refusal(task, note(waited, last, now - originNanos), waited);
    }

    /** {@return the state after a task was taken that had waited so long} */
    long note(long waited, boolean last, long now) {
        while (true) {
            long seen = state.get();
            long next = policy.next(seen, waited, last, now);
            if (next == seen || state.compareAndSet(seen, next)) {
                keepLeast(seen, next, waited);
                if (ControlledDelay.overloaded(next) && next != seen) {
                    overloads.incrementAndGet();
                }
                return next;
            }
        }
    }

    private void keepLeast(long before, long after, long waited) {
        if (ControlledDelay.longWaits(after) && (!ControlledDelay.longWaits(before) || waited < leastNanos)) {
            leastNanos = waited;
        }
    }

    private @Nullable Refusal refusal(TaskRecord<?> task, long seen, long waited) {
        return policy.refuses(seen, waited)
                        && task.mayBeShed()
                        // What is there when the intake closes is run or handed back, as the plan of the drain says.
                        && !plane.admission.isClosed()
                ? plane.refusal(
                        Refusal.Reason.SHED,
                        LIMIT,
                        policy.target() + " for " + policy.interval() + "; this task waited " + Duration.ofNanos(waited)
                                + ", more than twice the target")
                : null;
    }

    // The supervisor.

    /**
     * Refuses what has waited too long and is deep in the queue, so that it hears early. Never the last that waits, as at
     * the begin: a worker may become free in this moment. Supervisor.
     */
    public void sweep() {
        if (!isOverloaded() || plane.dispatcher.isPaused()) {
            return;
        }
        long now = plane.time.nanoTime();
        TaskRecord<?> candidate = null;
        for (Waiting entry : plane.queue.entries()) {
            if (!entry.stillWaits()) {
                continue;
            }
            if (candidate != null) {
                shed(candidate, now - candidate.queuedNanos());
            }
            candidate = entry instanceof TaskRecord<?> task && task.waitsForItsFirst() ? task : null;
        }
    }

    private void shed(TaskRecord<?> task, long waited) {
        Refusal refusal = refusal(task, state.get(), waited);
        if (refusal != null && task.refuseWaiting(refusal)) {
            plane.counters.shed.increment();
        }
    }

    /** What was learnt is past, as after a pause, in which everybody waits. Supervisor. */
    void forget() {
        state.set(ControlledDelay.CALM);
    }

    // Whoever looks.

    /** {@return what it sheds by} */
    public ControlledDelay policy() {
        return policy;
    }

    /** {@return whether the pool is overloaded} */
    public boolean isOverloaded() {
        return ControlledDelay.overloaded(state.get());
    }

    /** {@return how often the pool became overloaded} */
    public long overloads() {
        return overloads.get();
    }

    /** {@return since when no wait was good, as a value of the time source, while the pool is overloaded} */
    public Optional<Long> overloadedSinceNanos() {
        long seen = state.get();
        return ControlledDelay.overloaded(seen)
                ? Optional.of(originNanos + ControlledDelay.sinceNanos(seen))
                : Optional.empty();
    }

    /** {@return the least wait since waits are long; zero while they are short} */
    public Duration leastWait() {
        return ControlledDelay.longWaits(state.get()) ? Duration.ofNanos(leastNanos) : Duration.ZERO;
    }
}
