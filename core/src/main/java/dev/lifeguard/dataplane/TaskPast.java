package dev.lifeguard.dataplane;

import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.Retry;
import dev.lifeguard.deadletter.DeadLetter;
import dev.lifeguard.lifecycle.TaskLifecycle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a task's attempts, and what follows one that passed its limit. A task that succeeds at once, or fails
 * in a pool that keeps nothing of it, has no {@link TaskHistory}.
 *
 * @param <R> the result
 */
abstract sealed class TaskPast<R extends @Nullable Object> extends TaskWord<R> permits TaskAttempts {

    private static final VarHandle HISTORY;

    static {
        try {
            HISTORY = MethodHandles.lookup().findVarHandle(TaskWord.class, "history", TaskHistory.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    TaskPast(DataPlane plane, Call call, Object payload, Limits limits, Retry retry, long now) {
        super(plane, call, payload, limits, retry, now);
    }

    /**
     * The attempt passed a limit that is retried: on with the next one, or this was the last.
     *
     * @param died whether its worker was lost with it
     * @param abandoned the cell on which it may still run, if it did not leave
     */
    final boolean giveUpAttempt(long seen, TaskLifecycle.Signal signal, boolean died, @Nullable WorkerCell abandoned) {
        boolean forbidden = died && plane.retries.quarantine().forbids(deaths() + 1);
        boolean open = !forbidden && !plane.handsBack();
        if (open && plane.retries.grants()) {
            if (!change(seen, to(seen, Phase.BACKOFF))) {
                plane.retries.giveBack();
                return false;
            }
            keep(died, limitWords());
            keepCheckpoint();
            keepPlaces(abandoned);
            retryLater(seen);
            return true;
        }
        endedNanos = plane.clock.now();
        if (!change(seen, to(seen, Phase.DONE) | ANSWERED)) {
            return false;
        }
        edge(seen, signal);
        keep(died, limitWords());
        noteLast(forbidden, open);
        keepPlaces(abandoned);
        answer(timedOut());
        settle();
        return true;
    }

    final Outcome<R> timedOut() {
        Limit limit = passed == null ? Limit.RUN : passed;
        return new Outcome.TimedOut<>(limit, Duration.ofNanos(limits.nanos(limit)), this);
    }

    /** The code may still run there: what it holds of keys and caps is held on. */
    final void keepPlaces(@Nullable WorkerCell abandoned) {
        if (abandoned != null) {
            plane.gates.abandoned(self(), abandoned);
        }
    }

    final void retryLater(long seen) {
        edge(seen, TaskLifecycle.Signal.RETRIED);
        plane.gates.left(self());
        plane.counters.retries.increment();
        plane.signals.post(new Notice.RetryDue(self(), attempt(seen)));
    }

    // What is kept. By whoever won the word, before he tells anybody.

    final TaskHistory history() {
        TaskHistory past = history;
        if (past != null) {
            return past;
        }
        TaskHistory fresh = new TaskHistory();
        return HISTORY.compareAndSet(this, null, fresh) ? fresh : history();
    }

    /** Counts a death, and keeps the attempt when dead letters want to know of it. */
    final void keep(boolean died, @Nullable String error) {
        if (died) {
            history().died();
        }
        WorkerCell cell = lastCell();
        if (cell != null && error != null && !plane.retries.quarantine().isNone()) {
            history()
                    .add(new DeadLetter.Attempt(
                            begunAttempts(),
                            plane.time.wallTime(),
                            Duration.ofNanos(Math.max(0, plane.clock.now() - begunNanos)),
                            cell.id,
                            died,
                            error));
        }
    }

    /** The last progress of the attempt that ended is for the next one. */
    final void keepCheckpoint() {
        WorkerCell cell = lastCell();
        if (cell != null) {
            cell.said(self().id()).ifPresent(value -> history().checkpoint = value);
        }
    }

    /** No attempt follows, although one would have: because of the deaths, or of the budget. */
    final void noteLast(boolean forbidden, boolean overBudget) {
        if (forbidden) {
            history().quarantined = true;
        } else if (overBudget) {
            history().retryRefused = true;
            plane.counters.retriesRefused.increment();
        }
    }

    @Override
    public final int deaths() {
        TaskHistory past = history;
        return past == null ? 0 : past.deaths;
    }

    @Override
    public final boolean quarantined() {
        TaskHistory past = history;
        return past != null && past.quarantined;
    }

    final String limitWords() {
        Limit limit = passed == null ? Limit.RUN : passed;
        return "passed its limit " + limit + " = " + Duration.ofNanos(limits.nanos(limit));
    }

    final boolean hasZombie() {
        TaskHistory past = history;
        WorkerCell abandoned = past == null ? null : past.zombie;
        return abandoned != null && abandoned.state() != CellState.GONE;
    }
}
