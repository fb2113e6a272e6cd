package dev.lifeguard.control;

import dev.lifeguard.Cancel;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.dataplane.Attempt;
import dev.lifeguard.dataplane.CellState;
import dev.lifeguard.dataplane.Notice;
import dev.lifeguard.dataplane.Shedder;
import dev.lifeguard.dataplane.TaskRecord;
import dev.lifeguard.dataplane.Waiting;
import dev.lifeguard.dataplane.WorkerCell;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Limits and what follows when code must leave: ask, cancel hooks, interrupt, abandon. By one scan of the workers and
 * of the queue now and then; a timer only for an attempt that was asked. Supervisor only.
 */
final class Enforcement {

    private static final long SHORTEST_SCAN_NANOS = 1_000_000;
    private static final long LONGEST_SCAN_NANOS = 20_000_000;

    /** A scan may take at most one part in so many of the time. */
    private static final int SCAN_SHARE = 10;

    /** How long work may wait beside a free worker before another one is woken for it. */
    private static final long STALL_NANOS = 5_000_000;

    /** For how many attempts cancel hooks may run at a time. */
    static final int HOOK_THREADS = 256;

    /** How far an attempt has been pushed. */
    private enum Rung {
        ASKED,
        INTERRUPT_DUE,
        INTERRUPTED
    }

    private record Ladder(int attempt, Rung rung) {}

    private final Desk desk;
    private final Roster roster;
    private final IdentityHashMap<TaskRecord<?>, Ladder> ladders = new IdentityHashMap<>();
    private long askNanos;
    private long interruptNanos;
    private long scannedNanos;
    private long restNanos;
    private int hookThreads;
    private boolean stalled;
    private long stalledSinceNanos;

    Enforcement(Desk desk, Roster roster) {
        this.desk = desk;
        this.roster = roster;
        this.scannedNanos = desk.now - LONGEST_SCAN_NANOS;
        follow();
    }

    /** Goes by the graces of the settings, for code that is asked from now on. */
    void follow() {
        askNanos = desk.settings.escalation().ask().toNanos();
        interruptNanos = desk.settings.escalation().interrupt().toNanos();
    }

    /** Shortens the graces, so that they fit into what is left of the time of the pool. */
    void hurry(long leftNanos) {
        long needed = askNanos + interruptNanos;
        if (needed > leftNanos) {
            askNanos = leftNanos / 4;
            interruptNanos = leftNanos / 2;
        }
    }

    // The scan.

    void scanIfDue() {
        // Asked anew each time: a task that comes with a shorter limit must not wait for a scan set by longer ones.
        long interval =
                Math.clamp(desk.plane.shortestLimitNanos() / SCAN_SHARE, SHORTEST_SCAN_NANOS, LONGEST_SCAN_NANOS);
        if (desk.now - scannedNanos < Math.max(interval, restNanos)) {
            return;
        }
        long began = desk.environment.time().nanoTime();
        scanWorkers();
        scanQueue();
        relieveIfStalled();
        ladders.entrySet()
                .removeIf(entry ->
                        entry.getKey().runningAttempt() != entry.getValue().attempt());
        scannedNanos = desk.now;
        restNanos = (desk.environment.time().nanoTime() - began) * SCAN_SHARE;
    }

    private void scanWorkers() {
        for (WorkerSlot slot : everySlot()) {
            WorkerCell cell = slot.cell;
            if (cell == null) {
                continue;
            }
            switch (cell.state()) {
                case RUNNING -> {
                    TaskRecord<?> task = cell.current();
                    int attempt = task == null ? 0 : task.enforce(desk.now);
                    if (task != null && attempt != 0) {
                        escalate(task, attempt, Cancel.INTERRUPT);
                    }
                }
                case RECEIVING -> watchHook(slot, cell, WatchedHook.RECEIVE);
                case RESETTING -> watchHook(slot, cell, WatchedHook.RESET);
                case CHECKING -> watchHook(slot, cell, WatchedHook.CHECK);
                case ENDING -> watchHook(slot, cell, WatchedHook.STOP);
                case STARTING, IDLE, SEARCHING, LEASED, REVOKED, ABANDONED, GONE -> {}
            }
        }
    }

