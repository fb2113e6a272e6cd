package dev.lifeguard.recording;

import dev.lifeguard.Lease;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerState;
import dev.lifeguard.dataplane.Attempt;
import dev.lifeguard.dataplane.Recording;
import dev.lifeguard.dataplane.TaskRecord;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import jdk.jfr.Event;
import org.jspecify.annotations.Nullable;

/**
 * Writes JFR events. An event object is made only while its kind is recorded: a constant one of each kind is asked
 * first, which costs the read of a field.
 */
final class FlightRecording implements Recording {

    private static final Events.AttemptRun ATTEMPT = new Events.AttemptRun();
    private static final Events.TaskEnded TASK = new Events.TaskEnded();
    private static final Events.LeaseHeld LEASE = new Events.LeaseHeld();
    private static final Events.PoolSeen POOL = new Events.PoolSeen();

    // The way of a task and of a lease.

    @Override
    public @Nullable Object attemptBegins() {
        if (!ATTEMPT.isEnabled()) {
            return null;
        }
        var event = new Events.AttemptRun();
        event.begin();
        return event;
    }

    @Override
    public void attemptEnded(Object span, TaskRecord<?> task, Attempt attempt, String end) {
        if (span instanceof Events.AttemptRun event && isLong(event)) {
            who(event, attempt.worker().id());
            event.task = task.id();
            event.taskName = task.name();
            event.attempt = attempt.attempt();
            event.waited = task.waited().toNanos();
            event.end = end;
            event.commit();
        }
    }

    @Override
    public void answered(String pool, TaskRecord<?> task, Outcome<?> outcome) {
        if (!TASK.isEnabled() || outcome instanceof Outcome.Success<?>) {
            return;
        }
        var event = new Events.TaskEnded();
        event.pool = pool;
        event.task = task.id();
        event.taskName = task.name();
        event.outcome = outcome.getClass().getSimpleName();
        event.reason = reason(outcome);
        event.attempts = task.attempts();
        event.waited = task.waited().toNanos();
        event.ran = task.ran().toNanos();
        event.commit();
    }

