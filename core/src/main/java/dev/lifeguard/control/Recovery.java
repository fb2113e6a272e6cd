package dev.lifeguard.control;

import dev.lifeguard.Restart;
import dev.lifeguard.StopReason;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerState;
import dev.lifeguard.dataplane.CellState;
import dev.lifeguard.dataplane.Notice;
import dev.lifeguard.dataplane.TaskRecord;
import dev.lifeguard.dataplane.WorkerCell;
import dev.lifeguard.lifecycle.WorkerLifecycle.Signal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows when a worker dies, leaves or is abandoned: its slot is removed, waits for its backoff, or stays closed.
 * Keeps the history that the restart rule needs, and with it the condition of the pool. Supervisor only.
 */
final class Recovery {

    private final Desk desk;
    private final Roster roster;
    private final WorkerMoves moves;
    private final RestartJudge judge;
    private final Condition condition;
    private int zombies;
    private int abandoned;

    Recovery(Desk desk, Roster roster, WorkerMoves moves) {
        this.desk = desk;
        this.roster = roster;
        this.moves = moves;
        this.judge = new RestartJudge(desk.settings.restart());
        this.condition = new Condition(desk, judge);
    }

    // What others ask.

    /** {@return how many abandoned workers have not come back} */
    int zombies() {
        return zombies;
    }

    /** {@return how many workers were ever abandoned} */
    int abandoned() {
        return abandoned;
    }

    @Nullable
    String degraded() {
        return condition.degraded();
    }

    @Nullable
    Throwable lastDeath() {
        return condition.lastDeath();
    }

    // A start that fails.

    void startFailed(Notice.StartFailed failed) {
        WorkerSlot slot = roster.slotOf(failed.cell());
        if (slot != null) {
            slot.startEnded(desk.timers);
            String what = failed.reason() == StopReason.UNHEALTHY
                    ? "it says after its start that it is not healthy"
                    : "its start failed with " + failed.cause();
            died(slot, Signal.START_FAILED, what, failed.cause());
        }
    }

    void startOverdue(Alarm.StartOverdue alarm) {
        WorkerSlot slot = alarm.slot();
        WorkerCell cell = slot.cell;
        if (slot.incarnation != alarm.incarnation() || !slot.isStarting() || cell == null) {
            return;
        }
        if (cell.abandonHook(CellState.STARTING)) {
            abandonedHook(
                    slot,
                    cell,
                    "its start hook overran " + desk.settings.hooks().start());
        }
    }

    // Death.

    void crashed(Notice.Crashed crash) {
        WorkerSlot slot = roster.slotOf(crash.cell());
        if (slot == null || slot.supervised != null) {
            return;
        }
        WorkerState to = moves.apply(crash.from(), Signal.CRASHED);
        slot.supervised = to;
        moves.announce(slot, crash.from(), to, crash.reason(), crash.cause());
        if (to == WorkerState.CONDEMNED) {
            TaskRecord<?> task = crash.cell().current();
            long culprit = crash.fault() == StopReason.BROKEN || task == null ? 0 : task.id();
            noteDeath(slot, culprit, crash.cause());
            if (crash.cell().retiring()) {
                moves.move(slot, Signal.RETIRED, "it was leaving anyway", null);
            }
        }
    }

    void exited(WorkerCell cell) {
        WorkerSlot slot = roster.slotOf(cell);
        if (slot == null) {
            return;
        }
        if (slot.supervised == null && !cell.retiring()) {
            // The notice of the crash, from another thread, is behind this one.
            crashed(new Notice.Crashed(
                    cell, WorkerState.LEASED, cell.stopReason(), "its lessee called it broken", null));
        } else if (slot.supervised == null) {
            slot.supervised = WorkerState.STOPPING;
        }
        moves.move(slot, Signal.EXITED, null, null);
        settle(slot);
    }

    /** An incarnation died before it served. */
    void died(WorkerSlot slot, Signal signal, String reason, Throwable cause) {
        WorkerState to = moves.move(slot, signal, reason, cause);
        if (to == WorkerState.BACKOFF) {
            noteDeath(slot, 0, cause);
        }
        settle(slot);
    }

