package dev.lifeguard.dataplane;

import dev.lifeguard.WorkerState;
import dev.lifeguard.lifecycle.Edges;
import dev.lifeguard.lifecycle.WorkerLifecycle;
import org.jspecify.annotations.Nullable;

/** Names the moves of the word as the table does, for the test that demands that each was taken. */
final class UseEdges {

    private UseEdges() {}

    static void count(long before, long after) {
        boolean leaving = (before & WorkerCell.RETIRING) != 0;
        WorkerLifecycle.Signal signal = signal(WorkerCell.state(before), WorkerCell.state(after));
        WorkerState from = tableState(WorkerCell.state(before), leaving);
        if (signal != null && from != null) {
            Edges.taken(WorkerLifecycle.TABLE, from, signal);
        }
    }

    /** A loan handed to the next in line: by the word alone it looks like a loan that is only fenced. */
    static void relent(long before) {
        boolean leaving = (before & WorkerCell.RETIRING) != 0;
        WorkerState from = leaving ? WorkerState.LEAVING : WorkerState.LEASED;
        Edges.taken(WorkerLifecycle.TABLE, from, WorkerLifecycle.Signal.LENT);
    }

    private static WorkerLifecycle.@Nullable Signal signal(CellState from, CellState to) {
        if (from == to) {
            // Only a mark or the number of the loan changed, not the state.
            return null;
        }
        return switch (to) {
            case SEARCHING -> WorkerLifecycle.Signal.CLAIMED;
            case RUNNING -> from == CellState.SEARCHING ? null : WorkerLifecycle.Signal.CLAIMED;
            case LEASED -> WorkerLifecycle.Signal.LENT;
            case IDLE ->
                from == CellState.RESETTING || from == CellState.CHECKING
                        ? WorkerLifecycle.Signal.CLEANED
                        : from == CellState.STARTING ? null : WorkerLifecycle.Signal.FREED;
            case RESETTING -> from == CellState.LEASED ? WorkerLifecycle.Signal.SOILED : null;
            case RECEIVING -> WorkerLifecycle.Signal.MAILED;
            case CHECKING -> WorkerLifecycle.Signal.CHECKED;
            case ENDING, STARTING, REVOKED, ABANDONED, GONE -> null;
        };
    }

    private static @Nullable WorkerState tableState(CellState state, boolean leaving) {
        return switch (state) {
            case IDLE -> WorkerState.IDLE;
            case SEARCHING, RUNNING -> leaving ? WorkerState.LEAVING : WorkerState.RUNNING;
            case LEASED -> leaving ? WorkerState.LEAVING : WorkerState.LEASED;
            case RECEIVING -> leaving ? WorkerState.LEAVING : WorkerState.RECEIVING;
            case RESETTING -> leaving ? WorkerState.LEAVING : WorkerState.RESETTING;
            case CHECKING -> leaving ? WorkerState.LEAVING : WorkerState.CHECKING;
            case STARTING, REVOKED, ENDING, ABANDONED, GONE -> null;
        };
    }
}
