package dev.lifeguard.control;

import dev.lifeguard.Cancel;
import dev.lifeguard.Drain;
import dev.lifeguard.PoolState;
import dev.lifeguard.Refusal;
import dev.lifeguard.WorkerId;
import dev.lifeguard.dataplane.TaskRecord;
import dev.lifeguard.dataplane.Waiting;
import dev.lifeguard.timing.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The order of the end. Supervisor only.
 *
 * <ol>
 *   <li><b>Intake closes.</b> From here on every fate is written down, and the count of permits only falls.
 *   <li><b>Run.</b> What is queued runs, tasks in backoff at once; or, by the plan, all of it is handed back.
 *   <li><b>Ask.</b> When just the time for an escalation is left: what is queued is handed back, no attempt follows
 *       another, all running code is asked, then interrupted, then abandoned.
 *   <li><b>Send away.</b> As soon as no task is unfinished, every worker runs its stop hook, all in parallel.
 *   <li><b>Store.</b> Dead letters that wait for their store are waited for.
 *   <li><b>Deadline.</b> Code that still runs and hooks that still run are abandoned, leases still out are revoked.
 * </ol>
 */
final class Shutdown {

    /** What the stop hooks get of the time, beside the graces of the escalation. */
    private static final long HOOKS_NANOS = 1_000_000_000L;

    private final Desk desk;
    private final Roster roster;
    private final Enforcement enforcement;
    private final Retries retries;
    private final List<WorkerId> revoked = new ArrayList<>();
    private Queue<Drain.Fate> fates = new ConcurrentLinkedQueue<>();
    private long beganNanos;
    private long deadlineNanos;
    private Timers.@Nullable Timer<Alarm> askTimer;
    private Timers.@Nullable Timer<Alarm> deadlineTimer;
    private boolean sentAway;
    private boolean lastLook;

    Shutdown(Desk desk, Roster roster, Enforcement enforcement, Retries retries) {
        this.desk = desk;
        this.roster = roster;
        this.enforcement = enforcement;
        this.retries = retries;
    }

    /** The intake closes. {@code open} unless it was closed by an earlier request. */
    void begin(Drain plan, boolean open) {
        long within = nanos(plan.within());
        if (open) {
            beganNanos = desk.now;
            fates = desk.plane.recordFates();
            desk.plane.closeIntake();
            if (plan.runQueued()) {
                retries.hurry();
            }
            schedule(within, false);
        } else if (desk.now + within - deadlineNanos < 0) {
            schedule(within, true);
        }
        if (!plan.runQueued()) {
            handBack();
        }
    }

    private static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofDays(36_500)) > 0
                ? Duration.ofDays(36_500).toNanos()
                : duration.toNanos();
    }

    private void schedule(long wanted, boolean sooner) {
        var escalation = desk.settings.escalation();
        long needed = nanos(escalation.ask()) + nanos(escalation.interrupt()) + HOOKS_NANOS;
        // No time at all means that nothing is left to run, not that nobody is asked before he is abandoned.
        long within = wanted == 0 ? needed : wanted;
        long reserve = wanted == 0 ? needed : Math.min(within / 2, needed);
        if (askTimer != null) {
            desk.timers.cancel(askTimer);
        }
        if (deadlineTimer != null) {
            desk.timers.cancel(deadlineTimer);
        }
        long deadline = desk.now + within;
        askTimer = desk.timers.schedule(deadline - reserve, Alarm.Plain.ASK);
        // The time to ask, which no time at all still has, never moves an earlier deadline back.
        deadlineNanos = sooner && deadlineNanos - deadline < 0 ? deadlineNanos : deadline;
        deadlineTimer = desk.timers.schedule(deadlineNanos, Alarm.Plain.DEADLINE);
    }

    /** What waits is handed back, and no attempt follows another. */
    void handBack() {
        desk.plane.handBack();
        Refusal refusal = desk.plane.refusal(Refusal.Reason.DRAINING, "intake", "closed");
        retries.handBack(refusal);
        // Those before the queue first: who goes on from there meanwhile is seen in the queue, or looks again himself.
        for (TaskRecord<?> task : desk.plane.gates().waiting()) {
            task.refuseWaiting(refusal);
        }
        for (Waiting entry : desk.plane.queue().waiting()) {
            if (entry instanceof TaskRecord<?> task) {
                task.refuseWaiting(refusal);
            }
        }
        // A task can be past the queue and not begun yet: in the hands of a worker that does not get to run.
        for (WorkerSlot slot : roster.slots()) {
            TaskRecord<?> task = slot.cell == null ? null : slot.cell.current();
            if (task != null) {
                task.refuseWaiting(refusal);
            }
        }
    }

    /** The time to let things run is over. */
    void ask() {
        handBack();
        enforcement.hurry(deadlineNanos - desk.now);
        enforcement.askAll(Cancel.INTERRUPT);
    }

    /** The deadline: nothing is waited for any more. */
    void deadline() {
        handBack();
        roster.close();
        boolean late = desk.now - deadlineNanos >= HOOKS_NANOS;
        revoked.addAll(enforcement.giveUpAll(late));
        if (!late && !lastLook) {
            lastLook = true;
            desk.timers.schedule(deadlineNanos + HOOKS_NANOS, Alarm.Plain.DEADLINE);
        }
        roster.sweep();
    }

    /** Goes on as far as possible. {@return whether everything has ended} */
    boolean advance(PoolState state) {
        if (desk.plane.admission().taken() > 0 && desk.now - deadlineNanos < 0) {
            return false;
        }
        if (!sentAway) {
            sentAway = true;
            roster.close();
        }
        if (desk.now - deadlineNanos >= 0 && state != PoolState.STOPPED) {
            // A worker that became free or was lent between two looks.
            deadline();
        }
        boolean stored = desk.plane.deadLetters().isEmpty() || desk.now - deadlineNanos >= 0;
        return roster.isEmpty() && desk.plane.admission().taken() == 0 && stored;
    }

    /** {@return what became of everything} */
    Drain.Report report(boolean complete) {
        return new Drain.Report(
                List.copyOf(fates),
                revoked,
                roster.recovery().abandoned(),
                Duration.ofNanos(Math.max(0, desk.now - beganNanos)),
                complete);
    }
}
