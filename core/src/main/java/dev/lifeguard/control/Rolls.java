package dev.lifeguard.control;

import dev.lifeguard.Operation;
import dev.lifeguard.Operation.Result;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolState;
import dev.lifeguard.RenewalSnapshot;
import dev.lifeguard.RenewalSnapshot.RollStage;
import dev.lifeguard.StopReason;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.WorkerState;
import dev.lifeguard.dataplane.WorkerCell;
import dev.lifeguard.policy.Rollout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces all workers, so many at a time, and stops when too many of the new ones fail. Supervisor only.
 *
 * <p>Each accepted roll makes a new <em>generation</em>. A slot is <em>ahead</em> when its next incarnations start from
 * the definition that is rolled out; all others start from that of the settings, which the end of the roll replaces. So
 * whatever starts for another reason while a roll is under way (the pool grows, bursts, replaces a dead worker) is of the
 * old generation and has its turn later, behind the gate like everybody.
 *
 * <table>
 * <caption>What the roll makes of a worker</caption>
 * <tr><th>the worker<th>the roll
 * <tr><td>serves, of an old generation<td>starts a successor, sends the old one away when that serves
 * <tr><td>waits for its restart, of an old generation<td>starts it at once, from the new definition
 * <tr><td>starts, dies, leaves to be renewed<td>waits for what becomes of it
 * <tr><td>is closed, because of abandoned workers<td>leaves it alone; it opens with the definition that holds then
 * <tr><td>of the new generation, good<td>counts it
 * <tr><td>of the new generation, died before it was good<td>counts a failure; restarts from the new definition, or from
 *     the old one when that was the last failure
 * </table>
 */
final class Rolls {

    /** How often it is looked whether new workers are good. */
    static final long LOOK_NANOS = 10_000_000;

    /** Who keeps the record of operations. */
    interface Clerk {

        /** The roll that this operation began is over. */
        void ended(Operation begun, Result result, String note);
    }

    /** A roll under way. */
    private static final class Run {

        final Operation operation;
        final Rollout plan;
        final WorkerDefinition<Object> definition;
        final int generation;
        final long beganNanos;
        int failed;
        String lastFailure = "";

        @Nullable
        String held;

        long heldSinceNanos;
        Tally told = new Tally(-1, 0, 0, 0);
        Tally tally = new Tally(0, 0, 0, 0);

        Run(Operation operation, Rollout plan, WorkerDefinition<Object> definition, int generation, long now) {
            this.operation = operation;
            this.plan = plan;
            this.definition = definition;
            this.generation = generation;
            this.beganNanos = now;
        }

        boolean isBeaten() {
            return failed >= plan.failures();
        }
    }

    /** How far it is: how many are good, are to prove it, are of an old generation, have failed. */
    private record Tally(int good, int proving, int old, int failed) {

        int all() {
            return good + proving + old;
        }
    }

    /** How the newest roll stands, with times to be made into durations. */
    record Standing(
            long operation,
            int generation,
            RollStage stage,
            int good,
            int proving,
            int all,
            int failed,
            long sinceNanos,
            String note) {

        RenewalSnapshot.Roll seen(long now) {
            return new RenewalSnapshot.Roll(
                    operation, generation, stage, good, proving, all, failed, History.ago(now, sinceNanos), note);
        }
    }

    private final Desk desk;
    private final Roster roster;
    private final Clerk clerk;
    private int settled = 1;
    private int newest = 1;
    private @Nullable Run run;
    private @Nullable Standing standing;
    private boolean lookAgain;

    Rolls(Desk desk, Roster roster, Clerk clerk) {
        this.desk = desk;
        this.roster = roster;
        this.clerk = clerk;
    }

    boolean isUnderWay() {
        return run != null;
    }

    @Nullable
    Standing standing() {
        return standing;
    }

    // What the roster asks and tells.