    /** A copy: giving a worker up can remove its slot. */
    private List<WorkerSlot> everySlot() {
        var all = new ArrayList<WorkerSlot>();
        roster.slots().forEach(all::add);
        return all;
    }

    private void watchHook(WorkerSlot slot, WorkerCell cell, WatchedHook hook) {
        long run = hook.run(cell);
        // The number of the hook and its kind: a reset that just ended is not taken for the one that just began.
        long watched = run < 0 ? run : run << 16 | (slot.incarnation & 0xFFFF);
        if (slot.watchedHooks != watched) {
            slot.watchedHooks = watched;
            slot.watchedSinceNanos = desk.now;
            return;
        }
        var limit = hook.limit(desk.settings.hooks());
        if (run >= 0 && desk.now - slot.watchedSinceNanos > limit.toNanos()) {
            giveUpHook(slot, cell, hook, "overran " + limit);
        }
    }

    private void giveUpHook(WorkerSlot slot, WorkerCell cell, WatchedHook hook, String why) {
        if (cell.abandonHook(hook.during)) {
            if (slot.supervised == null) {
                slot.supervised = hook.state(cell.retiring());
            }
            roster.recovery().abandonedHook(slot, cell, "its " + hook.word + " hook " + why);
        }
    }

    private void relieveIfStalled() {
        if (!desk.plane.dispatcher().isStalled()) {
            stalled = false;
        } else if (!stalled) {
            stalled = true;
            stalledSinceNanos = desk.now;
        } else if (desk.now - stalledSinceNanos > STALL_NANOS) {
            desk.plane.dispatcher().relieve();
            stalledSinceNanos = desk.now;
        }
    }

    private void scanQueue() {
        for (Waiting entry : desk.plane.queue().entries()) {
            if (entry instanceof TaskRecord<?> task) {
                task.expire(desk.now);
            }
        }
        for (TaskRecord<?> task : desk.plane.gates().waiting()) {
            task.expire(desk.now);
        }
        Shedder shedder = desk.plane.shedder();
        if (shedder != null) {
            shedder.sweep();
        }
    }

    /** {@return whether something is under way that limits or hooks are watched for} */
    boolean isBusy() {
        for (WorkerSlot slot : roster.slots()) {
            WorkerCell cell = slot.cell;
            if (cell != null) {
                switch (cell.state()) {
                    case RUNNING, SEARCHING, RECEIVING, RESETTING, CHECKING, ENDING -> {
                        return true;
                    }
                    case STARTING, IDLE, LEASED, REVOKED, ABANDONED, GONE -> {}
                }
            }
        }
        return false;
    }

    // The ladder.

    /** Pushes an attempt whose outcome or limit says that it must leave. */
    void escalate(TaskRecord<?> task, int attempt, Cancel how) {
        Ladder ladder = ladders.get(task);
        Rung rung = ladder != null && ladder.attempt() == attempt ? ladder.rung() : null;
        if (rung == null) {
            runHooks(task, attempt);
            ladders.put(task, new Ladder(attempt, Rung.ASKED));
        }
        switch (how) {
            case ASK -> {}
            case INTERRUPT -> {
                if (rung == null || rung == Rung.ASKED) {
                    ladders.put(task, new Ladder(attempt, Rung.INTERRUPT_DUE));
                    desk.after(askNanos, new Alarm.InterruptDue(task, attempt));
                }
            }
            case KILL -> {
                if (rung != Rung.INTERRUPTED) {
                    interrupt(task, attempt);
                }
            }
        }
    }

