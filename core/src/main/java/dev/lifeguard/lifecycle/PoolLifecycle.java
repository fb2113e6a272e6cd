package dev.lifeguard.lifecycle;

import static dev.lifeguard.PoolState.DRAINING;
import static dev.lifeguard.PoolState.RUNNING;
import static dev.lifeguard.PoolState.STARTING;
import static dev.lifeguard.PoolState.STOPPED;
import static dev.lifeguard.PoolState.STOPPING;

import dev.lifeguard.PoolState;
import java.util.EnumSet;

/** The life of a pool. Its owner is the supervisor. */
public final class PoolLifecycle {

    /** What can happen to a pool. */
    public enum Signal {
        /** Enough workers are ready. */
        READY,
        /** Too few workers became ready in time. */
        GATE_FAILED,
        /** Somebody asked for the end. */
        DRAIN,
        /** The time to let things run is over. */
        OVERDUE,
        /** No task is unfinished and no worker is left. */
        ENDED
    }

    /** The table. */
    public static final TransitionTable<PoolState, Signal> TABLE = TransitionTable.of(
                    "pool", PoolState.class, Signal.class)
            .move(STARTING, Signal.READY, RUNNING, "enough workers are ready")
            .move(STARTING, Signal.GATE_FAILED, STOPPING, "too few workers became ready")
            .move(STARTING, Signal.DRAIN, DRAINING, "closed while it was starting")
            .illegal(STARTING, EnumSet.of(Signal.OVERDUE, Signal.ENDED), "nobody asked for the end yet")
            .ignore(RUNNING, Signal.READY, "it is open already")
            .illegal(RUNNING, EnumSet.of(Signal.GATE_FAILED), "the gate was passed and is gone")
            .move(RUNNING, Signal.DRAIN, DRAINING, "somebody asked for the end")
            .illegal(RUNNING, EnumSet.of(Signal.OVERDUE, Signal.ENDED), "nobody asked for the end yet")
            .ignore(DRAINING, Signal.READY, "a worker became ready while it was closing")
            .ignore(DRAINING, Signal.GATE_FAILED, "it is closing already")
            .ignore(DRAINING, Signal.DRAIN, "asked again; the sooner deadline counts")
            .move(DRAINING, Signal.OVERDUE, STOPPING, "the time to let things run is over")
            .move(DRAINING, Signal.ENDED, STOPPED, "everything has ended by itself")
            .ignore(STOPPING, Signal.READY, "a worker became ready while it was closing")
            .ignore(STOPPING, Signal.GATE_FAILED, "it is closing already")
            .ignore(STOPPING, Signal.DRAIN, "asked again; it is on its way")
            .ignore(STOPPING, Signal.OVERDUE, "a second deadline of the same end")
            .move(STOPPING, Signal.ENDED, STOPPED, "everything has ended or was given up")
            .ignore(STOPPED, Signal.READY, "too late")
            .ignore(STOPPED, Signal.GATE_FAILED, "too late")
            .ignore(STOPPED, Signal.DRAIN, "closing twice is harmless")
            .ignore(STOPPED, Signal.OVERDUE, "the deadline crossed the end")
            .illegal(STOPPED, EnumSet.of(Signal.ENDED), "a pool ends once")
            .build();

    private PoolLifecycle() {}
}