    /** {@return what the next incarnation in this slot is made from} */
    WorkerDefinition<Object> definition(WorkerSlot slot) {
        Run now = run;
        boolean ahead = now != null && slot.ahead && !now.isBeaten();
        slot.ahead = ahead;
        slot.good = false;
        slot.generation = now != null && ahead ? now.generation : settled;
        return now != null && ahead ? now.definition : desk.settings.definition();
    }

    /** A worker died, was abandoned or could not start. */
    void died(WorkerSlot slot) {
        Run now = run;
        if (now != null && slot.ahead && !slot.good) {
            now.failed++;
            now.lastFailure = "worker " + slot.number + ": " + slot.reason;
        }
    }

    // Begin and end.

    /** Begins a roll. One that is under way ends. */
    void begin(Operation operation, Rollout plan, WorkerDefinition<Object> definition) {
        if (run != null) {
            stop("operation " + operation.number() + " takes its place");
        }
        var begun = new Run(operation, plan, definition, ++newest, desk.now);
        run = begun;
        roster.successions().dismissAll(StopReason.RECYCLED, "a roll replaces everybody");
    }

    /** Ends the roll before all are replaced. */
    void stop(String why) {
        Run now = run;
        if (now == null) {
            return;
        }
        count(now);
        roster.successions().dismissAll(StopReason.ROLLED, "the roll is stopped");
        end(
                now,
                RollStage.STOPPED,
                Result.STOPPED,
                words(now.tally) + "; stopped, because " + why + "; those of generation " + now.generation
                        + " that serve go on, and what starts from now on is of generation " + settled);
    }

    private void complete(Run now) {
        settled = now.generation;
        desk.settings = desk.settings.withDefinition(now.definition);
        end(
                now,
                RollStage.DONE,
                Result.APPLIED,
                "all " + now.tally.all() + " workers are of generation " + now.generation
                        + (now.failed == 0 ? "" : "; " + now.failed + " failed on the way"));
    }

    private void end(Run now, RollStage stage, Result result, String note) {
        run = null;
        for (WorkerSlot slot : roster.slots()) {
            slot.ahead = false;
        }
        clerk.ended(now.operation, result, note);
        show(now, stage, note);
    }

    // Progress.

    /** Goes on with the roll, as far as it may. Once for each step. */
    void advance(PoolState state) {
        Run now = run;
        if (now == null) {
            return;
        }
        switch (state) {
            case DRAINING, STOPPING, STOPPED -> {
                stop("the pool closes");
                return;
            }
            case STARTING, PAUSING, PAUSED -> hold(now, "the pool is " + state);
            case RUNNING -> hold(now, zombies());
        }
        count(now);
        if (now.isBeaten()) {
            stop(now.failed + " new workers failed, the last was " + now.lastFailure);
            return;
        }
        if (now.held == null) {
            goOn(now);
        }
        if (run == now) {
            tell(now);
            lookAgain(now);
        }
    }

    /** Holds the roll up, or lets it go on. The time in which it was held shows nobody to be good. */
    private void hold(Run now, @Nullable String why) {
        if (now.held == null) {
            now.heldSinceNanos = desk.now;
        }
        if (now.held != null && why == null) {
            for (WorkerSlot slot : roster.slots()) {
                slot.servesSinceNanos += desk.now - Math.max(now.heldSinceNanos, slot.servesSinceNanos);
            }
        }
        now.held = why;
    }

    private @Nullable String zombies() {
        int zombies = roster.recovery().zombies();
        return zombies > desk.settings.maxZombies()
                ? zombies + " abandoned workers have not come back, and at most " + desk.settings.maxZombies()
                        + " are compensated"
                : null;
    }

    private void goOn(Run now) {
        long leaving = roster.successions().underWay().stream()
                .filter(each -> !each.served || !isProving(each.fresh))
                .count();
        int most = Math.min(now.plan.atATime(), roster.size());
        // Somebody must have shown it: in a pool whose slots are all closed nobody has.
        if (now.tally.old() == 0 && now.tally.proving() == 0 && now.tally.good() > 0 && leaving == 0) {
            complete(now);
            return;
        }
        for (long begun = now.tally.proving() + leaving; begun < most && beginNext(now); begun++) {
            if (now.isBeaten()) {
                return;
            }
        }
        count(now);
    }

