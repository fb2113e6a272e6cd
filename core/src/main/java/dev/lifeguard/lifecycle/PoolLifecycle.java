package dev.lifeguard.lifecycle;

import static dev.lifeguard.PoolState.DRAINING;
import static dev.lifeguard.PoolState.PAUSED;
import static dev.lifeguard.PoolState.PAUSING;
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
        /** Somebody asked for a pause. */
        PAUSE,
        /** Since the pause was asked for, nothing is on its way to a worker any more. */
        QUIET,
        /** Somebody asked for the end of the pause. */
        RESUME,
        /** Somebody asked for the end. */
        DRAIN,
        /** The time to let things run is over. */
        OVERDUE,
        /** No task is unfinished and no worker is left. */
        ENDED
    }

    private static final EnumSet<PoolState> OPEN = EnumSet.of(STARTING, RUNNING, PAUSING, PAUSED);
    private static final EnumSet<PoolState> ENDING = EnumSet.of(DRAINING, STOPPING);
    private static final EnumSet<PoolState> AFTER_THE_START = EnumSet.complementOf(EnumSet.of(STARTING));

    /** The table. */
    public static final TransitionTable<PoolState, Signal> TABLE = TransitionTable.of(
                    "pool", PoolState.class, Signal.class)
            .move(STARTING, Signal.READY, RUNNING, "enough workers are ready")
            .move(STARTING, Signal.GATE_FAILED, STOPPING, "too few workers became ready")
            .move(STARTING, Signal.DRAIN, DRAINING, "closed while it was starting")
            .illegal(OPEN, Signal.OVERDUE, "nobody asked for the end yet")
            .illegal(OPEN, Signal.ENDED, "nobody asked for the end yet")
            .illegal(AFTER_THE_START, Signal.READY, "the gate is looked at only while the pool starts")
            .illegal(AFTER_THE_START, Signal.GATE_FAILED, "the gate is looked at only while the pool starts")
            .ignore(STARTING, Signal.PAUSE, "it is still starting; pause it when it serves")
            .move(RUNNING, Signal.PAUSE, PAUSING, "somebody asked for a pause")
            .ignore(PAUSING, Signal.PAUSE, "it is on its way to a pause already")
            .ignore(PAUSED, Signal.PAUSE, "it is paused already")
            .ignore(ENDING, Signal.PAUSE, "it is closing, and a pause would keep it from its end")
            .move(PAUSING, Signal.QUIET, PAUSED, "nothing is on its way to a worker any more")
            .illegal(
                    EnumSet.of(STARTING, RUNNING, PAUSED, DRAINING, STOPPING),
                    Signal.QUIET,
                    "it is looked for only on the way to a pause")
            .ignore(EnumSet.of(STARTING, RUNNING), Signal.RESUME, "it is not paused")
            .move(PAUSING, Signal.RESUME, RUNNING, "somebody asked for the end of the pause")
            .move(PAUSED, Signal.RESUME, RUNNING, "somebody asked for the end of the pause")
            .ignore(ENDING, Signal.RESUME, "it is closing, which lifted the pause")
            .move(RUNNING, Signal.DRAIN, DRAINING, "somebody asked for the end")
            .move(PAUSING, Signal.DRAIN, DRAINING, "somebody asked for the end, which lifts the pause")
            .move(PAUSED, Signal.DRAIN, DRAINING, "somebody asked for the end, which lifts the pause")
            .ignore(DRAINING, Signal.DRAIN, "asked again; the sooner deadline counts")
            .move(DRAINING, Signal.OVERDUE, STOPPING, "the time to let things run is over")
            .move(DRAINING, Signal.ENDED, STOPPED, "everything has ended by itself")
            .ignore(STOPPING, Signal.DRAIN, "asked again; it is on its way")
            .ignore(STOPPING, Signal.OVERDUE, "a second deadline of the same end")
            .move(STOPPING, Signal.ENDED, STOPPED, "everything has ended or was given up")
            .illegal(
                    STOPPED,
                    EnumSet.of(Signal.PAUSE, Signal.QUIET, Signal.RESUME, Signal.DRAIN, Signal.OVERDUE, Signal.ENDED),
                    "with the pool its supervisor ended, which takes no further notice and lets no timer fire")
            .build();

    private PoolLifecycle() {}
}
