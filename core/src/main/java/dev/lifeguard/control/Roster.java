package dev.lifeguard.control;

import dev.lifeguard.StopReason;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerState;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.dataplane.CellState;
import dev.lifeguard.dataplane.WorkerCell;
import dev.lifeguard.inprocess.WorkerLoop;
import dev.lifeguard.lifecycle.WorkerLifecycle.Signal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The workers: starts them and sends them away. What follows when one dies is decided by {@link Recovery}; every
 * supervised change goes through {@link WorkerMoves}. Supervisor only.
 */
final class Roster {

    /** What is said of a worker that was drained, until it is gone. */
    static final String DRAINED = "drained, and a fresh one follows";

    private final Desk desk;
    private final WorkerMoves moves;
    private final Recovery recovery;
    private final Successions successions;
    private final Rolls rolls;
    private final TreeMap<Integer, WorkerSlot> slots = new TreeMap<>();
    private final TreeMap<Integer, Integer> incarnations = new TreeMap<>();
    private final StartLine starts;

    /** All numbers below it are taken, so that who looks for a free one need not look at them. */
    private int firstFree;

    private boolean stale = true;
    private boolean closing;

    /** {@code clerk} hears of the end of a roll. */
    Roster(Desk desk, Rolls.Clerk clerk) {
        this.desk = desk;
        this.moves = new WorkerMoves(desk);
        this.recovery = new Recovery(desk, this, moves);
        this.starts = new StartLine(desk);
        this.successions = new Successions(desk, this);
        this.rolls = new Rolls(desk, this, clerk);
    }

    // What others ask.

    Collection<WorkerSlot> slots() {
        return slots.values();
    }

    int size() {
        return desk.settings.size();
    }

    /** {@return what decides when a worker dies} */
    Recovery recovery() {
        return recovery;
    }

    /** {@return who replaces workers before they leave} */
    Successions successions() {
        return successions;
    }

    /** {@return who replaces all of them} */
    Rolls rolls() {
        return rolls;
    }

    /** Something changed that readers should see. */
    void touch() {
        moves.touch();
    }

    boolean isClosing() {
        return closing;
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
        return moves.takeChanged();
    }

    // Size.

    /** Starts or sends away workers until as many stay as the pool should have. */
    void fit() {
        fit(false, "the pool shrank to " + size());
    }

    /** The same, because of the load: growth asks for permits, and who leaves is told why. */
    void scale(String why) {
        fit(true, why);
        sweep();
    }

    private void fit(boolean growth, String why) {
        int wanted = size();
        stale = true;
        List<WorkerSlot> staying = new ArrayList<>(
                slots.values().stream().filter(WorkerSlot::stays).toList());
        for (int missing = wanted - staying.size(); missing > 0; missing--) {
            open(growth);
        }
        staying.sort(Comparator.comparingInt((WorkerSlot slot) -> usefulness(slot))
                .thenComparing(slot -> slot.number, Comparator.reverseOrder()));
        for (int extra = staying.size() - wanted; extra > 0; extra--) {
            retire(staying.removeFirst(), StopReason.SHRUNK, why);
        }
    }

    private static int usefulness(WorkerSlot slot) {
        if (slot.renewing) {
            return 0;
        }
        return switch (slot.view()) {
            case FAILED, BACKOFF, STOPPED -> 0;
            case CONDEMNED, STARTING -> 1;
            case IDLE -> 2;
            case RECEIVING, RESETTING, CHECKING -> 3;
            case RUNNING, CANCELLING, LEASED, LEAVING, STOPPING -> 4;
        };
    }

    /** {@return how many workers are here to stay} */
    int staying() {
        return (int) slots.values().stream().filter(WorkerSlot::stays).count();
    }

    /** Opens one more slot and starts its worker when its turn comes. */
    void open(boolean growth) {
        start(add(growth));
    }

    /** Opens one more slot. */
    WorkerSlot add(boolean growth) {
        int number = firstFree;
        while (slots.containsKey(number)) {
            number++;
        }
        firstFree = number + 1;
        WorkerSlot slot = new WorkerSlot(number);
        slot.growth = growth;
        slots.put(number, slot);
        moves.touch();
        return slot;
    }

    /** Sends a worker away, now or after its use. */
    void retire(WorkerSlot slot, StopReason why, String reason) {
        slot.renewing = false;
        successions.leaves(slot);
        WorkerState from = slot.view();
        WorkerCell cell = slot.cell;
        if (slot.supervised == null && cell != null) {
            retireServing(slot, cell, from, why, reason);
            return;
        }
        if (cell != null && slot.supervised == WorkerState.CONDEMNED) {
            cell.retire(why);
        }
        slot.dismissal = why;
        slot.stopTimer(desk.timers);
        moves.move(slot, Signal.RETIRED, reason, null);
    }

    /**
     * Sends a worker away, now or after its use; a fresh incarnation follows.
     *
     * @return why not, or {@code null} when it was told
     */
    @Nullable
    String renew(int number) {
        WorkerSlot slot = slots.get(number);
        if (slot == null) {
            return "there is no worker " + number + ", only " + slots.keySet();
        }
        if (!slot.serves()) {
            return "worker " + number + " is " + slot.view() + ", because " + slot.reason;
        }
        retire(slot, StopReason.DRAINED, "it was " + DRAINED);
        slot.renewing = true;
        return null;
    }

