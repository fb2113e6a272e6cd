package dev.lifeguard.dataplane;

import dev.lifeguard.Cancel;
import dev.lifeguard.Lease;
import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Refusal;
import dev.lifeguard.RefusedException;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WhenFull;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a newcomer: its turn at the rate, its permit, its place at the gates or in the queue; or why it is
 * refused. A checkout comes here only when no worker was free for it at once.
 *
 * <p>Upstream: {@link DataPlane}, {@link Batch}. Downstream: {@link Pace}, {@link Admission}, {@link Gates}, {@link
 * Dispatcher}. Any thread.
 */
final class Intake {

    private final DataPlane plane;
    private final PaddedLong ids = new PaddedLong();

    Intake(DataPlane plane) {
        this.plane = plane;
    }

    /** Takes a task, or refuses it; never throws for overload. */
    <R extends @Nullable Object> TaskHandle<R> take(
            DataPlane.Rules valid, Call call, Object payload, TaskOptions options, @Nullable Batch batch) {
        Limits limits = options.limits().orElse(valid.limits());
        if (options.limits().isPresent()) {
            plane.noteLimit(limits.shortestNanos());
        }
        Retry retry = options.retry().orElse(valid.retry());
        Refusal tooMany = enterAtItsPace();
        // Before the permit: who finds no memory for it has taken nothing.
        var task = new TaskRecord<R>(
                plane, ids.incrementAndGet(), call, payload, options, limits, retry, plane.clock.now());
        Admission.Entry entry =
                tooMany != null ? Admission.Entry.FULL : batch == null ? plane.admission.tryEnter() : batch.tryEnter();
        if (entry != Admission.Entry.ENTERED) {
            Refusal refusal = tooMany == null ? admitLate(entry, options.isKept(), batch) : tooMany;
            if (refusal != null) {
                return task.refuse(refusal);
            }
        }
        try {
            handIn(task, limits, options);
        } catch (Throwable noMemory) {
            // Nobody has its handle, and it may stand nowhere: it gives its permit back, or the pool could never end.
            task.cancel(Cancel.ASK);
            throw noMemory;
        }
        return task;
    }

    /** The task has a permit: it goes to the gates, or straight to the queue. */
    private void handIn(TaskRecord<?> task, Limits limits, TaskOptions options) {
        DataPlane.Outage out = plane.outage();
        if (out != null && out.untilNanos() - task.waitsSinceNanos() > patience(limits)) {
            task.refuseWaiting(
                    plane.refusal(Refusal.Reason.UNAVAILABLE, "queue limit", DataPlane.words(patience(limits))));
            return;
        }
        if (options.isDirect()) {
            plane.dispatcher.dispatch(task);
        } else {
            plane.gates.arrive(task);
        }
        if (plane.handsBack()) {
            // The pool handed its queue back while this task was on the way into it.
            task.refuseWaiting(plane.refusal(Refusal.Reason.DRAINING, "intake", "closed"));
        }
    }

    /** Takes the turn of one task at the rate of the moment. {@return why it is not let in, or {@code null}} */
    @Nullable
    Refusal enterAtItsPace() {
        Pace now = plane.pace();
        return now == null ? null : now.enter();
    }

    private static long patience(Limits limits) {
        return Math.min(Math.min(limits.nanos(Limit.QUEUE), limits.nanos(Limit.TOTAL)), DataPlane.UNLIMITED_NANOS - 1);
    }

    /** The queue is full, or the pool is closed. {@return why the task is refused, or {@code null} when it got in} */
    private @Nullable Refusal admitLate(Admission.Entry first, boolean kept, @Nullable Batch batch) {
        Admission.Entry entry = first;
        WhenFull whenFull = batch == null
                ? plane.rules().whenFull()
                : batch.whenFull(plane.rules().whenFull());
        long deadline = plane.deadlineNanos(whenFull.blockNanos());
        while (entry == Admission.Entry.FULL) {
            switch (whenFull.choice()) {
                case BLOCK -> {
                    if (plane.isOwnThread()) {
                        return plane.refusal(
                                Refusal.Reason.SELF_WAIT, "queue", plane.admission.capacity() + " unfinished");
                    }
                    entry = whenFull.blockNanos() == 0 ? entry : plane.admission.awaitEnter(deadline);
                    if (entry == Admission.Entry.FULL) {
                        if (batch != null) {
                            batch.waitedInVain();
                        }
                        return plane.refusal(Refusal.Reason.FULL, "queue", full());
                    }
                }
                case REFUSE -> {
                    return plane.refusal(Refusal.Reason.FULL, "queue", full());
                }
                case SHED_NEWEST -> {
                    return plane.refusal(kept ? Refusal.Reason.FULL : Refusal.Reason.SHED, "queue", full());
                }
                case SHED_OLDEST -> {
                    TaskRecord<?> oldest = plane.gates.oldest(plane.queue.oldestToShed());
                    if (oldest == null) {
                        return plane.refusal(
                                Refusal.Reason.FULL, "queue", full() + ", none of it a waiting task that may be shed");
                    }
                    oldest.refuseWaiting(plane.refusal(Refusal.Reason.SHED, "queue", full()));
                    entry = plane.admission.tryEnter();
                }
            }
        }
        return switch (entry) {
            case ENTERED -> null;
            case CLOSED -> plane.refusal(Refusal.Reason.DRAINING, "intake", "closed");
            case INTERRUPTED ->
                plane.refusal(Refusal.Reason.INTERRUPTED, "wait for a place", DataPlane.words(whenFull.blockNanos()));
            case FULL -> throw new AssertionError("FULL is decided above.");
        };
    }

    private String full() {
        return plane.admission.capacity() + " unfinished, " + plane.rules().whenFull();
    }

    // Checkouts that must wait.

    /** {@return a lease, waiting for it at most so long} */
    <W> Lease<W> checkout(Duration limit) throws InterruptedException {
        plane.refuseSelfWait("checkout");
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted before a worker was free; none is lent.");
        }
        long deadline = plane.deadline(limit);
        DataPlane.Outage out = plane.outage();
        if (out != null && out.untilNanos() - deadline > 0) {
            throw new RefusedException(plane.refusal(Refusal.Reason.UNAVAILABLE, "checkout limit", limit.toString()));
        }
        Admission.Entry entry = plane.admission.tryEnter();
        if (entry == Admission.Entry.FULL) {
            entry = plane.admission.awaitEnter(deadline);
        }
        switch (entry) {
            case ENTERED -> {}
            case FULL -> throw new RefusedException(plane.refusal(Refusal.Reason.FULL, "queue", full()));
            case CLOSED -> throw new RefusedException(plane.refusal(Refusal.Reason.DRAINING, "intake", "closed"));
            case INTERRUPTED -> throw interrupted();
        }
        Lease<W> lease;
        try {
            lease = plane.dispatcher.awaitCheckout(deadline);
        } finally {
            if (plane.admission.leave()) {
                plane.signals.post(Notice.Plain.EMPTIED);
            }
        }
        if (lease != null) {
            return lease;
        }
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
        throw new RefusedException(
                plane.admission.isClosed()
                        ? plane.refusal(Refusal.Reason.DRAINING, "intake", "closed")
                        : plane.refusal(Refusal.Reason.NO_WORKER_FREE, "checkout limit", limit.toString()));
    }

    private static InterruptedException interrupted() {
        Thread.interrupted();
        return new InterruptedException("Interrupted while waiting for a worker; none is lent.");
    }
}
