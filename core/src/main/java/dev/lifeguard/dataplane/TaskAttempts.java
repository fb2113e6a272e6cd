package dev.lifeguard.dataplane;

import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.Refusal;
import dev.lifeguard.Retry;
import dev.lifeguard.lifecycle.TaskLifecycle;
import dev.lifeguard.policy.Backoff;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the worker's thread does with a task: begins an attempt, runs it, and ends it.
 *
 * <p>An interrupt holds the word while it is delivered: CANCELLING → INTERRUPTING → INTERRUPTED. A worker that ends
 * its attempt in between waits until the interrupt is there and takes it off its thread, so that it never reaches the
 * next task.
 *
 * @param <R> the result
 */
abstract sealed class TaskAttempts<R extends @Nullable Object> extends TaskPast<R> permits TaskControl {

    TaskAttempts(DataPlane plane, Call call, Object payload, Limits limits, Retry retry, long now) {
        super(plane, call, payload, limits, retry, now);
    }

    /**
     * QUEUED → RUNNING.
     *
     * @return the attempt, or {@code null} when the task does not wait any more
     */
    public final @Nullable Attempt begin(WorkerCell cell, long now) {
        while (true) {
            long seen = word;
            if (phase(seen) != Phase.QUEUED) {
                edge(seen, TaskLifecycle.Signal.BEGUN);
                return null;
            }
            if (plane.handsBack()) {
                // The pool handed back what was queued while this task was on its way from the queue to the worker.
                withdraw(new Outcome.Refused<>(plane.refusal(Refusal.Reason.DRAINING, "intake", "closed"), this));
                return null;
            }
            Limit late = lateBeforeBegin(seen, now);
            if (late != null) {
                withdraw(new Outcome.TimedOut<>(late, Duration.ofNanos(limits.nanos(late)), this));
                return null;
            }
            Shedder shedder = plane.shedder();
            if (shedder != null && attempt(seen) == 1) {
                Refusal refusal = shedder.take(self());
                if (refusal != null) {
                    if (refuseWaiting(refusal)) {
                        plane.counters.shed.increment();
                    }
                    return null;
                }
            }
            Attempt before = attempt;
            Attempt next = new Attempt(self(), cell, attempt(seen));
            attempt = next;
            begunNanos = now;
            sign(now);
            // The cell names the task first, so that a task that runs is never one that nobody can find.
            cell.enter(self());
            // Order: publishes the three fields above to whoever sees the task on its worker.
            if (change(seen, to(seen, Phase.RUNNING) | BEGUN)) {
                edge(seen, TaskLifecycle.Signal.BEGUN);
                cell.countBegun();
                if (next.number() == 1) {
                    plane.retries.begun(now);
                }
                return next;
            }
            attempt = before;
        }
    }

    /** {@return whether it may be given up for a newer one while it waits} */
    final boolean mayBeShed() {
        return !self().options().isKept() && call.mayBeShed(payload);
    }

    /** Runs the code of the task. */
    public final @Nullable Object run(Object worker, Attempt current) throws Exception {
        return call.run(worker, payload, current);
    }

    /** The attempt returned. */
    @SuppressWarnings({"unchecked", "NullAway"}) // The call of this door makes an R, null only where R may be null.
    public final Left succeed(Attempt current, @Nullable Object value) {
        while (true) {
            long seen = word;
            if (attempt(seen) != current.number() || phase(seen) != Phase.RUNNING) {
                return leaveAsked(current, false);
            }
            endedNanos = plane.clock.now();
            if (change(seen, to(seen, Phase.DONE) | ANSWERED)) {
                edge(seen, TaskLifecycle.Signal.COMPLETED);
                current.cell().countSuccess();
                answer(new Outcome.Success<>((R) value, this));
                settle();
                return Left.FREE;
            }
        }
    }

