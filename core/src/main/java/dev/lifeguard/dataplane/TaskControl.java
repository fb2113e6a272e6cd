package dev.lifeguard.dataplane;

import dev.lifeguard.Cancel;
import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Message;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.Refusal;
import dev.lifeguard.Retry;
import dev.lifeguard.lifecycle.TaskLifecycle;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What callers and the supervisor do with a task: cancel, refuse, enforce its limits, interrupt, abandon, and bring it
 * back after its backoff.
 *
 * @param <R> the result
 */
abstract sealed class TaskControl<R extends @Nullable Object> extends TaskAttempts<R> permits TaskRecord {

    TaskControl(DataPlane plane, Call call, Object payload, Limits limits, Retry retry, long now) {
        super(plane, call, payload, limits, retry, now);
    }

    // Callers.

    final boolean cancelTask(Cancel how) {
        while (true) {
            long seen = word;
            Phase phase = phase(seen);
            if (answered(seen)) {
                long pushed = onWorker(phase) ? pushed(seen, how) : seen;
                if (pushed == seen || change(seen, pushed)) {
                    edge(seen, TaskLifecycle.Signal.ASKED);
                    if (pushed != seen) {
                        plane.signals.post(new Notice.Escalate(self(), attempt(seen), how));
                    }
                    return false;
                }
                continue;
            }
            switch (phase) {
                case DELAYED, QUEUED, BACKOFF -> {
                    if (withdraw(new Outcome.Cancelled<>(how, this))) {
                        return true;
                    }
                }
                case RUNNING, CANCELLING, INTERRUPTING, INTERRUPTED -> {
                    endedNanos = plane.clock.now();
                    long next = (phase == Phase.RUNNING ? to(seen, Phase.CANCELLING) : seen) | ANSWERED;
                    if (change(seen, pushed(next, how))) {
                        asked(seen);
                        answer(new Outcome.Cancelled<>(how, this));
                        plane.signals.post(new Notice.Escalate(self(), attempt(seen), how));
                        return true;
                    }
                }
                case DONE -> {
                    return false;
                }
            }
        }
    }

    final void refuseUnadmitted(Refusal refusal) {
        endedNanos = submittedNanos;
        word = to(FIRST_ATTEMPT, Phase.DONE) | ANSWERED;
        refusedBeforeAdmission(new Outcome.Refused<>(refusal, this));
    }

    /** It does not wait for a worker yet. Before anybody else knows the task. */
    final void delay() {
        word = to(FIRST_ATTEMPT, Phase.DELAYED);
    }

    /** A sign of life of this attempt. {@return whether it counts: {@code false} once it was asked to leave} */
    final boolean heartbeat(int number) {
        if (isAskedToLeave(number)) {
            return false;
        }
        sign(plane.clock.now());
        return true;
    }

    /** A sign of life of whatever attempt runs. */
    final void heartbeat() {
        heartbeat(runningAttempt());
    }

    final void progress(int number, Object value) {
        if (!heartbeat(number)) {
            return;
        }
        WorkerCell cell = lastCell();
        if (cell != null) {
            cell.say(self().id(), value);
        }
        TaskWatch<R> watching = watch;
        if (watching != null) {
            watching.progress(self(), value);
        }
    }

    /** {@return what earlier attempts last reported} */
    final Optional<Object> checkpoint(int number) {
        TaskHistory past = history;
        return past == null || attempt(word) != number ? Optional.empty() : Optional.ofNullable(past.checkpoint);
    }

    // Messages.

    final boolean partial(int number, Object value, Duration limit) throws InterruptedException {
        if (!heartbeat(number)) {
            return false;
        }
        Channel<Object> partials = channels().partials;
        boolean taken = partials.offer(value)
                || (isSome(limit)
                        && partials.put(plane.time, value, () -> isAskedToLeave(number), plane.deadline(limit)));
        heartbeat(number);
        return taken;
    }

    final Optional<Message> receive(int number) {
        return isAskedToLeave(number)
                ? Optional.empty()
                : Optional.ofNullable(channels().inbox.read());
    }

    final Optional<Message> receive(int number, Duration limit) throws InterruptedException {
        Optional<Message> there = receive(number);
        if (there.isPresent() || !isSome(limit)) {
            return there;
        }
        return channels()
                .inbox
                .take(plane.time, () -> isAskedToLeave(number), plane.deadline(limit))
                .map(l -> l);
    }

