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

    private static final EnumSet<PoolState> AFTER_THE_START = EnumSet.complementOf(EnumSet.of(STARTING));

    /** The table. */
    public static final TransitionTable<PoolState, Signal> TABLE = TransitionTable.of(
                    "pool", PoolState.class, Signal.class)
            .move(STARTING, Signal.READY, RUNNING, "enough workers are ready")
            .move(STARTING, Signal.GATE_FAILED, STOPPING, "too few workers became ready")
            .move(STARTING, Signal.DRAIN, DRAINING, "closed while it was starting")
            .illegal(EnumSet.of(STARTING, RUNNING), Signal.OVERDUE, "nobody asked for the end yet")
            .illegal(EnumSet.of(STARTING, RUNNING), Signal.ENDED, "nobody asked for the end yet")
            .illegal(AFTER_THE_START, Signal.READY, "the gate is looked at only while the pool starts")
            .illegal(AFTER_THE_START, Signal.GATE_FAILED, "the gate is looked at only while the pool starts")
            .move(RUNNING, Signal.DRAIN, DRAINING, "somebody asked for the end")
            .ignore(DRAINING, Signal.DRAIN, "asked again; the sooner deadline counts")
            .move(DRAINING, Signal.OVERDUE, STOPPING, "the time to let things run is over")
            .move(DRAINING, Signal.ENDED, STOPPED, "everything has ended by itself")
            .ignore(STOPPING, Signal.DRAIN, "asked again; it is on its way")
            .ignore(STOPPING, Signal.OVERDUE, "a second deadline of the same end")
            .move(STOPPING, Signal.ENDED, STOPPED, "everything has ended or was given up")
            .illegal(
                    STOPPED,
                    EnumSet.of(Signal.DRAIN, Signal.OVERDUE, Signal.ENDED),
                    "with the pool its supervisor ended, which takes no further notice and lets no timer fire")
            .build();

    private PoolLifecycle() {}
}
