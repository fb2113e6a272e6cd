package dev.lifeguard.tree;

import static dev.lifeguard.supervision.SupervisorState.FAILED;
import static dev.lifeguard.supervision.SupervisorState.FAILING;
import static dev.lifeguard.supervision.SupervisorState.RUNNING;
import static dev.lifeguard.supervision.SupervisorState.STARTING;
import static dev.lifeguard.supervision.SupervisorState.STOPPED;
import static dev.lifeguard.supervision.SupervisorState.STOPPING;

import dev.lifeguard.lifecycle.TransitionTable;
import dev.lifeguard.supervision.SupervisorState;
import java.util.EnumSet;

/** The life of a supervisor in a tree. Its owner is the control thread of the tree. */
public final class SupervisorLifecycle {

    /** What can happen to a supervisor. */
    public enum Signal {
        /** Each child was started once and runs, or has nothing more to do. */
        READY,
        /** A child could not be started with it, or there were too many restarts. */
        GIVE_UP,
        /** Its parent or its user asked for its end. */
        CLOSE,
        /** Its last child is gone. */
        ENDED
    }

    /** The table. */
    public static final TransitionTable<SupervisorState, Signal> TABLE = TransitionTable.of(
                    "supervisor", SupervisorState.class, Signal.class)
            .move(STARTING, Signal.READY, RUNNING, "every child was started")
            .move(STARTING, Signal.GIVE_UP, FAILING, "it gives up its start")
            .move(STARTING, Signal.CLOSE, STOPPING, "its end was asked for while it started")
            .illegal(STARTING, EnumSet.of(Signal.ENDED), "its children were not sent away")
            .illegal(RUNNING, EnumSet.of(Signal.READY), "it starts once; its parent makes another one")
            .move(RUNNING, Signal.GIVE_UP, FAILING, "too many restarts")
            .move(RUNNING, Signal.CLOSE, STOPPING, "its end was asked for")
            .illegal(RUNNING, EnumSet.of(Signal.ENDED), "its children were not sent away")
            .illegal(FAILING, EnumSet.of(Signal.READY, Signal.GIVE_UP), "it decides nothing any more")
            .ignore(FAILING, Signal.CLOSE, "its children are being stopped already; the sooner deadline counts")
            .move(FAILING, Signal.ENDED, FAILED, "its children are gone")
            .illegal(STOPPING, EnumSet.of(Signal.READY, Signal.GIVE_UP), "it decides nothing any more")
            .ignore(STOPPING, Signal.CLOSE, "asked again; the sooner deadline counts")
            .move(STOPPING, Signal.ENDED, STOPPED, "its children are gone")
            .illegal(FAILED, EnumSet.of(Signal.READY, Signal.GIVE_UP, Signal.ENDED), "it ends once")
            .ignore(FAILED, Signal.CLOSE, "its parent releases what is left, which is nothing")
            .illegal(STOPPED, EnumSet.of(Signal.READY, Signal.GIVE_UP, Signal.ENDED), "it ends once")
            .illegal(STOPPED, EnumSet.of(Signal.CLOSE), "whoever asked for its end has let go of it")
            .build();

    private SupervisorLifecycle() {}
}
