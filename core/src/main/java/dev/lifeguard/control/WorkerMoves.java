package dev.lifeguard.control;

import dev.lifeguard.PoolEvent;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerState;
import dev.lifeguard.lifecycle.Edges;
import dev.lifeguard.lifecycle.TransitionTable;
import dev.lifeguard.lifecycle.WorkerLifecycle;
import dev.lifeguard.lifecycle.WorkerLifecycle.Signal;
import org.jspecify.annotations.Nullable;

/** The one way of a supervised change of a worker: asks the table, moves, and tells. Supervisor only. */
final class WorkerMoves {

    private final Desk desk;
    private boolean changed = true;

    WorkerMoves(Desk desk) {
        this.desk = desk;
    }

    /** Moves a worker as the table says, and tells when it moved. {@return the state it is in now} */
    WorkerState move(WorkerSlot slot, Signal signal, @Nullable String reason, @Nullable Throwable cause) {
        WorkerState from = slot.view();
        TransitionTable.Cell<WorkerState, Signal> row = WorkerLifecycle.TABLE.at(from, signal);
        WorkerState to = apply(from, signal);
        if (row.kind() == TransitionTable.Kind.MOVE) {
            slot.supervised = to == WorkerState.IDLE ? null : to;
            announce(slot, from, to, reason == null ? row.reason() : reason, cause);
        }
        return to;
    }

    /** Asks the table, and reports an illegal cell. {@return the state that the row leads to} */
    WorkerState apply(WorkerState from, Signal signal) {
        TransitionTable.Cell<WorkerState, Signal> row = WorkerLifecycle.TABLE.at(from, signal);
        Edges.taken(WorkerLifecycle.TABLE, from, signal);
        if (row.kind() == TransitionTable.Kind.ILLEGAL) {
            desk.illegal("worker " + from + " x " + signal + ": " + row.reason());
        }
        return row.to();
    }

    /** Tells of a move. Of a worker that was drained also that another follows, whatever else ends it meanwhile. */
    void announce(WorkerSlot slot, WorkerState from, WorkerState to, String reason, @Nullable Throwable cause) {
        String said = slot.renewing && to == WorkerState.STOPPING ? reason + "; it was " + Roster.DRAINED : reason;
        slot.moved(said, desk.now);
        changed = true;
        desk.tell(new PoolEvent.WorkerChanged(
                new WorkerId(desk.pool(), slot.number, slot.incarnation), from, to, said, cause));
    }

    /** Something else changed that readers should see. */
    void touch() {
        changed = true;
    }

    /** {@return whether something changed since the last call} */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }
}
