package dev.lifeguard.control;

import dev.lifeguard.Change;
import dev.lifeguard.Operation;
import dev.lifeguard.Operation.Result;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolState;
import dev.lifeguard.dataplane.DataPlane;
import dev.lifeguard.dataplane.Notice;
import dev.lifeguard.dataplane.WorkerCell;
import dev.lifeguard.lifecycle.PoolLifecycle;
import dev.lifeguard.lifecycle.TransitionTable;
import dev.lifeguard.policy.Rollout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what somebody wants of the running pool, one change after another, and keeps the record of it. A pause is
 * the only one that takes more than a step: it is in effect when nothing is on its way to a worker any more.
 * Supervisor only.
 */
final class Operations {

    /** How often it is looked whether nothing is on its way any more. */
    private static final long QUIET_CHECK_NANOS = 1_000_000;

    /** A pause that somebody waits for. */
    private record Pausing(Operation operation, Notice.OperationWanted wanted, Result result, String note) {}

    private final Desk desk;
    private final Roster roster;
    private final Enforcement enforcement;
    private final PoolMoves pool;
    private final Board board;
    private final Scaler scaler;
    private final List<Pausing> pausing = new ArrayList<>();
    private final List<Operation> unrecorded = new ArrayList<>();
    private final List<Runnable> answers = new ArrayList<>();
    private long number;
    private boolean lookAgain;

    Operations(Desk desk, Roster roster, Enforcement enforcement, PoolMoves pool, Board board, Scaler scaler) {
        this.desk = desk;
        this.roster = roster;
        this.enforcement = enforcement;
        this.pool = pool;
        this.board = board;
        this.scaler = scaler;
    }

    void carryOut(Notice.OperationWanted wanted) {
        switch (wanted.change()) {
            case Change.Pause pause -> pause(wanted);
            case Change.Resume resume -> resume(wanted);
            case Change.DrainWorker(int worker) -> drainWorker(wanted, worker);
            case Change.Roll(Rollout plan) -> roll(wanted, plan);
            case Change.StopRoll stop -> stopRoll(wanted);
            case Change.Setting setting -> amend(wanted, setting);
        }
    }

    // Pause and resume.

    private void pause(Notice.OperationWanted wanted) {
        var row = pool.move(PoolLifecycle.Signal.PAUSE);
        boolean moved = row.kind() == TransitionTable.Kind.MOVE;
        if (moved) {
            desk.plane.dispatcher().pause();
        }
        switch (row.to()) {
            case PAUSING -> {
                Result result = moved ? Result.APPLIED : Result.UNCHANGED;
                String note = moved ? "nothing begins and nothing is lent" : row.reason();
                Operation begun = operation(wanted, Result.UNDER_WAY, "something is on its way to a worker");
                unrecorded.add(begun);
                if (moved) {
                    board.pause(begun);
                }
                pausing.add(new Pausing(begun, wanted, result, note));
            }
            case PAUSED -> answer(wanted, Result.UNCHANGED, row.reason());
            case STARTING, RUNNING, DRAINING, STOPPING, STOPPED -> answer(wanted, Result.REFUSED, row.reason());
        }
    }

    /** Goes on with a pause, as far as possible. Once for each step. */
    void advance() {
        if (pool.state() != PoolState.PAUSING) {
            return;
        }
        if (isQuiet()) {
            pool.move(PoolLifecycle.Signal.QUIET);
            Notice.OperationWanted first = pausing.getFirst().wanted();
            desk.plane.mood("paused by " + first.who() + ", because " + first.why());
            endPausing(null);
        } else if (!lookAgain) {
            lookAgain = true;
            desk.after(QUIET_CHECK_NANOS, Alarm.Plain.QUIET_CHECK);
        }
    }

    void quietCheckDue() {
        lookAgain = false;
    }

    /**
     * Whether nobody who looked before the pause is still between that look and a worker.
     *
     * <p>Order: the pause was said before this; a lessee counts himself before he looks at it, and a worker's thread
     * looks at it between the end of one attempt and the begin of the next. So whoever is not seen here sees the pause.
     */
    private boolean isQuiet() {
        if (desk.plane.dispatcher().isPassingOn()) {
            return false;
        }
        for (WorkerSlot slot : roster.slots()) {
            WorkerCell cell = slot.cell;
            if (cell != null && DataPlane.mayBegin(cell)) {
                return false;
            }
        }
        return true;
    }

    private void endPausing(@Nullable String overtaken) {
        for (Pausing waiting : pausing) {
            Result result = overtaken == null ? waiting.result() : Result.REFUSED;
            String note = overtaken == null ? waiting.note() : overtaken;
            Operation done = finish(waiting.operation(), waiting.wanted(), result, note);
            if (result == Result.APPLIED) {
                board.pause(done);
            }
        }
        pausing.clear();
    }

