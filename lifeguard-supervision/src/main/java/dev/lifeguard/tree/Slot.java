package dev.lifeguard.tree;

import dev.lifeguard.lifecycle.Edges;
import dev.lifeguard.lifecycle.TransitionTable;
import dev.lifeguard.supervision.Child;
import dev.lifeguard.supervision.ChildState;
import dev.lifeguard.supervision.SupervisionEvent;
import dev.lifeguard.supervision.SupervisionException;
import dev.lifeguard.supervision.Supervisor.Ending;
import dev.lifeguard.supervision.Supervisor.Fate;
import dev.lifeguard.timing.Timers;
import dev.lifeguard.tree.ChildLifecycle.Signal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The place of one child, through all its incarnations. Every change of a child goes through {@link #move}, which asks
 * the table and tells. Control thread only.
 */
final class Slot {

    /** How soon a stop hook that found no thread is tried again. */
    private static final long STOP_AGAIN_NANOS = 10_000_000;

    final Node node;
    final int index;
    final ChildPlan plan;
    final String path;

    /** Whether its supervisor decided to start it again when it is gone. */
    boolean again;

    /** When its restart is due. */
    long dueNanos;

    private final Desk desk;
    private ChildState state = ChildState.WAITING;
    private String reason = "it waits for its turn";
    private long sinceNanos;
    private int incarnation;
    private @Nullable Throwable lastFailure;
    private @Nullable ChildRun<?> run;
    private @Nullable Node below;
    private @Nullable Object thing;
    private @Nullable PoolWatch watch;
    private Timers.@Nullable Timer<Alarm> alarm;
    private long stopByNanos;

    Slot(Desk desk, Node node, int index, ChildPlan plan) {
        this.desk = desk;
        this.node = node;
        this.index = index;
        this.plan = plan;
        this.path = node.path() + "/" + plan.name();
        this.sinceNanos = desk.now;
    }

    ChildState state() {
        return state;
    }

    int incarnation() {
        return incarnation;
    }

    @Nullable
    Node below() {
        return below;
    }

    /** {@return whether the notice is of the incarnation that is there} */
    boolean isCurrent(ChildRun<?> said) {
        return run == said;
    }

    // What its supervisor decides.

    void start() {
        incarnation++;
        move(Signal.START, null);
        NodePlan inner = plan.supervisor();
        if (inner != null) {
            below = new Node(desk, this, inner, path);
        } else if (plan.thing() != null) {
            startThing(plan.thing());
        }
    }

    private <T> void startThing(Child<T> child) {
        var incarnated = new ChildRun<>(desk, this, child, path, incarnation);
        run = incarnated;
        if (desk.zombies >= Desk.ZOMBIES) {
            desk.inbox.post(new Notice.StartFailed(
                    incarnated,
                    new SupervisionException(
                            desk.zombies + " hooks of tree " + desk.tree
                                    + " were given up and have not come back (limit "
                                    + Desk.ZOMBIES + "), so " + path
                                    + " was not started; let hooks answer an interrupt, or give them more time.",
                            null)));
        } else {
            incarnated.start();
            remind(child.startLimit().toNanos());
        }
    }

    /** Stops what is there, or tells its start to give up. */
    void stop(long nanos) {
        boolean starting = state == ChildState.STARTING;
        move(Signal.STOP, null);
        Node inner = below;
        ChildRun<?> incarnated = run;
        if (inner != null) {
            inner.close(desk.now + nanos);
            if (inner.isOver()) {
                gone(Signal.STOPPED, null);
            }
        } else if (incarnated != null) {
            stopByNanos = desk.now + nanos;
            if (starting) {
                remind(nanos);
                incarnated.cancelStart();
            } else {
                runStop();
            }
        }
    }

    /** Runs the stop hook; when there is no thread for it, soon again, as long as there is time. */
    void runStop() {
        ChildRun<?> incarnated = run;
        if (incarnated == null || state != ChildState.STOPPING) {
            return;
        }
        long left = Math.max(0, stopByNanos - desk.now);
        forget();
        try {
            incarnated.stop(Duration.ofNanos(left));
            remind(left);
        } catch (Throwable noThread) {
            if (left == 0) {
                gone(Signal.OVERDUE, noThread);
            } else {
                long again = Math.min(left, STOP_AGAIN_NANOS);
                alarm = desk.timers.schedule(desk.now + again, new Alarm.StopAgain(this, incarnation));
            }
        }
    }

    void decide(Signal decision) {
        move(decision, null);
    }

    // What is heard of it.

    /** It has started. */
    void started(Object made) {
        boolean unwanted = state == ChildState.CANCELLING;
        if (!move(Signal.STARTED, null)) {
            return;
        }
        ChildRun<?> incarnated = run;
        if (incarnated == null) {
            return;
        }
        forget();
        thing = made;
        if (unwanted) {
            runStop();
            if (desk.late) {
                giveUp(false);
            }
        } else if (plan.thing() != null && plan.thing().outageLimit().isPresent()) {
            watch = PoolWatch.of(made, plan.thing().outageLimit().get(), desk.now);
            look();
        }
    }

    /** The supervisor below has started all its children. */
    void startedBelow() {
        move(Signal.STARTED, null);
    }

    /** It says that it has ended, or failed when there is a cause. {@return whether that means anything} */
    boolean reported(@Nullable Throwable cause) {
        if (cause != null) {
            lastFailure = cause;
        }
        return move(cause == null ? Signal.ENDED : Signal.FAILED, cause);
    }

    /** Its incarnation is gone. */
    void gone(Signal signal, @Nullable Throwable cause) {
        ChildState before = state;
        if (cause != null && before == ChildState.STARTING) {
            lastFailure = cause;
        }
        if (!move(signal, cause)) {
            return;
        }
        if (desk.ending && below == null) {
            Ending ending = signal == Signal.OVERDUE
                    ? Ending.GIVEN_UP
                    : signal == Signal.STOPPED && cause != null ? Ending.STOP_FAILED : Ending.STOPPED;
            desk.fates.add(new Fate(path, incarnation, ending, Optional.ofNullable(cause)));
        }
        forget();
        run = null;
        below = null;
        thing = null;
        watch = null;
    }

    /** The hook that runs has overrun its time. {@return whether it was given up; if not, its notice is on its way} */
    boolean giveUp(boolean interrupt) {
        ChildRun<?> incarnated = run;
        if (incarnated != null && state == ChildState.STOPPING && !incarnated.isStopping()) {
            // Its last chance to find a thread.
            stopByNanos = desk.now;
            runStop();
            incarnated = run;
        }
        if (incarnated == null) {
            return false;
        }
        boolean given = state == ChildState.STOPPING ? incarnated.giveUpStop(interrupt) : incarnated.giveUpStart();
        if (given) {
            desk.zombies++;
            gone(Signal.OVERDUE, overrun());
        }
        return given;
    }

    private SupervisionException overrun() {
        return new SupervisionException(
                (state == ChildState.STOPPING ? "The stop" : "The start") + " of child " + path + " (incarnation "
                        + incarnation + ") did not return in time and was given up; its thread may still run, and what"
                        + " it holds is not free before it returns. Let the hook answer an interrupt, or give it more"
                        + " time.",
                null);
    }

    @Nullable
    Throwable lastFailure() {
        return lastFailure;
    }

    /** Looks at the pool. {@return what was found} */
    PoolWatch.Finding look() {
        PoolWatch looking = watch;
        if (looking == null) {
            return PoolWatch.Finding.WELL;
        }
        PoolWatch.Finding finding = looking.look(desk.now);
        if (finding == PoolWatch.Finding.WELL) {
            forget();
            alarm = desk.timers.schedule(desk.now + looking.periodNanos(), new Alarm.Look(this, incarnation));
        }
        return finding;
    }

    Throwable outage() {
        PoolWatch looking = watch;
        return looking == null ? new IllegalStateException("no pool is watched") : looking.outage(path);
    }

    ChildView view() {
        return new ChildView(
                plan,
                path,
                state,
                sinceNanos,
                reason,
                incarnation,
                lastFailure,
                below == null ? null : below.view(),
                thing);
    }

    // The one way of a change.

    private boolean move(Signal signal, @Nullable Throwable cause) {
        ChildState from = state;
        TransitionTable.Cell<ChildState, Signal> row = ChildLifecycle.TABLE.at(from, signal);
        Edges.taken(ChildLifecycle.TABLE, from, signal);
        switch (row.kind()) {
            case ILLEGAL -> desk.illegal(path, "child " + from + " x " + signal + ": " + row.reason());
            case IGNORE -> {}
            case MOVE -> {
                state = row.to();
                reason = row.reason();
                sinceNanos = desk.now;
                desk.moves++;
                desk.teller.tell(
                        new SupervisionEvent.ChildChanged(path, incarnation, from, state, row.reason(), cause));
            }
        }
        return row.kind() == TransitionTable.Kind.MOVE;
    }

    private void remind(long nanos) {
        forget();
        alarm = desk.timers.schedule(desk.now + nanos, new Alarm.Overdue(this, incarnation));
    }

    private void forget() {
        if (alarm != null) {
            desk.timers.cancel(alarm);
            alarm = null;
        }
    }
}
