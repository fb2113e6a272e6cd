package dev.lifeguard.control;

import dev.lifeguard.PoolEvent;
import dev.lifeguard.StopReason;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerState;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.dataplane.CellState;
import dev.lifeguard.dataplane.Notice;
import dev.lifeguard.dataplane.TaskRecord;
import dev.lifeguard.dataplane.WorkerCell;
import dev.lifeguard.inprocess.WorkerLoop;
import dev.lifeguard.lifecycle.Edges;
import dev.lifeguard.lifecycle.TransitionTable;
import dev.lifeguard.lifecycle.WorkerLifecycle;
import dev.lifeguard.lifecycle.WorkerLifecycle.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The workers: starts them, replaces the dead, sends them away. Every supervised change of a worker goes through
 * {@link #move}, which asks the table and tells the funnel. Supervisor only.
 */
final class Roster {

    private final Desk desk;
    private final RestartJudge judge;
    private final Condition condition;
    private final TreeMap<Integer, WorkerSlot> slots = new TreeMap<>();
    private final TreeMap<Integer, Integer> incarnations = new TreeMap<>();
    private int size;
    private int zombies;
    private int abandoned;
    private boolean changed = true;
    private boolean stale = true;
    private boolean closing;

    Roster(Desk desk) {
        this.desk = desk;
        this.judge = new RestartJudge(desk.settings.restart());
        this.condition = new Condition(desk, judge);
        this.size = desk.settings.size();
    }

    // What others ask.

    Iterable<WorkerSlot> slots() {
        return slots.values();
    }

    int size() {
        return size;
    }

    int zombies() {
        return zombies;
    }

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

    boolean isEmpty() {
        return slots.isEmpty();
    }

    long ready() {
        return slots.values().stream().filter(slot -> slot.supervised == null).count();
    }

    /** {@return the slot of this incarnation, or {@code null} when the incarnation is past} */
    @Nullable
    WorkerSlot slotOf(WorkerCell cell) {
        WorkerSlot slot = slots.get(cell.id.worker());
        return slot != null && slot.cell == cell ? slot : null;
    }

    /** {@return whether something changed since the last call} */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    // Size.

    /** Starts or sends away workers until as many stay as the pool should have. */
    void fit(int wanted) {
        size = wanted;
        stale = true;
        List<WorkerSlot> staying = new ArrayList<>(
                slots.values().stream().filter(slot -> !slot.leaves()).toList());
        for (int missing = wanted - staying.size(); missing > 0; missing--) {
            open();
        }
        staying.sort(Comparator.comparingInt((WorkerSlot slot) -> usefulness(slot))
                .thenComparing(slot -> slot.number, Comparator.reverseOrder()));
        for (int extra = staying.size() - wanted; extra > 0; extra--) {
            retire(staying.removeFirst(), StopReason.SHRUNK, "the pool shrank to " + wanted);
        }
    }

    private static int usefulness(WorkerSlot slot) {
        return switch (slot.view()) {
            case FAILED, BACKOFF, STOPPED -> 0;
            case CONDEMNED, STARTING -> 1;
            case IDLE -> 2;
            case RESETTING -> 3;
            case RUNNING, CANCELLING, LEASED, LEAVING, STOPPING -> 4;
        };
    }

    /** {@return how many workers are here to stay} */
    int staying() {
        return (int) slots.values().stream().filter(slot -> !slot.leaves()).count();
    }

    /** Opens one more slot and starts its worker. */
    void open() {
        int number = 0;
        while (slots.containsKey(number)) {
            number++;
        }
        WorkerSlot slot = new WorkerSlot(number);
        slots.put(number, slot);
        changed = true;
        start(slot);
    }

    /** Sends a worker away, now or after its use. */
    void retire(WorkerSlot slot, StopReason why, String reason) {
        WorkerState from = slot.view();
        WorkerCell cell = slot.cell;
        if (slot.supervised == null && cell != null) {
            retireServing(slot, cell, from, why, reason);
            return;
        }
        if (cell != null && slot.supervised == WorkerState.CONDEMNED) {
            cell.retire(why);
        }
        stopTimer(slot);
        move(slot, Signal.RETIRED, reason, null);
    }

    private void retireServing(WorkerSlot slot, WorkerCell cell, WorkerState from, StopReason why, String reason) {
        if (slot.leaves()) {
            move(slot, Signal.RETIRED, reason, null);
            return;
        }
        CellState was = cell.retire(why);
        if (was == CellState.ENDING || was == CellState.GONE) {
            // It crashed in this moment: the notice is on its way and finds that nobody wants a replacement.
            return;
        }
        // The word may have moved between the look and the retirement; the edge is named by what was retired.
        WorkerState named = switch (was) {
            case IDLE -> WorkerState.IDLE;
            case LEASED -> WorkerState.LEASED;
            case RESETTING -> WorkerState.RESETTING;
            case SEARCHING, RUNNING, STARTING, REVOKED, ABANDONED, ENDING, GONE ->
                from == WorkerState.CANCELLING ? from : WorkerState.RUNNING;
        };
        WorkerState to = apply(named, Signal.RETIRED);
        if (to == WorkerState.STOPPING) {
            slot.supervised = to;
            cell.wake();
        }
        announce(slot, named, to, reason, null);
    }

    // Start.

    private void start(WorkerSlot slot) {
        boolean fresh = slot.incarnation++ == 0;
        // A number that was free for a while goes on where it was: no two workers ever have one name.
        slot.incarnation = incarnations.merge(slot.number, 1, Integer::sum);
        slot.startedNanos = desk.now;
        stopTimer(slot);
        var cell = new WorkerCell(new WorkerId(desk.pool(), slot.number, slot.incarnation));
        slot.cell = cell;
        move(slot, Signal.RESTART, fresh ? "the pool wants a worker" : "its time has come", null);
        WorkerThreads kind = slot.compensating ? WorkerThreads.PLATFORM : desk.settings.threads();
        try {
            desk.environment
                    .threads()
                    .start("lifeguard-" + cell.id, kind, new WorkerLoop(desk.plane, cell, desk.settings.definition()));
        } catch (Throwable noThread) {
            cell.failStart(StopReason.CRASHED);
            died(slot, Signal.START_FAILED, "no thread could be started: " + noThread, noThread);
            return;
        }
        desk.after(desk.settings.hooks().start().toNanos(), new Alarm.StartOverdue(slot, slot.incarnation));
    }

    /** The start hook returned. */
    void started(WorkerCell cell) {
        WorkerSlot slot = slotOf(cell);
        if (slot == null) {
            return;
        }
        boolean unwanted = slot.supervised == WorkerState.STOPPING;
        move(slot, Signal.STARTED, null, null);
        if (unwanted) {
            if (cell.dismiss(closing ? StopReason.POOL_CLOSED : StopReason.SHRUNK)) {
                cell.wake();
            }
            return;
        }
        slot.supervised = null;
        stale = true;
        desk.plane.dispatcher().admit(cell);
    }

    void startFailed(Notice.StartFailed failed) {
        WorkerSlot slot = slotOf(failed.cell());
        if (slot != null) {
            String what = failed.reason() == StopReason.UNHEALTHY
                    ? "it says after its start that it is not healthy"
                    : "its start failed with " + failed.cause();
            died(slot, Signal.START_FAILED, what, failed.cause());
        }
    }

    void startOverdue(Alarm.StartOverdue alarm) {
        WorkerSlot slot = alarm.slot();
        WorkerCell cell = slot.cell;
        boolean starting = slot.supervised == WorkerState.STARTING || slot.supervised == WorkerState.STOPPING;
        if (slot.incarnation == alarm.incarnation()
                && starting
                && cell != null
                && cell.abandonHook(CellState.STARTING)) {
            abandonedHook(
                    slot,
                    cell,
                    "its start hook overran " + desk.settings.hooks().start());
        }
    }

    // Death.

    void crashed(Notice.Crashed crash) {
        WorkerSlot slot = slotOf(crash.cell());
        if (slot == null || slot.supervised != null) {
            return;
        }
        WorkerState to = apply(crash.from(), Signal.CRASHED);
        slot.supervised = to;
        announce(slot, crash.from(), to, crash.reason(), crash.cause());
        if (to == WorkerState.CONDEMNED) {
            TaskRecord<?> task = crash.cell().current();
            long culprit = crash.fault() == StopReason.BROKEN || task == null ? 0 : task.id();
            noteDeath(slot, culprit, crash.cause());
            if (crash.cell().retiring()) {
                move(slot, Signal.RETIRED, "the pool shrank while it crashed", null);
            }
        }
    }

    void exited(WorkerCell cell) {
        WorkerSlot slot = slotOf(cell);
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
        desk.plane.counters().keep(cell);
        move(slot, Signal.EXITED, null, null);
        settle(slot);
    }

    private void died(WorkerSlot slot, Signal signal, String reason, Throwable cause) {
        WorkerState to = move(slot, signal, reason, cause);
        if (to == WorkerState.BACKOFF) {
            noteDeath(slot, 0, cause);
        }
        settle(slot);
    }

    private void noteDeath(WorkerSlot slot, long task, @Nullable Throwable cause) {
        slot.deaths++;
        slot.failuresInRow = judge.livedLong(desk.now - slot.startedNanos) ? 0 : slot.failuresInRow;
        desk.plane.counters().countDeath();
        judge.died(desk.now, task);
        condition.died(cause);
    }

    /** The slot has no living incarnation: what follows? */
    private void settle(WorkerSlot slot) {
        WorkerState state = slot.supervised;
        if (state == WorkerState.STOPPED) {
            slots.remove(slot.number);
            changed = true;
        } else if (state == WorkerState.BACKOFF && closing) {
            move(slot, Signal.RETIRED, "the pool closes", null);
            slots.remove(slot.number);
        } else if (state == WorkerState.BACKOFF) {
            slot.cell = null;
            long wait = judge.backoffNanos(
                    slot.failuresInRow++, desk.environment.chance().getAsDouble());
            slot.restartAtNanos = desk.now + wait;
            slot.timer = desk.timers.schedule(slot.restartAtNanos, new Alarm.RestartDue(slot, slot.incarnation));
        }
        stale = true;
    }

    void restartDue(Alarm.RestartDue alarm) {
        WorkerSlot slot = alarm.slot();
        if (slot.incarnation != alarm.incarnation() || slot.supervised != WorkerState.BACKOFF) {
            return;
        }
        if (staying() > size) {
            retire(slot, StopReason.SHRUNK, "more workers than the pool wants");
            settle(slot);
        } else {
            start(slot);
            stale = true;
        }
    }

    // Abandonment.

    /** The task of this cell was fenced, because its code did not leave: the cell is lost, the slot goes on. */
    void abandonRun(WorkerCell cell, String reason, @Nullable Throwable stack) {
        WorkerSlot slot = slotOf(cell);
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
        zombies++;
        abandoned++;
        slot.compensating = true;
        desk.plane.counters().keep(cell);
        boolean condemned = slot.supervised == WorkerState.CONDEMNED;
        WorkerState to = move(slot, Signal.OVERDUE, reason, stack);
        if (to == WorkerState.BACKOFF && !condemned) {
            noteDeath(slot, 0, null);
        }
        settle(slot);
        if (to == WorkerState.BACKOFF && zombies > desk.settings.maxZombies()) {
            stopTimer(slot);
            move(
                    slot,
                    Signal.BARRED,
                    zombies + " abandoned workers have not come back, and at most " + desk.settings.maxZombies()
                            + " are compensated",
                    null);
            stale = true;
        }
    }

    /** An abandoned worker came back and is gone. */
    void zombieReturned() {
        zombies--;
        // A barred slot compensates nobody; so many abandoned workers are compensated now.
        long compensated =
                zombies - slots.values().stream().filter(WorkerSlot::isBarred).count();
        for (WorkerSlot slot : List.copyOf(slots.values())) {
            if (slot.isBarred() && compensated++ < desk.settings.maxZombies()) {
                slot.compensating = zombies > 0;
                slot.failuresInRow = 0;
                move(slot, Signal.REOPENED, null, null);
                settle(slot);
            }
        }
        stale = true;
    }

    /** At the end of the pool: a lease did not come back. */
    boolean revoke(WorkerSlot slot) {
        WorkerCell cell = slot.cell;
        if (cell == null || slot.supervised != null || !cell.revoke()) {
            return false;
        }
        slot.supervised = WorkerState.LEAVING;
        move(slot, Signal.REVOKED, null, null);
        desk.plane.counters().keep(cell);
        move(slot, Signal.OVERDUE, "its lease did not come back before the end of the pool", null);
        settle(slot);
        return true;
    }

    // The end.

    /** No worker is replaced from now on: everybody is sent away. */
    void close() {
        closing = true;
        for (WorkerSlot slot : List.copyOf(slots.values())) {
            retire(slot, StopReason.POOL_CLOSED, "the pool closes");
            settleIfStopped(slot);
        }
    }

    private void settleIfStopped(WorkerSlot slot) {
        if (slot.supervised == WorkerState.STOPPED) {
            settle(slot);
        }
    }

    /** Removes slots that have just been retired out of a backoff. */
    void sweep() {
        List.copyOf(slots.values()).forEach(this::settleIfStopped);
    }

    // Condition.

    /** The oldest death has left the window. */
    void calm() {
        condition.calm();
        stale = true;
    }

    /**
     * Shows the data plane what has changed: the cells to probe, and whether anybody serves. Once for each step, not
     * for each change, so that the start of many workers does not cost the square of their number.
     */
    void refresh() {
        if (!stale) {
            return;
        }
        stale = false;
        changed = true;
        desk.plane
                .dispatcher()
                .publish(slots.values().stream()
                        .filter(slot -> slot.supervised == null)
                        .map(slot -> slot.cell)
                        .toArray(WorkerCell[]::new));
        condition.assess(slots.values(), size, zombies, closing);
    }

    // The one way of a supervised change.

    private WorkerState move(WorkerSlot slot, Signal signal, @Nullable String reason, @Nullable Throwable cause) {
        WorkerState from = slot.view();
        TransitionTable.Cell<WorkerState, Signal> row = WorkerLifecycle.TABLE.at(from, signal);
        WorkerState to = apply(from, signal);
        if (row.kind() == TransitionTable.Kind.MOVE) {
            slot.supervised = to == WorkerState.IDLE ? null : to;
            announce(slot, from, to, reason == null ? row.reason() : reason, cause);
        }
        return to;
    }

    private WorkerState apply(WorkerState from, Signal signal) {
        TransitionTable.Cell<WorkerState, Signal> row = WorkerLifecycle.TABLE.at(from, signal);
        Edges.taken(WorkerLifecycle.TABLE, from, signal);
        if (row.kind() == TransitionTable.Kind.ILLEGAL) {
            desk.illegal("worker " + from + " x " + signal + ": " + row.reason());
        }
        return row.to();
    }

    private void announce(WorkerSlot slot, WorkerState from, WorkerState to, String reason, @Nullable Throwable cause) {
        slot.reason = reason;
        changed = true;
        desk.notifier.tell(new PoolEvent.WorkerChanged(
                new WorkerId(desk.pool(), slot.number, slot.incarnation), from, to, reason, cause));
    }

    private void stopTimer(WorkerSlot slot) {
        if (slot.timer != null) {
            desk.timers.cancel(slot.timer);
            slot.timer = null;
        }
    }
}