    private void runHooks(TaskRecord<?> task, int number) {
        Attempt attempt = task.leaving(number);
        if (attempt == null || attempt.closeIfEmpty()) {
            return;
        }
        if (hookThreads >= HOOK_THREADS) {
            desk.trouble(
                    "The cancel hooks of " + task + " do not run, because those of " + HOOK_THREADS
                            + " other attempts have not come back; its worker is interrupted next. Make hooks not block.",
                    null);
            return;
        }
        try {
            desk.environment
                    .threads()
                    .start("lifeguard-" + desk.pool() + "-cancel-" + task.id(), WorkerThreads.PLATFORM, () -> {
                        try {
                            attempt.runHooks();
                        } finally {
                            desk.plane.signals().post(Notice.Plain.HOOKS_RUN);
                        }
                    });
            hookThreads++;
        } catch (Throwable noThread) {
            desk.trouble(
                    "The cancel hooks of " + task + " could not run, because no thread could be started;"
                            + " its worker is interrupted next.",
                    noThread);
        }
    }

    /** The hooks of an attempt are over. */
    void hooksRun() {
        hookThreads--;
    }

    /** The grace of the request is over. */
    void interrupt(TaskRecord<?> task, int attempt) {
        if (task.interrupt(attempt)) {
            ladders.put(task, new Ladder(attempt, Rung.INTERRUPTED));
            desk.after(interruptNanos, new Alarm.AbandonDue(task, attempt));
        }
    }

    /** The grace of the interrupt is over. */
    void abandon(TaskRecord<?> task, int attempt) {
        WorkerCell running = task.leavingCell(attempt);
        @Nullable
        Throwable stack = running == null
                ? null
                : Stacks.of(running, "attempt " + attempt + " of task " + task.id() + " (" + task.name() + ")");
        WorkerCell cell = task.abandon(attempt);
        if (cell != null) {
            ladders.remove(task);
            roster.recovery()
                    .abandonRun(
                            cell,
                            "attempt " + attempt + " of task " + task.id() + " (" + task.name()
                                    + ") ignored the request and the interrupt; abandoned",
                            stack);
        }
    }

    // The end of the pool.

    /** Asks all running code to leave. */
    void askAll(Cancel how) {
        for (WorkerSlot slot : everySlot()) {
            WorkerCell cell = slot.cell;
            TaskRecord<?> task = cell == null ? null : cell.current();
            if (cell != null && task != null && cell.state() == CellState.RUNNING) {
                task.askToLeave(how);
            }
        }
    }

    /** The deadline: whatever still runs is abandoned, and every lease that is still out is revoked. */
    List<WorkerId> giveUpAll(boolean late) {
        var revoked = new ArrayList<WorkerId>();
        for (WorkerSlot slot : everySlot()) {
            WorkerCell cell = slot.cell;
            if (cell == null) {
                continue;
            }
            switch (cell.state()) {
                case RUNNING -> {
                    TaskRecord<?> task = cell.current();
                    int attempt = task == null ? 0 : task.askToLeave(Cancel.KILL);
                    if (task != null && attempt != 0) {
                        abandon(task, attempt);
                    } else if (late) {
                        giveUpStarved(cell);
                    }
                }
                case SEARCHING -> {
                    if (late) {
                        giveUpStarved(cell);
                    }
                }
                case LEASED -> {
                    if (roster.recovery().revoke(slot)) {
                        revoked.add(cell.id);
                    }
                }
                case STARTING -> {
                    if (cell.abandonHook(CellState.STARTING)) {
                        roster.recovery().abandonedHook(slot, cell, "its start hook did not end before the pool did");
                    }
                }
                case RECEIVING -> giveUpHook(slot, cell, WatchedHook.RECEIVE, "did not end before the pool did");
                case RESETTING -> giveUpHook(slot, cell, WatchedHook.RESET, "did not end before the pool did");
                case CHECKING -> giveUpHook(slot, cell, WatchedHook.CHECK, "did not end before the pool did");
                case ENDING -> giveUpHook(slot, cell, WatchedHook.STOP, "did not end before the pool did");
                case IDLE, REVOKED, ABANDONED, GONE -> {}
            }
        }
        return revoked;
    }

    /** A virtual worker that finds no carrier: no task can begin any more, so its thread does nothing if it ever runs. */
    private void giveUpStarved(WorkerCell cell) {
        if (cell.abandonRun()) {
            roster.recovery()
                    .abandonRun(cell, "its thread did not get to run before the end of the pool; abandoned", null);
        }
    }
}
