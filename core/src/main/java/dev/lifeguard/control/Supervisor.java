package dev.lifeguard.control;

import dev.lifeguard.Cancel;
import dev.lifeguard.Change;
import dev.lifeguard.Drain;
import dev.lifeguard.Operation;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolState;
import dev.lifeguard.StopReason;
import dev.lifeguard.WorkerState;
import dev.lifeguard.dataplane.CellState;
import dev.lifeguard.dataplane.Notice;
import dev.lifeguard.dataplane.WorkerCell;
import dev.lifeguard.lifecycle.PoolLifecycle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of the control plane: takes what came, lets timers fire, enforces limits, and publishes what changed.
 *
 * <p>{@link #step} does all that is due and returns when it wants to be called again. In production a platform thread
 * calls it ({@link SupervisorThread}); in tests the test does. It never runs user code, never blocks, and is the only
 * thread that touches {@link Roster}, {@link Enforcement}, {@link Retries} and {@link Shutdown}.
 */
public final class Supervisor {

    /** How often the coarse clock ticks while the pool is busy. */
    static final long TICK_NANOS = 1_000_000;

    /** How many notices, and how many timers, one step takes before others get their turn. */
    private static final int BATCH = 1024;

    /** How many quiet ticks pass before the clock sleeps. */
    private static final int QUIET_TICKS = 20;

    /** How often outcomes that nobody looked at are told at the most. */
    private static final long UNSEEN_PAUSE_NANOS = 1_000_000_000;

    private static final long NEVER_NANOS = Long.MAX_VALUE / 4;

    private final Desk desk;
    private final Mailbox mailbox;
    private final Roster roster;
    private final Recovery recovery;
    private final Enforcement enforcement;
    private final LeaseWatch leases;
    private final OverloadWatch overload;
    private final Retries retries;
    private final Shutdown shutdown;
    private final Pulse pulse;
    private final PoolMoves pool;
    private final Operations operations;
    private final Scaler scaler;
    private final Recycler recycler;
    private final Board board;
    private final RetryWatch retryWatch;
    private int quietTicks;
    private long lastTickNanos;
    private boolean lingering;
    private int unseenUntold;
    private String lastUnseen = "";
    private long unseenToldNanos;

    Supervisor(Desk desk, Mailbox mailbox, Board board) {
        this.desk = desk;
        this.mailbox = mailbox;
        this.board = board;
        this.roster = new Roster(desk, this::rollEnded);
        this.recovery = roster.recovery();
        this.enforcement = new Enforcement(desk, roster);
        this.leases = new LeaseWatch(desk, roster);
        this.overload = new OverloadWatch(desk);
        this.retries = new Retries(desk);
        this.shutdown = new Shutdown(desk, roster, enforcement, retries);
        this.pulse = new Pulse(desk, roster, recovery::zombies);
        this.pool = new PoolMoves(desk, pulse);
        this.scaler = new Scaler(desk, roster, board);
        this.operations = new Operations(desk, roster, enforcement, pool, board, scaler);
        this.recycler = new Recycler(desk, roster, roster.rolls());
        this.retryWatch = new RetryWatch(desk);
        this.lastTickNanos = desk.now;
        this.unseenToldNanos = desk.now;
    }

    /** Starts the first workers. Before the first step. */
    void open() {
        desk.now = desk.environment.time().nanoTime();
        desk.after(desk.settings.readyWithinNanos(), Alarm.Plain.GATE);
        roster.fit();
        scaler.follow(roster.size());
        roster.refresh();
        pulse.begin(pool.state());
        recycler.follow();
        checkGate();
        publish();
    }

    /**
     * Does all that is due.
     *
     * @return when to call again at the latest, as a value of the time source; a notice calls earlier
     */
    public long step() {
        desk.now = desk.environment.time().nanoTime();
        if (desk.plane.clock().isAwake()) {
            // Before the timers: what is due now must not begin, by that clock, before it was due.
            desk.plane.clock().tick(desk.now);
        }
        for (int taken = 0; taken < BATCH; taken++) {
            Notice notice = mailbox.take();
            if (notice == null) {
                break;
            }
            hear(notice);
        }
        // Not all that are due: one that is set again for now would keep everybody else from being heard.
        for (int rung = 0; rung < BATCH; rung++) {
            Alarm alarm = desk.timers.takeDue(desk.now);
            if (alarm == null) {
                break;
            }
            ring(alarm);
        }
        tick();
        overload.look(!pool.isOpen());
        tellUnseen();
        roster.startWaiting();
        retryWatch.look();
        roster.refresh();
        checkGate();
        operations.advance();
        roster.rolls().advance(pool.state());
        recycler.advance(pool.state());
        roster.refresh();
        if (pool.isEnding() && shutdown.advance(pool.state())) {
            pool.move(PoolLifecycle.Signal.ENDED);
            retryWatch.close();
        }
        publish();
        long next = desk.timers.nextDeadlineNanos(desk.now + NEVER_NANOS);
        return desk.plane.clock().isAwake() && next - (lastTickNanos + TICK_NANOS) > 0
                ? lastTickNanos + TICK_NANOS
                : next;
    }

    /** {@return whether the pool has ended and nothing is left to do} */
    public boolean isOver() {
        return pool.state() == PoolState.STOPPED;
    }

    /** {@return how many signals met an illegal cell; each is a bug} */
    public long illegalSignals() {
        return desk.illegal;
    }

    // Notices.

    private void hear(Notice notice) {
        switch (notice) {
            case Notice.Started(WorkerCell cell) -> {
                roster.started(cell);
                burst();
            }
            case Notice.StartFailed failed -> {
                desk.tallies.gone(failed.cell());
                recovery.startFailed(failed);
            }
            case Notice.Crashed crash -> recovery.crashed(crash);
            case Notice.Exited(WorkerCell cell) -> {
                desk.tallies.gone(cell);
                recovery.exited(cell);
            }
            case Notice.ZombieReturned(WorkerCell cell) -> {
                desk.tallies.gone(cell);
                desk.history.returned(cell.id);
                recovery.zombieReturned();
                retries.zombieReturned();
            }
            case Notice.Escalate(var task, int attempt, Cancel how) -> enforcement.escalate(task, attempt, how);
            case Notice.Plain.LEASES_OUT -> leases.wanted();
            case Notice.Plain.HOOKS_RUN -> enforcement.hooksRun();
            case Notice.Delayed(var task) -> retries.delay(task);
            case Notice.RetryDue(var task, int attempt) -> retries.add(task, attempt);
            case Notice.RetryDropped(var task) -> retries.drop(task);
            case Notice.Plain.BURST_WANTED -> {
                desk.plane.dispatcher().burst().heard();
                burst();
            }
            case Notice.Plain.TICK_WANTED -> quietTicks = 0;
            case Notice.Plain.EMPTIED, Notice.Plain.START_GRANTED -> {}
            case Notice.Scaled answer -> scaler.answered(answer, pool.state());
            case Notice.Quarantined poison ->
                desk.tell(new PoolEvent.Quarantined(
                        desk.pool(), poison.task(), poison.name(), poison.deaths(), poison.end()));
            case Notice.OperationWanted wanted -> {
                operations.carryOut(wanted);
                if (wanted.change() instanceof Change.Recycle) {
                    recycler.follow();
                }
                burst();
            }
            case Notice.DrainWanted(Drain plan) -> drain(plan);
            case Notice.Troubled(String message, Throwable cause) -> desk.trouble(message, cause);
        }
    }

    private void ring(Alarm alarm) {
        switch (alarm) {
            case Alarm.StartOverdue overdue -> recovery.startOverdue(overdue);
            case Alarm.RestartDue due -> recovery.restartDue(due);
            case Alarm.RetryDue(var task, int attempt) -> retries.due(task, attempt);
            case Alarm.InterruptDue(var task, int attempt) -> enforcement.interrupt(task, attempt);
            case Alarm.AbandonDue(var task, int attempt) -> enforcement.abandon(task, attempt);
            case Alarm.Plain.GATE -> {
                if (pool.state() == PoolState.STARTING) {
                    failGate("too few workers were ready within "
                            + java.time.Duration.ofNanos(desk.settings.readyWithinNanos()));
                }
            }
            case Alarm.Plain.CALM -> recovery.calm();
            case Alarm.Plain.LEASES -> leases.look();
            case Alarm.Plain.LINGER -> linger();
            case Alarm.Plain.LOOK -> pulse.look(pool.state());
            case Alarm.Plain.SCALE -> scaler.look(pool.state());
            case Alarm.Plain.RECYCLE -> recycler.look(pool.state());
            case Alarm.Plain.ROLL -> roster.rolls().lookDue();
            case Alarm.Plain.QUIET_CHECK -> operations.quietCheckDue();
            case Alarm.Plain.ASK -> {
                if (pool.state() == PoolState.DRAINING) {
                    pool.move(PoolLifecycle.Signal.OVERDUE);
                    shutdown.ask();
                }
            }
            case Alarm.Plain.DEADLINE -> {
                pool.move(PoolLifecycle.Signal.OVERDUE);
                shutdown.deadline();
            }
        }
    }

    // The gate of the start.

    private void checkGate() {
        if (pool.state() != PoolState.STARTING) {
            return;
        }
        if (roster.ready() >= desk.settings.minReady()) {
            pool.move(PoolLifecycle.Signal.READY);
        } else if (recovery.degraded() != null) {
            failGate(recovery.degraded());
        }
    }

    private void failGate(@Nullable String why) {
        Throwable cause = recovery.lastDeath();
        board.failStart(
                "Pool " + desk.pool() + " could not start: " + roster.ready() + " of at least "
                        + desk.settings.minReady() + " workers are ready, because " + why
                        + (cause == null ? "" : "; the last failure was " + cause)
                        + ". The pool is closed again; mend what the workers need, or lower minReady.",
                cause);
        pool.move(PoolLifecycle.Signal.GATE_FAILED);
        scaler.end();
        shutdown.begin(Drain.now(), true);
    }

    // The end.

    private void drain(Drain plan) {
        boolean open = pool.isOpen();
        pool.move(PoolLifecycle.Signal.DRAIN);
        scaler.end();
        shutdown.begin(plan, open);
        // Behind it, so that what is handed back does not begin because the pause is over.
        operations.lift();
    }

    private void rollEnded(Operation begun, Operation.Result result, String note) {
        operations.rollEnded(begun, result, note);
    }

    // Burst and linger.

    private void burst() {
        boolean serving = pool.state() == PoolState.STARTING || pool.state() == PoolState.RUNNING;
        int most = roster.size() + desk.settings.burst();
        if (!serving || desk.settings.burst() == 0 || roster.staying() >= most) {
            return;
        }
        int waiting = desk.plane.queue().waiting().size();
        for (WorkerSlot slot : roster.slots()) {
            // A successor takes the place of one that works.
            boolean comes = slot.supervised == WorkerState.STARTING || roster.isInLine(slot);
            waiting -= comes && slot.succession == null ? 1 : 0;
        }
        if (waiting > 0) {
            roster.open(false);
        }
        if (!lingering) {
            lingering = true;
            desk.after(lingerStepNanos(), Alarm.Plain.LINGER);
        }
    }

    private long lingerStepNanos() {
        return Math.max(TICK_NANOS, desk.settings.lingerNanos() / 4);
    }

    private void linger() {
        int extra = roster.staying() - roster.size();
        var idle = new ArrayList<WorkerSlot>();
        for (WorkerSlot slot : roster.slots()) {
            WorkerCell cell = slot.cell;
            if (slot.supervised != null || cell == null || cell.state() != CellState.IDLE) {
                slot.restedUses = -1;
                continue;
            }
            long uses = cell.begun() + cell.epoch();
            if (slot.restedUses != uses) {
                slot.restedUses = uses;
                slot.restedSinceNanos = desk.now;
            } else if (desk.now - slot.restedSinceNanos >= desk.settings.lingerNanos()) {
                idle.add(slot);
            }
        }
        for (WorkerSlot slot : idle.reversed()) {
            if (extra-- > 0) {
                roster.retire(slot, StopReason.IDLE, "idle beyond the size of the pool");
            }
        }
        lingering = roster.staying() > roster.size();
        if (lingering) {
            desk.after(lingerStepNanos(), Alarm.Plain.LINGER);
        }
    }

    // Time.

    private void tick() {
        var clock = desk.plane.clock();
        if (!clock.isAwake()) {
            return;
        }
        clock.tick(desk.now);
        if (desk.now - lastTickNanos >= TICK_NANOS) {
            lastTickNanos = desk.now;
            quietTicks = isBusy() ? 0 : quietTicks + 1;
        }
        enforcement.scanIfDue();
        recycler.lookIfUsed(pool.state());
        if (quietTicks > QUIET_TICKS) {
            clock.sleep();
            // Order: asleep first, then the look; who begins something does so first and then reads the clock.
            if (isBusy()) {
                clock.now();
            }
            quietTicks = 0;
        }
    }

    private void tellUnseen() {
        for (String what = desk.plane.nextUnseen(); what != null; what = desk.plane.nextUnseen()) {
            desk.plane.counters().countUnseen();
            unseenUntold++;
            lastUnseen = what;
        }
        if (unseenUntold > 0 && desk.now - unseenToldNanos >= 0) {
            desk.trouble(
                    unseenUntold + " outcomes were never looked at, the last: " + lastUnseen
                            + ". Look at the handle that submit returns, or log its failure.",
                    null);
            unseenUntold = 0;
            unseenToldNanos = desk.now + UNSEEN_PAUSE_NANOS;
        }
    }

    private boolean isBusy() {
        // What only waits for its time is watched by timers.
        return desk.plane.admission().taken() > retries.size() || enforcement.isBusy();
    }

    /**
     * Shows what this step did, then tells it, then lets those go on who wait for it: who hears of something finds it
     * shown, and who subscribes when a call has returned hears nothing of before.
     */
    private void publish() {
        boolean looked = pulse.takeChanged();
        if (roster.takeChanged() || looked) {
            List<Board.Row> rows = new ArrayList<>();
            roster.slots().forEach(slot -> rows.add(Board.Row.of(slot)));
            board.show(new Board.Crew(
                    List.copyOf(rows),
                    desk.tallies.now(),
                    roster.size(),
                    recovery.zombies(),
                    recovery.degraded(),
                    desk.history.stuck(),
                    desk.history.deaths(),
                    pulse.beat(),
                    desk.history.oldest(),
                    desk.history.sizes(),
                    scaler.held(),
                    scaler.failing(),
                    recycler.standing(pool.state())));
        }
        board.state(pool.state(), pool.state() == PoolState.STOPPED ? shutdown.report(true) : null, desk.now);
        operations.record();
        desk.tellAll();
        operations.answer();
        board.announce();
        if (isOver()) {
            desk.notifier.close();
            roster.release();
            desk.environment.threads().close();
        }
    }
}
