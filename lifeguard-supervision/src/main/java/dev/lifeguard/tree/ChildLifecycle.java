package dev.lifeguard.tree;

import static dev.lifeguard.supervision.ChildState.CANCELLING;
import static dev.lifeguard.supervision.ChildState.DOWN;
import static dev.lifeguard.supervision.ChildState.FINISHED;
import static dev.lifeguard.supervision.ChildState.OVER;
import static dev.lifeguard.supervision.ChildState.RUNNING;
import static dev.lifeguard.supervision.ChildState.STARTING;
import static dev.lifeguard.supervision.ChildState.STOPPING;
import static dev.lifeguard.supervision.ChildState.WAITING;

import dev.lifeguard.lifecycle.TransitionTable;
import dev.lifeguard.supervision.ChildState;
import java.util.EnumSet;

/**
 * The life of a child of a supervisor, through all its incarnations. Its owner is the control thread of the tree. A
 * signal of an incarnation that is gone is dropped before the table is asked.
 */
public final class ChildLifecycle {

    /** What can happen to a child. */
    public enum Signal {
        /** Its turn to start has come. */
        START,
        /** Its start hook returned. */
        STARTED,
        /** Its start hook threw, or could not be run. */
        START_FAILED,
        /** It says that it has ended normally. */
        ENDED,
        /** It says that it has failed. */
        FAILED,
        /** It is not wanted any more, or what is left of it must be released. */
        STOP,
        /** Its stop hook is over. */
        STOPPED,
        /** The hook that runs has overrun its limit. */
        OVERDUE,
        /** It will be started again. */
        RESTART,
        /** It will not be started again. */
        DISMISS
    }

    private static final EnumSet<ChildState> ABSENT = EnumSet.of(WAITING, DOWN, FINISHED);

    /** The table. */
    public static final TransitionTable<ChildState, Signal> TABLE = table();

    private ChildLifecycle() {}

    private static TransitionTable<ChildState, Signal> table() {
        var table = TransitionTable.of("child", ChildState.class, Signal.class);
        start(table);
        life(table);
        end(table);
        decision(table);
        return table.build();
    }

    private static void start(TransitionTable.Builder<ChildState, Signal> table) {
        table.move(WAITING, Signal.START, STARTING, "its turn has come")
                .illegal(
                        EnumSet.complementOf(EnumSet.of(WAITING)),
                        Signal.START,
                        "only who waits is started; one incarnation at a time");
        table.move(STARTING, Signal.STARTED, RUNNING, "its start hook returned")
                .move(STARTING, Signal.START_FAILED, DOWN, "it could not start")
                .move(CANCELLING, Signal.STARTED, STOPPING, "its start crossed the request to stop; it stops at once")
                .move(CANCELLING, Signal.START_FAILED, DOWN, "its start gave up as it was told");
        for (ChildState state : EnumSet.of(RUNNING, OVER, STOPPING)) {
            table.illegal(state, EnumSet.of(Signal.STARTED, Signal.START_FAILED), "an incarnation starts once");
        }
        for (ChildState state : ABSENT) {
            table.illegal(state, EnumSet.of(Signal.STARTED, Signal.START_FAILED), "no incarnation lives");
        }
    }

    private static void life(TransitionTable.Builder<ChildState, Signal> table) {
        table.move(RUNNING, Signal.ENDED, OVER, "it ended normally")
                .move(RUNNING, Signal.FAILED, OVER, "it failed")
                .ignore(STOPPING, Signal.ENDED, "it ended while it was stopped")
                .ignore(STOPPING, Signal.FAILED, "it failed while it was stopped");
        for (ChildState state : EnumSet.of(STARTING, CANCELLING)) {
            table.illegal(
                    state,
                    EnumSet.of(Signal.ENDED, Signal.FAILED),
                    "a report is held until the start hook has returned");
        }
        table.illegal(OVER, EnumSet.of(Signal.ENDED, Signal.FAILED), "an incarnation reports once");
        for (ChildState state : ABSENT) {
            table.illegal(state, EnumSet.of(Signal.ENDED, Signal.FAILED), "no incarnation lives");
        }
    }

    private static void end(TransitionTable.Builder<ChildState, Signal> table) {
        table.move(STARTING, Signal.STOP, CANCELLING, "not wanted any more; its start hook is interrupted")
                .move(RUNNING, Signal.STOP, STOPPING, "its supervisor stops it")
                .move(OVER, Signal.STOP, STOPPING, "what is left of it is released")
                .illegal(CANCELLING, EnumSet.of(Signal.STOP), "it was told already")
                .illegal(STOPPING, EnumSet.of(Signal.STOP), "it was told already")
                .illegal(ABSENT, Signal.STOP, "nothing is there to stop");
        table.move(STOPPING, Signal.STOPPED, DOWN, "its stop hook is over")
                .illegal(EnumSet.complementOf(EnumSet.of(STOPPING)), Signal.STOPPED, "its stop hook does not run");
        table.move(STARTING, Signal.OVERDUE, DOWN, "its start hook overran its limit; given up")
                .move(CANCELLING, Signal.OVERDUE, DOWN, "its start hook did not give up in time; given up")
                .move(STOPPING, Signal.OVERDUE, DOWN, "its stop hook overran its time; given up")
                .illegal(EnumSet.of(RUNNING, OVER), Signal.OVERDUE, "none of its hooks runs")
                .illegal(ABSENT, Signal.OVERDUE, "none of its hooks runs");
    }

    private static void decision(TransitionTable.Builder<ChildState, Signal> table) {
        table.move(DOWN, Signal.RESTART, WAITING, "it will be started again")
                .move(FINISHED, Signal.RESTART, WAITING, "its group is started again")
                .illegal(WAITING, EnumSet.of(Signal.RESTART), "it waits for its start already")
                .move(DOWN, Signal.DISMISS, FINISHED, "it will not be started again")
                .move(WAITING, Signal.DISMISS, FINISHED, "its supervisor ends before its turn")
                .illegal(FINISHED, EnumSet.of(Signal.DISMISS), "it was dismissed already");
        for (ChildState state : EnumSet.complementOf(ABSENT)) {
            table.illegal(state, EnumSet.of(Signal.RESTART, Signal.DISMISS), "it must be gone first");
        }
    }
}