    private void resume(Notice.OperationWanted wanted) {
        var row = pool.move(PoolLifecycle.Signal.RESUME);
        if (row.kind() == TransitionTable.Kind.MOVE) {
            endPausing("it was resumed before everything stood still");
            desk.plane.resume();
            answer(wanted, Result.APPLIED, "what waits begins");
        } else {
            answer(wanted, pool.isEnding() ? Result.REFUSED : Result.UNCHANGED, row.reason());
        }
    }

    /** The pool is closing: who pauses it any longer keeps it from its end. */
    void lift() {
        endPausing("somebody asked for the end of the pool before everything stood still");
        desk.plane.resume();
    }

    // One worker, and the settings.

    private void drainWorker(Notice.OperationWanted wanted, int worker) {
        String whyNot = pool.isOpen() ? roster.renew(worker) : "it is closing, so no worker is replaced";
        if (whyNot == null) {
            answer(wanted, Result.APPLIED, "worker " + worker + " leaves after its use, and a fresh one follows");
        } else {
            answer(wanted, Result.REFUSED, whyNot);
        }
    }

    private void roll(Notice.OperationWanted wanted, Rollout plan) {
        if (!pool.isOpen()) {
            answer(wanted, Result.REFUSED, "it is closing, so no worker is replaced");
            return;
        }
        var definition = wanted.definition();
        Operation begun = operation(wanted, Result.UNDER_WAY, "workers are replaced, " + plan);
        unrecorded.add(begun);
        desk.tell(new PoolEvent.Operated(desk.pool(), begun));
        // It takes its time, so nobody waits for its end here.
        answers.add(() -> wanted.answer().accept(begun));
        roster.rolls().begin(begun, plan, definition == null ? desk.settings.definition() : definition);
    }

    private void stopRoll(Notice.OperationWanted wanted) {
        if (roster.rolls().isUnderWay()) {
            roster.rolls().stop(wanted.who() + " stopped it (" + wanted.why() + ")");
            answer(wanted, Result.APPLIED, "the roll is stopped");
        } else {
            answer(wanted, Result.UNCHANGED, "no roll is under way");
        }
    }

    /** A roll is over. */
    void rollEnded(Operation begun, Result result, String note) {
        board.settings(desk.settings);
        keep(begun, result, note);
    }

    private void amend(Notice.OperationWanted wanted, Change.Setting setting) {
        if (!pool.isOpen()) {
            answer(wanted, Result.REFUSED, "it is closing, so nothing is changed any more");
            return;
        }
        Amendment amendment;
        try {
            amendment = Amendment.of(desk.settings, setting);
        } catch (IllegalArgumentException never) {
            // The caller tried it on the settings of that moment; another change came in between.
            answer(wanted, Result.REFUSED, String.valueOf(never.getMessage()));
            return;
        }
        if (amendment.isNothing()) {
            answer(wanted, Result.UNCHANGED, amendment.words());
            return;
        }
        Settings before = amendment.before();
        Settings after = amendment.after();
        desk.settings = after;
        board.settings(after);
        desk.plane.follow(after.rules());
        roster.recovery().follow(before);
        enforcement.follow();
        scaler.follow(before.size());
        if (before.size() != after.size()) {
            roster.fit();
            roster.sweep();
            desk.tell(new PoolEvent.Resized(desk.pool(), before.size(), after.size()));
        }
        answer(wanted, Result.APPLIED, amendment.words());
    }

    // The record.

    private Operation operation(Notice.OperationWanted wanted, Result result, String note) {
        return new Operation(
                ++number,
                wanted.change(),
                wanted.who(),
                wanted.why(),
                desk.environment.time().wallTime(),
                result,
                note);
    }

    private void answer(Notice.OperationWanted wanted, Result result, String note) {
        Operation operation = operation(wanted, result, note);
        finish(operation, wanted, result, note);
    }

    private Operation finish(Operation begun, Notice.OperationWanted wanted, Result result, String note) {
        Operation done = keep(begun, result, note);
        answers.add(() -> wanted.answer().accept(done));
        return done;
    }

    private Operation keep(Operation begun, Result result, String note) {
        var done = new Operation(begun.number(), begun.change(), begun.who(), begun.why(), begun.at(), result, note);
        unrecorded.add(done);
        desk.tell(new PoolEvent.Operated(desk.pool(), done));
        return done;
    }

    /** Shows in the record what was asked for in this step, and what came of it. */
    void record() {
        unrecorded.forEach(board::record);
        unrecorded.clear();
    }

    /** Answers those who wait. */
    void answer() {
        if (!answers.isEmpty()) {
            answers.forEach(Runnable::run);
            answers.clear();
            board.nudge();
        }
    }
}
