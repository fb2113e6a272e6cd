package dev.lifeguard.control;

import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolState;
import dev.lifeguard.lifecycle.Edges;
import dev.lifeguard.lifecycle.PoolLifecycle;
import dev.lifeguard.lifecycle.TransitionTable;
import java.util.Locale;

/** The one way of a change of the pool: asks the table, moves, and tells. Supervisor only. */
final class PoolMoves {

    private final Desk desk;
    private final Pulse pulse;
    private PoolState state = PoolState.STARTING;

    PoolMoves(Desk desk, Pulse pulse) {
        this.desk = desk;
        this.pulse = pulse;
    }

    PoolState state() {
        return state;
    }

    /** {@return whether tasks are taken: nobody has asked for the end, and the start has not failed} */
    boolean isOpen() {
        return switch (state) {
            case STARTING, RUNNING, PAUSING, PAUSED -> true;
            case DRAINING, STOPPING, STOPPED -> false;
        };
    }

    /** {@return whether the pool is on its way to its end} */
    boolean isEnding() {
        return state == PoolState.DRAINING || state == PoolState.STOPPING;
    }

    /** Moves the pool as the table says, and tells when it moved. {@return the row} */
    TransitionTable.Cell<PoolState, PoolLifecycle.Signal> move(PoolLifecycle.Signal signal) {
        PoolState from = state;
        TransitionTable.Cell<PoolState, PoolLifecycle.Signal> row = PoolLifecycle.TABLE.at(from, signal);
        Edges.taken(PoolLifecycle.TABLE, from, signal);
        if (row.kind() == TransitionTable.Kind.ILLEGAL) {
            desk.illegal("pool " + from + " x " + signal + ": " + row.reason());
        } else if (row.kind() == TransitionTable.Kind.MOVE) {
            state = row.to();
            pulse.judge(state);
            desk.plane.mood(state.name().toLowerCase(Locale.ROOT));
            desk.tell(new PoolEvent.PoolChanged(desk.pool(), from, state, row.reason()));
        }
        return row;
    }
}
