package dev.lifeguard.control;

import dev.lifeguard.WorkerState;
import dev.lifeguard.dataplane.Notice;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may start now. At most {@link Settings#startAtOnce} workers of a pool start at a time, in the order in which they
 * were wanted; a start that is more than the size of the pool asked for needs a permit of the {@link StartBudget} of
 * the JVM besides, and lets others pass while it has none. Supervisor only.
 */
final class StartLine {

    private final Desk desk;
    private final Set<WorkerSlot> waiting = new LinkedHashSet<>();
    private final Set<WorkerSlot> underWay = new LinkedHashSet<>();

    /** The place of this pool in the line of the JVM, or the permit for the next start. */
    private StartBudget.@Nullable Ticket ticket;

    StartLine(Desk desk) {
        this.desk = desk;
    }

    /** This slot wants to start. */
    void add(WorkerSlot slot) {
        slot.restartAtNanos = desk.now;
        slot.reason = slot.growth
                ? "it waits for its turn: the elastic pools of this JVM start few workers at a time"
                : "it waits for its turn: " + desk.settings.startAtOnce() + " workers start at a time";
        waiting.add(slot);
    }

    boolean isWaiting(WorkerSlot slot) {
        return waiting.contains(slot);
    }

    /** This slot is gone. */
    void forget(WorkerSlot slot) {
        waiting.remove(slot);
        if (underWay.remove(slot)) {
            giveBack(slot);
        }
    }

    /** {@return the next slot that may start now and counts as started; {@code null} when none may} */
    @Nullable
    WorkerSlot next() {
        WorkerSlot next = waiting.isEmpty() || !hasRoom() ? null : first();
        if (next != null) {
            begin(next);
        } else if (ticket != null && waiting.stream().noneMatch(slot -> slot.growth)) {
            leaveLine();
        }
        return next;
    }

    private boolean hasRoom() {
        if (underWay.size() >= desk.settings.startAtOnce()) {
            look();
        }
        return underWay.size() < desk.settings.startAtOnce();
    }

    private @Nullable WorkerSlot first() {
        for (Iterator<WorkerSlot> slots = waiting.iterator(); slots.hasNext(); ) {
            WorkerSlot slot = slots.next();
            boolean unwanted = slot.supervised != WorkerState.BACKOFF;
            if (unwanted || !slot.growth || hasPermit()) {
                slots.remove();
                if (!unwanted) {
                    return slot;
                }
            }
        }
        return null;
    }

    private void begin(WorkerSlot slot) {
        if (!underWay.add(slot)) {
            // Its start before this one has failed.
            giveBack(slot);
        }
        if (slot.growth) {
            slot.permit = ticket;
            ticket = null;
            slot.growth = false;
        }
    }

    private boolean hasPermit() {
        if (ticket == null) {
            ticket = desk.environment.starts().ask(() -> desk.plane.signals().post(Notice.Plain.START_GRANTED));
        }
        return ticket.isGranted();
    }

    /** Looks which starts are over, and gives their permits back. */
    void look() {
        underWay.removeIf(slot -> {
            // One that started and is not healthy runs its stop hook before anybody hears of it.
            boolean over = slot.supervised != WorkerState.STARTING && !slot.isStarting();
            if (over) {
                giveBack(slot);
            }
            return over;
        });
    }

    private void giveBack(WorkerSlot slot) {
        StartBudget.Ticket permit = slot.permit;
        if (permit != null) {
            slot.permit = null;
            desk.environment.starts().giveBack(permit);
        }
    }

    private void leaveLine() {
        StartBudget.Ticket place = ticket;
        if (place != null) {
            ticket = null;
            desk.environment.starts().giveBack(place);
        }
    }

    /** The pool ends: nobody starts any more. */
    void close() {
        waiting.clear();
        leaveLine();
    }

    /** The pool has ended: every permit goes back, also those of starts that were given up. */
    void release() {
        close();
        underWay.forEach(this::giveBack);
        underWay.clear();
    }
}