    private void noteDeath(WorkerSlot slot, long task, @Nullable Throwable cause) {
        slot.deaths++;
        slot.lastDeath = desk.history.died(
                new WorkerId(desk.pool(), slot.number, slot.incarnation), desk.now, slot.reason, cause);
        slot.failuresInRow = judge.livedLong(desk.now - slot.startedNanos) ? 0 : slot.failuresInRow;
        desk.plane.counters().countDeath();
        if (slot.succession == null) {
            // A successor that cannot start leaves nobody missing, so it does not make the pool degraded.
            judge.died(desk.now, task);
        }
        condition.died(cause);
        roster.rolls().died(slot);
        roster.successions().failed(slot);
    }

    /** The slot has no living incarnation: what follows? */
    void settle(WorkerSlot slot) {
        boolean renewed = slot.supervised == WorkerState.STOPPED && slot.renewing;
        if (renewed) {
            slot.renewing = false;
            moves.move(slot, Signal.RENEWED, null, null);
        }
        WorkerState state = slot.supervised;
        if (state == WorkerState.STOPPED) {
            roster.remove(slot);
        } else if (state == WorkerState.BACKOFF && roster.isClosing()) {
            moves.move(slot, Signal.RETIRED, "the pool closes", null);
            roster.remove(slot);
        } else if (state == WorkerState.BACKOFF && roster.successions().inherits(slot)) {
            moves.move(slot, Signal.RETIRED, "its successor starts already", null);
            roster.remove(slot);
        } else if (state == WorkerState.BACKOFF) {
            slot.cell = null;
            long wait = renewed
                    ? 0
                    : judge.backoffNanos(
                            slot.failuresInRow++, desk.environment.chance().getAsDouble());
            awaitRestart(slot, desk.now + wait);
        }
        roster.noteChange();
    }

    void restartDue(Alarm.RestartDue alarm) {
        WorkerSlot slot = alarm.slot();
        if (slot.incarnation != alarm.incarnation() || slot.supervised != WorkerState.BACKOFF) {
            return;
        }
        if (slot.succession == null && roster.staying() > roster.size()) {
            roster.retire(slot, StopReason.SHRUNK, "more workers than the pool wants");
            settle(slot);
        } else {
            roster.start(slot);
            roster.noteChange();
        }
    }

    // Abandonment.

    /** The task of this cell was fenced, because its code did not leave: the cell is lost, the slot goes on. */
    void abandonRun(WorkerCell cell, String reason, @Nullable Throwable stack) {
        WorkerSlot slot = roster.slotOf(cell);
        // Named before the word moves: the task has left the word already.
        WorkerState from = cell.retiring() ? WorkerState.LEAVING : WorkerState.CANCELLING;
        cell.abandonRun();
        cell.interrupt();
        if (slot != null) {
            slot.supervised = from;
            overdue(slot, cell, reason, stack);
        }
    }

    /** The hook of this cell was fenced. */
    void abandonedHook(WorkerSlot slot, WorkerCell cell, String reason) {
        Throwable stack = Stacks.of(cell, reason);
        cell.interrupt();
        overdue(slot, cell, reason, stack);
    }

    private void overdue(WorkerSlot slot, WorkerCell cell, String reason, @Nullable Throwable stack) {
        History.Stuck stuck = desk.history.stuck(cell.id, desk.now, reason, stack);
        desk.plane.recording().abandoned(cell.id, reason, stuck.stack());
        zombies++;
        abandoned++;
        slot.compensating = true;
        cell.closeMail(desk.plane);
        boolean condemned = slot.supervised == WorkerState.CONDEMNED;
        WorkerState to = moves.move(slot, Signal.OVERDUE, reason, stack);
        if (to == WorkerState.BACKOFF && !condemned) {
            noteDeath(slot, 0, null);
        }
        settle(slot);
        Successions.Succession succession = slot.succession;
        if (succession != null && zombies > desk.settings.maxZombies()) {
            roster.successions().dismiss(succession, "too many abandoned workers have not come back");
        } else if (slot.supervised == WorkerState.BACKOFF && zombies > desk.settings.maxZombies()) {
            slot.stopTimer(desk.timers);
            moves.move(
                    slot,
                    Signal.BARRED,
                    zombies + " abandoned workers have not come back, and at most " + desk.settings.maxZombies()
                            + " are compensated",
                    null);
            roster.noteChange();
        }
    }