    /** {@return whether there was one to begin with} */
    private boolean beginNext(Run now) {
        WorkerSlot serving = null;
        for (WorkerSlot slot : List.copyOf(roster.slots())) {
            if (!isOld(slot)) {
                continue;
            }
            if (slot.supervised == WorkerState.BACKOFF) {
                slot.ahead = true;
                slot.failuresInRow = 0;
                roster.start(slot);
                roster.noteChange();
                return true;
            }
            boolean free = slot.serves() && !roster.successions().isFollowed(slot);
            serving = free && (serving == null || isBetter(slot, serving)) ? slot : serving;
        }
        if (serving == null) {
            return false;
        }
        roster.successions().begin(serving, StopReason.ROLLED, "generation " + now.generation + " is rolled out", true);
        return true;
    }

    /** A lease that stays out would hold up those behind it. */
    private static boolean isBetter(WorkerSlot slot, WorkerSlot than) {
        return isOut(than) && !isOut(slot);
    }

    private static boolean isOut(WorkerSlot slot) {
        WorkerCell cell = slot.cell;
        return cell != null && cell.isOut();
    }

    private static boolean isOld(WorkerSlot slot) {
        return slot.stays() && !slot.ahead && !slot.isBarred();
    }

    private void count(Run now) {
        int good = 0;
        int proving = 0;
        int old = 0;
        for (WorkerSlot slot : roster.slots()) {
            if (isOld(slot)) {
                old++;
            } else if (slot.stays() && slot.ahead && !slot.isBarred()) {
                slot.good |= now.held == null && isGood(now, slot);
                good += slot.good ? 1 : 0;
                proving += isProving(slot) ? 1 : 0;
            }
        }
        now.tally = new Tally(good, proving, old, now.failed);
    }

    private static boolean isProving(WorkerSlot slot) {
        return slot.stays() && slot.ahead && !slot.isBarred() && !slot.good;
    }

    private boolean isGood(Run now, WorkerSlot slot) {
        WorkerCell cell = slot.cell;
        return slot.serves()
                && cell != null
                && now.plan.isGood(cell.begun() + cell.epoch(), desk.now - slot.servesSinceNanos);
    }

    private void lookAgain(Run now) {
        // What holds a roll up is told when it is over: the end of a pause, an abandoned worker that comes back.
        if (now.held == null && !lookAgain) {
            lookAgain = true;
            desk.after(LOOK_NANOS, Alarm.Plain.ROLL);
        }
    }

    void lookDue() {
        lookAgain = false;
    }

    // Telling.

    private void tell(Run now) {
        if (!now.tally.equals(now.told) || held(now) != (standing != null && standing.stage() == RollStage.HELD)) {
            now.told = now.tally;
            show(
                    now,
                    held(now) ? RollStage.HELD : RollStage.UNDER_WAY,
                    words(now.tally) + (now.held == null ? "" : "; held, because " + now.held));
        }
    }

    private static boolean held(Run now) {
        return now.held != null;
    }

    private void show(Run now, RollStage stage, String note) {
        boolean over = stage == RollStage.DONE || stage == RollStage.STOPPED;
        var shown = new Standing(
                now.operation.number(),
                now.generation,
                stage,
                now.tally.good(),
                now.tally.proving(),
                now.tally.all(),
                now.failed,
                over ? desk.now : now.beganNanos,
                note);
        standing = shown;
        roster.touch();
        desk.tell(new PoolEvent.RollChanged(desk.pool(), shown.seen(desk.now)));
    }

    private static String words(Tally tally) {
        return tally.good() + " of " + tally.all() + " workers are replaced and good"
                + (tally.proving() == 0 ? "" : ", " + tally.proving() + " have yet to show it")
                + (tally.failed() == 0 ? "" : ", " + tally.failed() + " failed");
    }
}