    /** Without the words of exceptions: they are user code, and this can be the thread of the supervisor. */
    private static String reason(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Success<?> success -> "";
            case Outcome.Failed<?> failed -> failed.cause().getClass().getName();
            case Outcome.TimedOut<?> late -> late.limit() + " = " + late.allowed();
            case Outcome.WorkerLost<?> lost -> lost.exit();
            case Outcome.Cancelled<?> cancelled -> cancelled.how().toString();
            case Outcome.Refused<?> refused -> refused.refusal().reason().toString();
        };
    }

    @Override
    public @Nullable Object leaseBegins() {
        if (!LEASE.isEnabled()) {
            return null;
        }
        var event = new Events.LeaseHeld();
        event.begin();
        return event;
    }

    @Override
    public void leaseEnded(Object span, WorkerId worker, long loan, Lease.Verdict verdict) {
        if (span instanceof Events.LeaseHeld event && isLong(event)) {
            who(event, worker);
            event.loan = loan;
            event.verdict = verdict.toString();
            event.commit();
        }
    }

    // What the supervisor does.

    @Override
    public void told(PoolEvent event) {
        switch (event) {
            case PoolEvent.WorkerChanged change -> moved(change);
            case PoolEvent.PoolChanged change -> {
                var moved = new Events.PoolMoved();
                moved.pool = change.pool();
                moved.from = change.from().toString();
                moved.to = change.to().toString();
                moved.reason = change.reason();
                moved.commit();
            }
            case PoolEvent.Resized change -> {
                var resized = new Events.PoolResized();
                resized.pool = change.pool();
                resized.from = change.from();
                resized.to = change.to();
                resized.commit();
            }
            case PoolEvent.Scaled change -> {
                var scaled = new Events.PoolScaled();
                scaled.pool = change.pool();
                scaled.from = change.from();
                scaled.to = change.to();
                scaled.reason = change.reason();
                scaled.commit();
            }
            case PoolEvent.WorkerReplaced replaced -> {
                var recycled = new Events.WorkerReplaced();
                who(recycled, replaced.worker());
                recycled.successor = replaced.successor().worker();
                recycled.why = replaced.why().toString();
                recycled.reason = replaced.reason();
                recycled.commit();
            }
            case PoolEvent.RollChanged change -> {
                var rolled = new Events.PoolRolled();
                rolled.pool = change.pool();
                rolled.generation = change.roll().generation();
                rolled.stage = change.roll().stage().toString();
                rolled.good = change.roll().good();
                rolled.all = change.roll().all();
                rolled.failed = change.roll().failed();
                rolled.note = change.roll().note();
                rolled.commit();
            }
            case PoolEvent.Operated operated -> alert(operated.pool(), "OPERATED", operated.message());
            case PoolEvent.ConditionChanged change ->
                alert(change.pool(), change.degraded() ? "DEGRADED" : "HEALTHY", change.reason());
            case PoolEvent.OverloadChanged change ->
                alert(change.pool(), change.overloaded() ? "OVERLOADED" : "RELIEVED", change.reason());
            case PoolEvent.LivenessChanged change ->
                alert(
                        change.pool(),
                        change.now().verdict().toString(),
                        change.now().reason());
            case PoolEvent.LeaseHeld held -> alert(held.pool(), "LEASE HELD", held.message());
            case PoolEvent.LeaseReclaimed back -> alert(back.pool(), "LEASE RECLAIMED", back.message());
            case PoolEvent.WorkerMessage message -> {
                // For listeners only: what it says is the user's.
            }
            case PoolEvent.Quarantined poison -> alert(poison.pool(), "QUARANTINED", poison.message());
            case PoolEvent.RetriesRefused refused -> alert(refused.pool(), "RETRIES REFUSED", refused.message());
            case PoolEvent.Trouble trouble -> alert(trouble.pool(), "TROUBLE", trouble.message());
            case PoolEvent.Missed missed -> alert(missed.pool(), "MISSED", missed.count() + " events");
        }
    }

    private static void moved(PoolEvent.WorkerChanged change) {
        var moved = new Events.WorkerMoved();
        who(moved, change.worker());
        moved.from = change.from().toString();
        moved.to = change.to().toString();
        moved.reason = change.reason();
        Throwable cause = change.cause();
        moved.cause = cause == null ? null : cause.getClass().getName();
        moved.commit();
        if (change.to() == WorkerState.STARTING && change.worker().incarnation() > 1) {
            var restarted = new Events.WorkerRestarted();
            who(restarted, change.worker());
            restarted.reason = change.reason();
            restarted.commit();
        }
    }

    private static void alert(String pool, String kind, String message) {
        var alert = new Events.Alerted();
        alert.pool = pool;
        alert.kind = kind;
        alert.message = message;
        alert.commit();
    }

    @Override
    public void abandoned(WorkerId worker, String reason, List<StackTraceElement> stack) {
        var event = new Events.WorkerAbandoned();
        if (event.isEnabled()) {
            who(event, worker);
            event.reason = reason;
            event.stack = stack.stream().map(StackTraceElement::toString).collect(Collectors.joining("\n"));
            event.commit();
        }
    }

    @Override
    public void looked(Supplier<Vitals> vitals) {
        if (!POOL.isEnabled()) {
            return;
        }
        Vitals seen = vitals.get();
        var event = new Events.PoolSeen();
        event.pool = seen.pool();
        event.liveness = seen.liveness();
        event.queued = seen.queued();
        event.oldestWait = seen.oldestWaitNanos();
        event.unfinished = seen.unfinished();
        event.capacity = seen.capacity();
        event.size = seen.size();
        event.free = seen.free();
        event.inUse = seen.inUse();
        event.zombies = seen.zombies();
        event.commit();
    }

    /** Ends the span. {@return whether it passed the threshold} An event that has not ended has no duration yet. */
    private static boolean isLong(Event event) {
        event.end();
        return event.shouldCommit();
    }

    private static void who(Events.WorkerBound event, WorkerId worker) {
        event.pool = worker.pool();
        event.worker = worker.worker();
        event.incarnation = worker.incarnation();
    }
}