    /** An abandoned worker came back and is gone. */
    void zombieReturned() {
        zombies--;
        reopen();
    }

    /** Opens as many closed slots as may be compensated. */
    private void reopen() {
        // A barred slot compensates nobody; so many abandoned workers are compensated now.
        long compensated =
                zombies - roster.slots().stream().filter(WorkerSlot::isBarred).count();
        for (WorkerSlot slot : List.copyOf(roster.slots())) {
            if (slot.isBarred() && compensated++ < desk.settings.maxZombies()) {
                slot.compensating = zombies > 0;
                slot.failuresInRow = 0;
                moves.move(slot, Signal.REOPENED, null, null);
                settle(slot);
            }
        }
        roster.noteChange();
    }

    /** At the end of the pool: a lease did not come back. */
    boolean revoke(WorkerSlot slot) {
        WorkerCell cell = slot.cell;
        if (cell == null || slot.supervised != null || !cell.revoke()) {
            return false;
        }
        // Its thread sleeps until the lease comes back, and must now look after that itself.
        cell.wake();
        slot.supervised = WorkerState.LEAVING;
        moves.move(slot, Signal.REVOKED, null, null);
        cell.closeMail(desk.plane);
        moves.move(slot, Signal.OVERDUE, "its lease did not come back before the end of the pool", null);
        settle(slot);
        return true;
    }

    /** The owner of this loan is gone: the worker stops and is replaced. {@code false} when the loan is over. */
    boolean reclaim(WorkerSlot slot, WorkerCell cell, long loan, String reason) {
        WorkerState from = cell.reclaim(loan);
        if (from == null) {
            return false;
        }
        WorkerState to = moves.apply(from, Signal.REVOKED);
        slot.supervised = to;
        // Not a death in the judge's eyes: the fault is the owner's, and the replacement need not wait.
        slot.failuresInRow = 0;
        moves.announce(slot, from, to, reason, null);
        desk.plane.clock().now();
        cell.wake();
        return true;
    }

    // Change.

    /** Goes by the restart rule, the limit of start hooks and the bound of zombies that the settings have now. */
    void follow(Settings before) {
        Restart restart = desk.settings.restart();
        if (!restart.equals(before.restart())) {
            judge.follow(restart);
            condition.follow();
            waitNoLongerThan(restart.longest());
        }
        if (!desk.settings.hooks().equals(before.hooks())) {
            watchStarts();
        }
        reopen();
    }

    private void waitNoLongerThan(Duration longest) {
        long end = desk.now + longest.toNanos();
        for (WorkerSlot slot : roster.slots()) {
            if (slot.supervised == WorkerState.BACKOFF && slot.restartAtNanos - end > 0) {
                slot.stopTimer(desk.timers);
                awaitRestart(slot, end);
            }
        }
    }

    private void watchStarts() {
        for (WorkerSlot slot : roster.slots()) {
            if (slot.isStarting()) {
                slot.limitStart(
                        desk.timers,
                        slot.startedNanos + desk.settings.hooks().start().toNanos());
            }
        }
    }

    private void awaitRestart(WorkerSlot slot, long atNanos) {
        slot.restartAtNanos = atNanos;
        slot.timer = desk.timers.schedule(atNanos, new Alarm.RestartDue(slot, slot.incarnation));
    }

    // Condition.

    /** The oldest death has left the window. */
    void calm() {
        condition.calm();
        roster.noteChange();
    }

    /** Looks again how well the pool is, and tells when that changed. */
    void assess() {
        condition.assess(roster.slots(), roster.size(), zombies, roster.isClosing());
    }
}
