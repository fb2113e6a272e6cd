package dev.lifeguard.control;

import dev.lifeguard.HookLimits;
import dev.lifeguard.WorkerState;
import dev.lifeguard.dataplane.CellState;
import dev.lifeguard.dataplane.WorkerCell;
import java.time.Duration;

/** The hooks whose time is watched by the scan of the workers. The start has a timer of its own. */
enum WatchedHook {
    CHECK("health", CellState.CHECKING, WorkerState.CHECKING, WorkerState.LEAVING),
    RESET("reset", CellState.RESETTING, WorkerState.RESETTING, WorkerState.LEAVING),
    RECEIVE("receive", CellState.RECEIVING, WorkerState.RECEIVING, WorkerState.LEAVING),
    STOP("stop", CellState.ENDING, WorkerState.CONDEMNED, WorkerState.STOPPING);

    private static final int KINDS = values().length;

    /** Its name, for reasons. */
    final String word;

    /** The state of the worker's word while it runs. */
    final CellState during;

    private final WorkerState staying;
    private final WorkerState leaving;

    WatchedHook(String word, CellState during, WorkerState staying, WorkerState leaving) {
        this.word = word;
        this.during = during;
        this.staying = staying;
        this.leaving = leaving;
    }

    /** {@return the state of a worker in this hook, as the table names it} */
    WorkerState state(boolean retiring) {
        return retiring ? leaving : staying;
    }

    /** {@return how long it may take} */
    Duration limit(HookLimits limits) {
        return switch (this) {
            case RESET, CHECK -> limits.reset();
            case RECEIVE -> limits.receive();
            case STOP -> limits.stop();
        };
    }

    /** {@return a number that no other run of a hook on this worker has, or a negative one when none runs} */
    @SuppressWarnings("EnumOrdinal") // Only to tell them apart.
    long run(WorkerCell cell) {
        // A worker that turned to its mail and has not begun to read is in no hook yet, as one that is claimed for a
        // task.
        boolean none = this == RECEIVE && !cell.isReading();
        return none ? -1 : (this == RECEIVE ? cell.readings() : cell.hooks()) * KINDS + ordinal();
    }
}