    private void retireServing(WorkerSlot slot, WorkerCell cell, WorkerState from, StopReason why, String reason) {
        if (slot.leaves()) {
            moves.move(slot, Signal.RETIRED, reason, null);
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
            case RECEIVING -> WorkerState.RECEIVING;
            case CHECKING -> WorkerState.CHECKING;
            case RESETTING -> WorkerState.RESETTING;
            case SEARCHING, RUNNING, STARTING, REVOKED, ABANDONED, ENDING, GONE ->
                from == WorkerState.CANCELLING ? from : WorkerState.RUNNING;
        };
        WorkerState to = moves.apply(named, Signal.RETIRED);
        if (to == WorkerState.STOPPING) {
            slot.supervised = to;
            cell.wake();
        }
        moves.announce(slot, named, to, reason, null);
    }

    // Start.

    /** Starts the next incarnation of a slot when its turn comes: at once, unless many start already. */
    void start(WorkerSlot slot) {
        slot.stopTimer(desk.timers);
        starts.add(slot);
        startNext();
    }

    /** {@return whether this slot waits for its turn to start} */
    boolean isInLine(WorkerSlot slot) {
        return starts.isWaiting(slot);
    }

    /** Looks which starts are over, and starts whose turn it is now. Once for each step. */
    void startWaiting() {
        starts.look();
        startNext();
    }

    private void startNext() {
        for (WorkerSlot slot = starts.next(); slot != null; slot = starts.next()) {
            begin(slot);
        }
    }

    private void begin(WorkerSlot slot) {
        boolean fresh = slot.incarnation++ == 0;
        successions.starts(slot);
        // A number that was free for a while goes on where it was: no two workers ever have one name.
        slot.incarnation = incarnations.merge(slot.number, 1, Integer::sum);
        slot.startedNanos = desk.now;
        var cell = new WorkerCell(new WorkerId(desk.pool(), slot.number, slot.incarnation));
        slot.cell = cell;
        desk.tallies.begin(cell);
        moves.move(slot, Signal.RESTART, reasonToStart(slot, fresh), null);
        WorkerDefinition<Object> definition = rolls.definition(slot);
        WorkerThreads kind = slot.compensating ? WorkerThreads.PLATFORM : desk.settings.threads();
        try {
            desk.environment
                    .threads()
                    .start("lifeguard-" + cell.id, kind, new WorkerLoop(desk.plane, cell, definition));
        } catch (Throwable noThread) {
            cell.failStart(StopReason.CRASHED);
            desk.tallies.gone(cell);
            recovery.died(slot, Signal.START_FAILED, "no thread could be started: " + noThread, noThread);
            return;
        }
        slot.limitStart(desk.timers, desk.now + desk.settings.hooks().start().toNanos());
    }

    private static String reasonToStart(WorkerSlot slot, boolean fresh) {
        Successions.Succession succession = slot.succession;
        if (succession != null) {
            return "it follows worker " + succession.old.number + ", because " + succession.reason;
        }
        return fresh ? "the pool wants a worker" : "its time has come";
    }

    /** The start hook returned. */
    void started(WorkerCell cell) {
        WorkerSlot slot = slotOf(cell);
        if (slot == null) {
            return;
        }
        slot.startEnded(desk.timers);
        boolean unwanted = slot.supervised == WorkerState.STOPPING;
        moves.move(slot, Signal.STARTED, null, null);
        if (unwanted) {
            if (cell.dismiss(closing ? StopReason.POOL_CLOSED : slot.dismissal)) {
                cell.wake();
            }
            return;
        }
        slot.supervised = null;
        slot.servesSinceNanos = desk.now;
        stale = true;
        desk.plane.dispatcher().admit(cell);
        successions.serves(slot);
    }

    // The end.

    /** No worker is replaced from now on: everybody is sent away. */
    void close() {
        closing = true;
        starts.close();
        for (WorkerSlot slot : List.copyOf(slots.values())) {
            // A successor can be gone with the one that it followed.
            if (slot.supervised != WorkerState.STOPPED) {
                retire(slot, StopReason.POOL_CLOSED, "the pool closes");
                settleIfStopped(slot);
            }
        }
    }

    private void settleIfStopped(WorkerSlot slot) {
        if (slot.supervised == WorkerState.STOPPED) {
            recovery.settle(slot);
        }
    }

    /** Removes slots that have just been retired out of a backoff. */
    void sweep() {
        List.copyOf(slots.values()).forEach(this::settleIfStopped);
    }

    /** The slot has no worker any more and gets none. */
    void remove(WorkerSlot slot) {
        slots.remove(slot.number);
        firstFree = Math.min(firstFree, slot.number);
        slot.startEnded(desk.timers);
        starts.forget(slot);
        successions.gone(slot);
        moves.touch();
    }

    /** The pool has ended. */
    void release() {
        starts.release();
    }

    // What the data plane sees.

    /** Something changed that the next {@link #refresh} shows. */
    void noteChange() {
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
        moves.touch();
        desk.plane
                .dispatcher()
                .publish(slots.values().stream()
                        .filter(slot -> slot.supervised == null)
                        .map(slot -> slot.cell)
                        .toArray(WorkerCell[]::new));
        recovery.assess();
    }
}