    /** {@return how full its inbox is} */
    public final PoolSnapshot.Box inbox() {
        TaskWatch<R> watching = watch;
        return watching == null ? new PoolSnapshot.Box(0, plane.channels().taskInbox()) : watching.inbox(self());
    }

    final TaskChannels channels() {
        return watch().channels(self());
    }

    static boolean isSome(Duration limit) {
        return !limit.isNegative() && !limit.isZero();
    }

    // The supervisor.

    /** {@return how long the delay lasts from now on, at most until the total limit passes} */
    public final long delayLeftNanos(long now) {
        long total = limits.nanos(Limit.TOTAL);
        long wait = Math.min(self().options().delayNanos(), total == Long.MAX_VALUE ? total : total + 1);
        return Math.max(0, wait - (now - submittedNanos));
    }

    /** {@return how long it may wait at all from now on} */
    public final long totalLeftNanos(long now) {
        long total = limits.nanos(Limit.TOTAL);
        return total == Long.MAX_VALUE ? total : Math.max(0, total + 1 - (now - submittedNanos));
    }

    /** {@return how long the next attempt waits, at most until the total limit passes} */
    public final long backoffNanos(int number, double chance, long now) {
        long left = limits.nanos(Limit.TOTAL) == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : Math.max(0, limits.nanos(Limit.TOTAL) - (now - submittedNanos));
        return Math.min(left, wait(number, chance));
    }

    private long wait(int number, double chance) {
        TaskHistory past = history;
        long own = past == null ? -1 : past.ownWaitNanos;
        long wait = own >= 0 ? own : retry.backoff().nanos(number, past == null ? 0 : past.waitNanos, chance);
        if (retry.backoff().looksBack()) {
            TaskHistory kept = history();
            kept.waitNanos = wait;
            kept.ownWaitNanos = -1;
        }
        return wait;
    }

    /**
     * Looks whether the attempt, or the whole task, passed a limit, and asks its code to leave if so.
     *
     * @return the attempt to escalate, or 0
     */
    public final int enforce(long now) {
        while (true) {
            long seen = word;
            Phase phase = phase(seen);
            if (!onWorker(phase)) {
                return 0;
            }
            Limit late = lateOnWorker(phase, now);
            if (late == null) {
                return 0;
            }
            if (answered(seen)) {
                return attempt(seen);
            }
            boolean again = late != Limit.TOTAL && retry.timeouts() && attempt(seen) < retry.attempts();
            if (phase == Phase.RUNNING && again && !plane.handsBack()) {
                passed = late;
                if (change(seen, to(seen, Phase.CANCELLING))) {
                    asked(seen);
                    return attempt(seen);
                }
            } else if (phase != Phase.RUNNING && late != Limit.TOTAL) {
                return 0;
            } else {
                passed = late;
                endedNanos = now;
                if (change(seen, (phase == Phase.RUNNING ? to(seen, Phase.CANCELLING) : seen) | ANSWERED)) {
                    asked(seen);
                    keep(false, limitWords());
                    answer(timedOut());
                    return attempt(seen);
                }
            }
        }
    }

    private @Nullable Limit lateOnWorker(Phase phase, long now) {
        if (now - submittedNanos > limits.nanos(Limit.TOTAL)) {
            return Limit.TOTAL;
        }
        if (now - begunNanos > limits.nanos(Limit.RUN)) {
            return Limit.RUN;
        }
        boolean silent = now - lastSignNanos() > limits.nanos(Limit.SILENCE);
        return silent && phase == Phase.RUNNING ? Limit.SILENCE : null;
    }

    /** DELAYED, QUEUED or BACKOFF → DONE when a limit passed while the task waited. */
    public final boolean expire(long now) {
        long seen = word;
        if (phase(seen) != Phase.QUEUED && phase(seen) != Phase.BACKOFF && phase(seen) != Phase.DELAYED) {
            return false;
        }
        Limit late = lateBeforeBegin(seen, now);
        return late != null && withdraw(new Outcome.TimedOut<>(late, Duration.ofNanos(limits.nanos(late)), this));
    }

