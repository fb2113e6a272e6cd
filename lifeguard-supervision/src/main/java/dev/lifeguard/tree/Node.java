package dev.lifeguard.tree;

import dev.lifeguard.lifecycle.Edges;
import dev.lifeguard.lifecycle.TransitionTable;
import dev.lifeguard.supervision.ChildState;
import dev.lifeguard.supervision.RestartType;
import dev.lifeguard.supervision.Strategy;
import dev.lifeguard.supervision.SupervisionEvent;
import dev.lifeguard.supervision.SupervisionException;
import dev.lifeguard.supervision.SupervisorState;
import dev.lifeguard.tree.SupervisorLifecycle.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One incarnation of a supervisor: what it decides about its children. It is told what happened to them, notes what that
 * means, and {@link #advance} does what can be done now. Control thread only.
 *
 * <p>A restart of a group is a <em>round</em>: from its first child on, everything is stopped in reverse order, one after
 * the other; when all are down they are started in order, one after the other. A failure in front of the round widens
 * it; a failure inside it means nothing, because that child is stopped anyway.
 */
final class Node {

    private static final int NO_ROUND = Integer.MAX_VALUE;

    private final Desk desk;
    private final @Nullable Slot parent;
    private final NodePlan plan;
    private final String path;
    private final Ledger ledger;
    private final List<Slot> slots = new ArrayList<>();
    private SupervisorState state = SupervisorState.STARTING;
    private String reason = "its children are started";
    private @Nullable SupervisionException failure;
    /** The first child of the round that goes down. */
    private int round = NO_ROUND;
    /** How long the round waits before it goes up again. */
    private long roundBackoffNanos;

    private boolean limited;
    private long deadlineNanos;

    Node(Desk desk, @Nullable Slot parent, NodePlan plan, String path) {
        this.desk = desk;
        this.parent = parent;
        this.plan = plan;
        this.path = path;
        this.ledger = new Ledger(plan.restart());
        for (ChildPlan child : plan.children()) {
            slots.add(new Slot(desk, this, slots.size(), child));
        }
    }

    String path() {
        return path;
    }

    SupervisorState state() {
        return state;
    }

    boolean isOver() {
        return state.isEnd();
    }

    @Nullable
    SupervisionException failure() {
        return failure;
    }

    NodeView view() {
        return new NodeView(
                path,
                state,
                reason,
                plan.strategy(),
                ledger.total(),
                slots.stream().map(Slot::view).toList());
    }

    // What it is told.

    /** Asks for its end; the sooner deadline counts. */
    void close(long deadline) {
        if (!limited || deadline - deadlineNanos < 0) {
            limited = true;
            deadlineNanos = deadline;
        }
        move(Signal.CLOSE, null, null);
    }

    void startFailed(Slot slot, Throwable cause) {
        boolean wanted = slot.state() == ChildState.STARTING;
        slot.gone(ChildLifecycle.Signal.START_FAILED, cause);
        if (wanted) {
            notStarted(slot, cause);
        }
    }

    void overdue(Slot slot) {
        boolean wanted = slot.state() == ChildState.STARTING;
        if (slot.giveUp(true) && wanted) {
            notStarted(slot, slot.lastFailure());
        }
    }

    private void notStarted(Slot slot, @Nullable Throwable cause) {
        if (state == SupervisorState.STARTING) {
            giveUp("its child " + slot.path + " could not be started", cause);
        } else {
            decide(slot, true, cause);
        }
    }

    void reported(Slot slot, @Nullable Throwable cause) {
        if (slot.reported(cause)) {
            decide(slot, cause != null, cause);
        }
    }

    private void decide(Slot slot, boolean failed, @Nullable Throwable cause) {
        slot.again = false;
        if ((state != SupervisorState.STARTING && state != SupervisorState.RUNNING) || slot.index >= round) {
            return;
        }
        if (!slot.plan.type().startsAgain(failed)) {
            return;
        }
        if (!ledger.allows(desk.now)) {
            giveUp(
                    "its child " + slot.path + (failed ? " failed" : " ended") + ", and there were " + ledger.rule(),
                    cause);
            return;
        }
        long backoff = ledger.backoffNanos(desk.world.chance().getAsDouble());
        if (plan.strategy() == Strategy.ONE_FOR_ONE) {
            slot.again = true;
            slot.dueNanos = desk.now + backoff;
        } else {
            round = plan.strategy() == Strategy.ONE_FOR_ALL ? 0 : slot.index;
            roundBackoffNanos = backoff;
        }
    }

    private void giveUp(String why, @Nullable Throwable cause) {
        // What a supervisor below gave up of is told in its message; the user's failure is wrapped once.
        boolean told = cause instanceof SupervisionException;
        Throwable origin = cause != null && told && cause.getCause() != null ? cause.getCause() : cause;
        String words = cause == null ? "" : told ? ": " + Causes.words(cause) : " (" + Causes.words(cause) + ")";
        failure = new SupervisionException(
                "Supervisor " + path + " gave up, because " + why + words
                        + (told ? "" : ". Its children are stopped; mend the cause."),
                origin);
        move(Signal.GIVE_UP, why, origin);
    }

    // What it does.

    /** Does what can be done now, here and below. {@return whether anything moved, so that it must be asked again} */
    boolean advance() {
        long before = desk.moves;
        for (Slot slot : slots) {
            Node below = slot.below();
            if (below != null) {
                below.advance();
            }
        }
        switch (state) {
            case STARTING, RUNNING -> {
                release();
                takeDown();
                startNext();
                checkReady();
            }
            case FAILING, STOPPING -> stopNext();
            case FAILED, STOPPED -> {}
        }
        return desk.moves != before;
    }

    /** Releases what ended by itself outside a round, and decides about it when it is gone. */
    private void release() {
        for (Slot slot : slots) {
            if (slot.index >= round) {
                return;
            }
            if (slot.state() == ChildState.OVER) {
                slot.stop(slot.plan.stopNanos());
            }
            if (slot.state() == ChildState.DOWN) {
                slot.decide(slot.again ? ChildLifecycle.Signal.RESTART : ChildLifecycle.Signal.DISMISS);
                remindOf(slot);
            }
        }
    }

    /** Takes a round down, last child first, and sends it up again when all are down. */
    private void takeDown() {
        if (round == NO_ROUND) {
            return;
        }
        for (Slot slot : slots.subList(round, slots.size()).reversed()) {
            switch (slot.state()) {
                case STARTING, RUNNING, OVER -> {
                    slot.stop(slot.plan.stopNanos());
                    return;
                }
                case CANCELLING, STOPPING -> {
                    return;
                }
                case WAITING, DOWN, FINISHED -> {}
            }
        }
        for (Slot slot : slots.subList(round, slots.size())) {
            boolean wanted = slot.plan.type() != RestartType.TEMPORARY;
            slot.dueNanos = desk.now + roundBackoffNanos;
            if (slot.state() == ChildState.DOWN) {
                slot.decide(wanted ? ChildLifecycle.Signal.RESTART : ChildLifecycle.Signal.DISMISS);
            } else if (slot.state() == ChildState.FINISHED && wanted) {
                slot.decide(ChildLifecycle.Signal.RESTART);
            }
            remindOf(slot);
        }
        round = NO_ROUND;
    }

    private void remindOf(Slot slot) {
        if (slot.state() == ChildState.WAITING && slot.dueNanos - desk.now > 0) {
            desk.timers.schedule(slot.dueNanos, Alarm.Plain.RESTART_DUE);
        }
    }

    /** Starts what is due: groups and first starts one after the other, independent restarts as they come. */
    private void startNext() {
        if (round != NO_ROUND) {
            return;
        }
        boolean free = true;
        for (Slot slot : slots) {
            boolean inTurn = plan.strategy() != Strategy.ONE_FOR_ONE || slot.incarnation() == 0;
            boolean first = slot.incarnation() == 1 && slot.state() == ChildState.STARTING;
            if (slot.state() == ChildState.WAITING && (free || !inTurn)) {
                boolean due = slot.incarnation() == 0 || desk.now - slot.dueNanos >= 0;
                if (due) {
                    slot.start();
                }
                free &= !inTurn;
            } else if (inTurn ? slot.state() == ChildState.STARTING : first) {
                free = false;
            }
        }
    }

    private void checkReady() {
        if (state != SupervisorState.STARTING) {
            return;
        }
        for (Slot slot : slots) {
            if (slot.state() != ChildState.RUNNING && slot.state() != ChildState.FINISHED) {
                return;
            }
        }
        move(Signal.READY, null, null);
        if (parent != null) {
            parent.startedBelow();
        }
    }

    /** Stops the children for good, last child first. */
    private void stopNext() {
        for (Slot slot : slots.reversed()) {
            switch (slot.state()) {
                case STARTING, RUNNING, OVER -> {
                    slot.stop(allowanceNanos(slot));
                    return;
                }
                case CANCELLING, STOPPING -> {
                    return;
                }
                case WAITING, DOWN -> slot.decide(ChildLifecycle.Signal.DISMISS);
                case FINISHED -> {}
            }
        }
        move(Signal.ENDED, null, null);
        if (parent != null) {
            parent.node.endedBelow(parent, failure);
        }
    }

    /** The time of a child: its own limit, or its share of what is left when that is less than all need. */
    private long allowanceNanos(Slot slot) {
        long own = slot.plan.stopNanos();
        if (!limited) {
            return own;
        }
        long left = Math.max(0, deadlineNanos - desk.now);
        double all = 0;
        for (Slot other : slots) {
            all += isThere(other) ? other.plan.stopNanos() : 0;
        }
        return left >= all ? own : (long) (left * (own / all));
    }

    private static boolean isThere(Slot slot) {
        return switch (slot.state()) {
            case STARTING, RUNNING, OVER, CANCELLING, STOPPING -> true;
            case WAITING, DOWN, FINISHED -> false;
        };
    }

    private void endedBelow(Slot slot, @Nullable SupervisionException why) {
        switch (slot.state()) {
            case STARTING -> startFailed(slot, Objects.requireNonNull(why));
            case CANCELLING -> slot.gone(ChildLifecycle.Signal.START_FAILED, why);
            case STOPPING -> slot.gone(ChildLifecycle.Signal.STOPPED, null);
            case RUNNING, OVER, WAITING, DOWN, FINISHED -> reported(slot, why);
        }
    }

    /** The deadline of the end has come: tells everything that is left to stop, and waits for nothing. */
    void force() {
        for (Slot slot : slots.reversed()) {
            boolean fresh =
                    isThere(slot) && slot.state() != ChildState.CANCELLING && slot.state() != ChildState.STOPPING;
            if (fresh) {
                slot.stop(0);
            }
            Node below = slot.below();
            if (below != null) {
                below.force();
            } else if (isThere(slot)) {
                slot.giveUp(!fresh);
            }
        }
    }

    // The one way of a change.

    private void move(Signal signal, @Nullable String why, @Nullable Throwable cause) {
        SupervisorState from = state;
        TransitionTable.Cell<SupervisorState, Signal> row = SupervisorLifecycle.TABLE.at(from, signal);
        Edges.taken(SupervisorLifecycle.TABLE, from, signal);
        if (row.kind() == TransitionTable.Kind.ILLEGAL) {
            desk.illegal(path, "supervisor " + from + " x " + signal + ": " + row.reason());
        } else if (row.kind() == TransitionTable.Kind.MOVE) {
            state = row.to();
            reason = why == null ? row.reason() : why;
            desk.moves++;
            if (parent == null && !desk.ending && state != SupervisorState.RUNNING) {
                desk.ending = true;
                desk.endBeganNanos = desk.now;
            }
            desk.teller.tell(new SupervisionEvent.SupervisorChanged(path, from, state, reason, cause));
        }
    }
}
