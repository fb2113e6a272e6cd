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
        WorkerLifecycle.Signal signal = signal(WorkerCell.state(before), WorkerCell.state(after), before, after);
        WorkerState from = tableState(WorkerCell.state(before), leaving);
        if (signal != null && from != null) {
            Edges.taken(WorkerLifecycle.TABLE, from, signal);
        }
    }

    private static WorkerLifecycle.@Nullable Signal signal(CellState from, CellState to, long before, long after) {
        if (from == to && WorkerCell.epoch(before) == WorkerCell.epoch(after)) {
            // Only a mark changed, not the state.
            return null;
        }
        return switch (to) {
            case SEARCHING -> WorkerLifecycle.Signal.CLAIMED;
            case RUNNING -> from == CellState.SEARCHING ? null : WorkerLifecycle.Signal.CLAIMED;
            case LEASED ->
                from == CellState.LEASED && WorkerCell.epoch(before) == WorkerCell.epoch(after)
                        ? null
                        : WorkerLifecycle.Signal.LENT;
            case IDLE ->
                from == CellState.RESETTING
                        ? WorkerLifecycle.Signal.CLEANED
                        : from == CellState.STARTING || from == CellState.IDLE ? null : WorkerLifecycle.Signal.FREED;
            case RESETTING -> from == CellState.LEASED ? WorkerLifecycle.Signal.SOILED : null;
            case ENDING, STARTING, REVOKED, ABANDONED, GONE -> null;
        };
    }

    private static @Nullable WorkerState tableState(CellState state, boolean leaving) {
        return switch (state) {
            case IDLE -> WorkerState.IDLE;
            case SEARCHING, RUNNING -> leaving ? WorkerState.LEAVING : WorkerState.RUNNING;
            case LEASED -> leaving ? WorkerState.LEAVING : WorkerState.LEASED;
            case RESETTING -> leaving ? WorkerState.LEAVING : WorkerState.RESETTING;
            case STARTING, REVOKED, ENDING, ABANDONED, GONE -> null;
        };
    }
}