    /**
     * RUNNING → CANCELLING with the outcome Cancelled, at the end of the pool.
     *
     * @return the attempt, or 0
     */
    public final int askToLeave(Cancel how) {
        long seen = word;
        if (!onWorker(phase(seen))) {
            return 0;
        }
        int number = attempt(seen);
        cancelTask(how);
        return number;
    }

    /** {@return the attempt with this number, for its hooks, while it is on its worker} */
    public final @Nullable Attempt leaving(int number) {
        long seen = word;
        return attempt(seen) == number && onWorker(phase(seen)) && phase(seen) != Phase.RUNNING ? attempt : null;
    }

    /** {@return the cell that this attempt is on, while it was asked to leave and has not} */
    public final @Nullable WorkerCell leavingCell(int number) {
        Attempt last = leaving(number);
        return last == null ? null : last.cell();
    }

    /** CANCELLING → INTERRUPTING → INTERRUPTED: the interrupt reaches this attempt and no other. */
    public final boolean interrupt(int number) {
        while (true) {
            long seen = word;
            if (attempt(seen) != number || phase(seen) != Phase.CANCELLING) {
                return false;
            }
            if (change(seen, to(seen, Phase.INTERRUPTING))) {
                break;
            }
        }
        WorkerCell cell = lastCell();
        if (cell != null) {
            cell.interrupt();
        }
        while (true) {
            long seen = word;
            if (change(seen, to(seen, Phase.INTERRUPTED) & ~WAITER)) {
                if ((seen & WAITER) != 0 && cell != null) {
                    cell.wake();
                }
                return true;
            }
        }
    }

    /**
     * CANCELLING or INTERRUPTED → DONE or BACKOFF: the code did not leave; its worker is abandoned.
     *
     * @return the cell to abandon, whose thread is fenced now, or {@code null} when the code left in time
     */
    public final @Nullable WorkerCell abandon(int number) {
        TaskHistory past = history;
        WorkerCell before = past == null ? null : past.zombie;
        boolean marked = false;
        while (true) {
            long seen = word;
            Phase phase = phase(seen);
            if (attempt(seen) != number || (phase != Phase.CANCELLING && phase != Phase.INTERRUPTED)) {
                if (marked) {
                    history().zombie = before;
                }
                if (attempt(seen) == number) {
                    // The signal of an earlier attempt is dropped before the table is asked.
                    edge(seen, TaskLifecycle.Signal.ABANDONED);
                }
                return null;
            }
            WorkerCell cell = lastCell();
            if (cell == null) {
                throw new AssertionError("A task on a worker knows its worker.");
            }
            // Before the word moves: an outcome that says that the code may still run is true at once.
            history().zombie = cell;
            marked = true;
            if (!answered(seen)) {
                if (giveUpAttempt(seen, TaskLifecycle.Signal.ABANDONED, true, cell)) {
                    return cell;
                }
            } else if (change(seen, to(seen, Phase.DONE))) {
                edge(seen, TaskLifecycle.Signal.ABANDONED);
                keepPlaces(cell);
                diedAfterItsOutcome();
                settle();
                return cell;
            }
        }
    }

    /** The worker of a task that had timed out is lost: a death that counts, unlike one by a cancel or the end. */
    private void diedAfterItsOutcome() {
        Outcome<R> end = known();
        if (end instanceof Outcome.TimedOut<R>) {
            TaskHistory past = history();
            past.died();
            if (plane.retries.quarantine().forbids(past.deaths)) {
                past.quarantined = true;
                plane.completion.bury(self(), end);
            }
        }
    }

    /** BACKOFF → QUEUED with the next attempt, or DELAYED → QUEUED; the caller then brings it to the queue. */
    public final boolean due(int number) {
        while (true) {
            long seen = word;
            Phase phase = phase(seen);
            if (attempt(seen) != number || (phase != Phase.BACKOFF && phase != Phase.DELAYED)) {
                edge(seen, TaskLifecycle.Signal.DUE);
                return false;
            }
            endedNanos = plane.clock.now();
            boolean first = phase == Phase.DELAYED;
            long queued = to(seen, Phase.QUEUED);
            if (change(seen, first ? queued : (queued & ~BEGUN) + FIRST_ATTEMPT)) {
                edge(seen, TaskLifecycle.Signal.DUE);
                plane.gates.noteDropped(first);
                return true;
            }
        }
    }
}