    /**
     * The attempt threw, or its worker died under it.
     *
     * @param exit how the worker died, or {@code null} when it lives
     */
    public final Left fail(Attempt current, Throwable failure, @Nullable String exit) {
        boolean died = exit != null;
        // Asked once: a quarantine that begins in the middle finds no words to keep.
        @Nullable String error = plane.retries.quarantine().isNone() ? null : TaskHistory.words(failure);
        boolean wanted = again(current.number(), failure);
        long ownWait = wanted ? ownWait(current.number(), failure) : -1;
        boolean forbidden = wanted && died && plane.retries.quarantine().forbids(deaths() + 1);
        boolean open = wanted && !forbidden && !plane.handsBack();
        boolean granted = open && plane.retries.grants();
        while (true) {
            long seen = word;
            if (attempt(seen) != current.number() || phase(seen) != Phase.RUNNING) {
                if (granted) {
                    plane.retries.giveBack();
                }
                return leaveAsked(current, died);
            }
            if (granted && !plane.handsBack()) {
                if (change(seen, to(seen, Phase.BACKOFF))) {
                    keep(died, error);
                    keepCheckpoint();
                    if (ownWait >= 0) {
                        history().ownWaitNanos = ownWait;
                    }
                    retryLater(seen);
                    return Left.SOILED;
                }
            } else {
                endedNanos = plane.clock.now();
                if (change(seen, to(seen, Phase.DONE) | ANSWERED)) {
                    edge(seen, TaskLifecycle.Signal.COMPLETED);
                    keep(died, error);
                    noteLast(forbidden || (died && plane.retries.quarantine().forbids(deaths())), open && !granted);
                    answer(exit == null ? new Outcome.Failed<>(failure, this) : lost(exit, failure));
                    settle();
                    return Left.SOILED;
                }
            }
        }
    }

    private Outcome<R> lost(String exit, Throwable failure) {
        String words = quarantined()
                ? exit + " It was worker number " + deaths() + " that died under this task, which is quarantined now."
                : exit;
        return new Outcome.WorkerLost<>(words, failure, this);
    }

    private boolean again(int number, Throwable failure) {
        try {
            return retry.again(number, failure);
        } catch (Throwable broken) {
            self().trouble(
                            "The retry rule of task " + self().id() + " threw, so there is no further attempt;"
                                    + " make the predicate answer for every exception.",
                            broken);
            return false;
        }
    }

    /** {@return what the rule of a custom backoff says, or -1} Here, because it is code of the user. */
    private long ownWait(int number, Throwable failure) {
        Backoff.Rule rule = retry.backoff().rule();
        if (rule == null) {
            return -1;
        }
        try {
            TaskHistory past = history;
            Duration before = Duration.ofNanos(past == null ? 0 : past.waitNanos);
            return retry.backoff().capped(rule.wait(number, failure, before));
        } catch (Throwable broken) {
            self().trouble(
                            "The backoff rule of task " + self().id() + " threw or gave no wait, so attempt "
                                    + (number + 1)
                                    + " waits for the standard backoff; make the rule answer every failure"
                                    + " with a duration that is not negative.",
                            broken);
            return -1;
        }
    }

    /** The code has left, but had been asked to: what it returned or threw does not count. */
    private Left leaveAsked(Attempt current, boolean died) {
        while (true) {
            long seen = word;
            if (attempt(seen) != current.number()) {
                return Left.ABANDONED;
            }
            switch (phase(seen)) {
                case INTERRUPTING -> awaitInterrupt(seen);
                case CANCELLING, INTERRUPTED -> {
                    if (leave(seen, died)) {
                        return Left.ASKED;
                    }
                }
                case DELAYED, QUEUED, BACKOFF, DONE -> {
                    edge(seen, TaskLifecycle.Signal.LEFT);
                    return Left.ABANDONED;
                }
                case RUNNING -> throw new AssertionError("An attempt that was not asked leaves by its end.");
            }
        }
    }

    private boolean leave(long seen, boolean died) {
        if (answered(seen)) {
            if (!change(seen, to(seen, Phase.DONE))) {
                return false;
            }
            edge(seen, TaskLifecycle.Signal.LEFT);
            settle();
            return true;
        }
        return giveUpAttempt(seen, TaskLifecycle.Signal.LEFT, died, null);
    }

    private void awaitInterrupt(long seen) {
        if ((seen & WAITER) != 0 || change(seen, seen | WAITER)) {
            // The interrupt itself ends the park at once; clearing it here only keeps the loop from spinning.
            Thread.interrupted();
            plane.time.park(this);
        }
    }
}
