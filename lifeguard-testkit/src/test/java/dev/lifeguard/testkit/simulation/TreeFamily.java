package dev.lifeguard.testkit.simulation;

import static dev.lifeguard.supervision.ChildState.CANCELLING;
import static dev.lifeguard.supervision.ChildState.DOWN;
import static dev.lifeguard.supervision.ChildState.FINISHED;
import static dev.lifeguard.supervision.ChildState.OVER;
import static dev.lifeguard.supervision.ChildState.RUNNING;
import static dev.lifeguard.supervision.ChildState.STARTING;
import static dev.lifeguard.supervision.ChildState.STOPPING;
import static dev.lifeguard.supervision.ChildState.WAITING;

import dev.lifeguard.supervision.ChildState;
import dev.lifeguard.supervision.RestartType;
import dev.lifeguard.supervision.Strategy;
import dev.lifeguard.supervision.SupervisionEvent;
import dev.lifeguard.supervision.SupervisorState;
import dev.lifeguard.tree.ChildPlan;
import dev.lifeguard.tree.NodePlan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** What one incarnation of a supervisor owes by its strategy, written a second time, from the outside. */
final class TreeFamily {
    private static final int NONE = Integer.MAX_VALUE;
    private static final Set<ChildState> ABSENT = EnumSet.of(WAITING, DOWN, FINISHED);

    private final String path;
    private final NodePlan plan;
    private final Violations violations;
    private final BooleanSupplier late;
    private final List<ChildState> states;
    private final List<Integer> starts;
    private final List<Boolean> failed;
    private final Deque<Long> restarts = new ArrayDeque<>();
    private SupervisorState state = SupervisorState.STARTING;
    private int round = NONE;
    private boolean mustGiveUp;

    TreeFamily(String path, NodePlan plan, Violations violations, BooleanSupplier late) {
        this.path = path;
        this.plan = plan;
        this.violations = violations;
        this.late = late;
        int size = plan.children().size();
        this.states = new ArrayList<>(Collections.nCopies(size, WAITING));
        this.starts = new ArrayList<>(Collections.nCopies(size, 0));
        this.failed = new ArrayList<>(Collections.nCopies(size, false));
    }

    /** {@return how many of a child may live} */
    int present(String child) {
        return ABSENT.contains(states.get(index(child))) ? 0 : 1;
    }

    boolean isRunning(String child) {
        return states.get(index(child)) == RUNNING;
    }

    boolean hasFailed() {
        return state == SupervisorState.FAILED;
    }

    private int index(String child) {
        for (int index = 0; index < states.size(); index++) {
            if (child.equals(path + "/" + plan.children().get(index).name())) {
                return index;
            }
        }
        throw new IllegalStateException(path + " has no child " + child);
    }

    boolean isEnding() {
        return state != SupervisorState.STARTING && state != SupervisorState.RUNNING;
    }

    private boolean isGroup() {
        return plan.strategy() != Strategy.ONE_FOR_ONE;
    }

    void supervisor(SupervisionEvent.SupervisorChanged change) {
        check(state == change.from(), change, "it was " + state);
        state = change.to();
        switch (change.to()) {
            case RUNNING -> check(all(EnumSet.of(RUNNING, FINISHED), 0), change, "a child has not started");
            case FAILING -> check(mustGiveUp, change, "there is no reason to give up");
            case FAILED, STOPPED -> check(all(EnumSet.of(FINISHED), 0), change, "a child is still there");
            case STARTING, STOPPING -> {}
        }
    }

    void child(SupervisionEvent.ChildChanged change, long now) {
        int index = index(change.path());
        ChildPlan child = plan.children().get(index);
        check(states.get(index) == change.from(), change, "it was " + states.get(index));
        states.set(index, change.to());
        switch (change.to()) {
            case STARTING -> starts(index, change);
            case STOPPING, CANCELLING -> {
                if (change.from() == RUNNING || change.from() == STARTING) {
                    check(isEnding() || index >= round, change, "nothing asks for that");
                    // At the deadline all are told at once; what happens before it happens in order.
                    check(all(ABSENT, index + 1) || late.getAsBoolean(), change, "a later sibling is still there");
                }
            }
            case OVER -> {
                failed.set(index, change.cause() != null);
                owes(index, change.cause() != null, now);
            }
            case DOWN -> {
                if (change.from() == STARTING) {
                    failed.set(index, true);
                    mustGiveUp |= state == SupervisorState.STARTING;
                    owes(index, true, now);
                }
            }
            case WAITING ->
                check(!isEnding() && child.type() != RestartType.TEMPORARY, change, "it is not to be started again");
            case FINISHED ->
                check(
                        isEnding()
                                || child.type() == RestartType.TEMPORARY
                                || (child.type() == RestartType.TRANSIENT && !failed.get(index)),
                        change,
                        "it is to be started again");
            case RUNNING -> {}
        }
    }

    private void starts(int index, SupervisionEvent.ChildChanged change) {
        starts.set(index, starts.get(index) + 1);
        check(!isEnding() && !mustGiveUp, change, "nothing may start any more");
        if (round != NONE) {
            for (int down = round; down < states.size(); down++) {
                boolean ready = down == index
                        || states.get(down) == WAITING
                        || (states.get(down) == FINISHED
                                && plan.children().get(down).type() == RestartType.TEMPORARY);
                check(ready, change, "the round from " + round + " is not down: " + states);
            }
            check(index >= round || starts.get(index) == 1, change, "it is no part of the round from " + round);
            round = NONE;
        }
        if (isGroup()) {
            check(all(EnumSet.of(WAITING, FINISHED), index + 1), change, "a later sibling is there");
            for (int lower = 0; lower < index; lower++) {
                check(
                        EnumSet.of(RUNNING, OVER, STOPPING, DOWN, FINISHED).contains(states.get(lower)),
                        change,
                        "an earlier sibling is " + states.get(lower));
            }
        } else if (starts.get(index) == 1) {
            for (int lower = 0; lower < index; lower++) {
                check(starts.get(lower) > 0, change, "an earlier sibling was never started");
                check(starts.get(lower) > 1 || states.get(lower) != STARTING, change, "an earlier one still starts");
            }
        }
    }

    /** A child has ended: does its supervisor owe a restart? */
    private void owes(int index, boolean failing, long now) {
        if (isEnding() || mustGiveUp || index >= round) {
            return;
        }
        if (!plan.children().get(index).type().startsAgain(failing)) {
            return;
        }
        while (!restarts.isEmpty()
                && now - restarts.getFirst() >= plan.restart().within().toNanos()) {
            restarts.removeFirst();
        }
        restarts.addLast(now);
        if (restarts.size() > plan.restart().intensity()) {
            mustGiveUp = true;
        } else if (isGroup()) {
            round = plan.strategy() == Strategy.ONE_FOR_ALL ? 0 : index;
        }
    }

    /** Nothing can run: what was owed at once was done. */
    void lookAtRest() {
        violations.check(!mustGiveUp || isEnding(), path + " should have given up");
        for (int index = 0; index < states.size(); index++) {
            boolean left = states.get(index) == OVER && index < round && !isEnding();
            violations.check(!left, "nobody releases child " + index + " of " + path);
        }
        boolean oneDown = states.stream().filter(CANCELLING::equals).count() <= 1;
        violations.check(oneDown, path + " gives up two starts at a time");
    }

    private boolean all(Set<ChildState> allowed, int from) {
        return allowed.containsAll(states.subList(from, states.size()));
    }

    private void check(boolean holds, Object change, String otherwise) {
        violations.check(holds, change + ", but " + otherwise);
    }
}
