package dev.lifeguard.dataplane;

import dev.lifeguard.Cancel;
import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.Refusal;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskState;
import dev.lifeguard.WorkerState;
import dev.lifeguard.lifecycle.Edges;
import dev.lifeguard.lifecycle.TaskLifecycle;
import dev.lifeguard.lifecycle.WorkerLifecycle;
import dev.lifeguard.timing.Interleave;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The word of a task: {@code attempt | pushed | begun | waiter | answered | phase}, and what several roles do with it.
 *
 * <p>Completion, failure, cancel, limits, shedding, hand-back, abandonment and interrupts are each one compare-and-set
 * on this word, with the number of the attempt in it. Exactly one of them sets <em>answered</em>; only that one then
 * writes the outcome, so no loser can overwrite it. The <em>phase</em> says where the code is: an answered task can
 * still be on its worker (CANCELLING) until its code leaves or is abandoned. Whatever comes late carries an older
 * attempt, or meets a phase that does not know it, and does nothing.
 *
 * <p>One object, four files, by who acts: the word and its outcome here; what is kept of attempts in {@link TaskPast};
 * the worker's thread in {@link TaskAttempts}; callers and the supervisor in {@link TaskControl}.
 *
 * <p>Order: {@code outcome} is written after the winning compare-and-set and before the waiters are read; a waiter
 * puts itself on the stack and then reads {@code outcome}. Both pairs are volatile, so nobody waits for what is there.
 *
 * @param <R> the result
 */
abstract sealed class TaskWord<R extends @Nullable Object> extends WaitStack implements Outcome.Report
        permits TaskPast {

    /** Where the code of the task is. */
    enum Phase {
        QUEUED,
        RUNNING,
        CANCELLING,
        INTERRUPTING,
        INTERRUPTED,
        BACKOFF,
        DONE,
        DELAYED
    }

    private static final Phase[] PHASES = Phase.values();
    private static final long PHASE_MASK = 0x7;
    static final long ANSWERED = 0x8;
    static final long WAITER = 0x10;
    static final long BEGUN = 0x20;

    /** How far an answered attempt has been pushed: 0, or 1 for ASK up to 3 for KILL. */
    private static final int PUSHED_SHIFT = 6;

    private static final long PUSHED_MASK = 3L << PUSHED_SHIFT;
    private static final int ATTEMPT_SHIFT = 32;
    static final long FIRST_ATTEMPT = 1L << ATTEMPT_SHIFT;
    private static final VarHandle WORD;
    private static final VarHandle WATCH;
    private static final VarHandle SIGN;

    static {
        try {
            var lookup = MethodHandles.lookup();
            WORD = lookup.findVarHandle(TaskWord.class, "word", long.class);
            WATCH = lookup.findVarHandle(TaskWord.class, "watch", TaskWatch.class);
            SIGN = lookup.findVarHandle(TaskWord.class, "signNanos", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    final DataPlane plane;
    final Call call;
    final Object payload;
    final Limits limits;
    final Retry retry;
    final long submittedNanos;

    volatile long word = FIRST_ATTEMPT;
    volatile @Nullable Outcome<R> outcome;
    volatile @Nullable TaskWatch<R> watch;

    /** Whoever decides the outcome, before it: tells when nobody ever looks. */
    private UnseenOutcomes.@Nullable Watch unseen;

    /**
     * Worker's thread, before RUNNING: who runs the attempt. Plain, like the two times: the move of the word publishes
     * them, and readers read the word first. Volatile stores of them cost a tenth of an empty task.
     */
    @Nullable
    Attempt attempt;

    /** Worker's thread, before RUNNING. */
    long begunNanos;

    /** Worker's thread or the one that reports progress: the last sign of life. */
    @SuppressWarnings("unused") // through SIGN
    private long signNanos;

    /** Whoever ended the last attempt; while the next one is queued, when it queued. */
    long endedNanos;

    /** Supervisor, before CANCELLING without an answer: the limit that the attempt passed. */
    @Nullable
    Limit passed;

    /** What is kept of earlier attempts, and of an abandoned one; {@code null} while there is nothing to keep. */
    volatile @Nullable TaskHistory history;

    TaskWord(DataPlane plane, Call call, Object payload, Limits limits, Retry retry, long now) {
        this.plane = plane;
        this.call = call;
        this.payload = payload;
        this.limits = limits;
        this.retry = retry;
        this.submittedNanos = now;
    }

    final TaskRecord<R> self() {
        return (TaskRecord<R>) this;
    }

    // Reading.

    static Phase phase(long word) {
        return PHASES[(int) (word & PHASE_MASK)];
    }

    static int attempt(long word) {
        return (int) (word >>> ATTEMPT_SHIFT);
    }

    static boolean answered(long word) {
        return (word & ANSWERED) != 0;
    }

    /** {@return the word with this push noted, or the same word when it was pushed as far before} */
    static long pushed(long word, Cancel how) {
        long level = switch (how) {
            case ASK -> 1;
            case INTERRUPT -> 2;
            case KILL -> 3;
        };
        return ((word & PUSHED_MASK) >>> PUSHED_SHIFT) >= level
                ? word
                : (word & ~PUSHED_MASK) | (level << PUSHED_SHIFT);
    }

    static boolean onWorker(Phase phase) {
        return switch (phase) {
            case RUNNING, CANCELLING, INTERRUPTING, INTERRUPTED -> true;
            case DELAYED, QUEUED, BACKOFF, DONE -> false;
        };
    }

    final @Nullable Outcome<R> known() {
        return outcome;
    }

    /** Somebody looked at the outcome. */
    final void seen() {
        UnseenOutcomes.Watch watching = unseen;
        if (watching != null) {
            unseen = null;
            plane.unseen.seen(watching);
        }
    }

    final TaskState viewState() {
        return switch (phase(word)) {
            case DELAYED -> TaskState.DELAYED;
            case QUEUED -> TaskState.QUEUED;
            case RUNNING -> TaskState.RUNNING;
            case CANCELLING, INTERRUPTING, INTERRUPTED -> TaskState.CANCELLING;
            case BACKOFF -> TaskState.BACKOFF;
            case DONE -> TaskState.DONE;
        };
    }

    public final boolean stillWaits() {
        return phase(word) == Phase.QUEUED;
    }

    /** {@return whether it waits for a worker and has not begun before} */
    final boolean waitsForItsFirst() {
        long seen = word;
        return phase(seen) == Phase.QUEUED && attempt(seen) == 1;
    }

    /** {@return when it began to wait for a worker, or will} */
    public final long waitsSinceNanos() {
        return submittedNanos + self().options().delayNanos();
    }

    /** It comes into the queue later than it began to wait: behind its key, or at a cap. Before it is offered there. */
    final void entersQueue(long now) {
        endedNanos = now;
    }

    /** {@return when the task came into the queue, where that is not what is given: after a gate, or after an attempt} */
    final long requeuedNanos(long first) {
        // Not by the field alone: whoever cancels writes it, too, before he knows whether the task still waits.
        boolean atOnce = endedNanos == 0 || self().options().isDirect();
        return attempt(word) == 1 && atOnce ? first : endedNanos;
    }

    final boolean isAskedToLeave(int number) {
        long seen = word;
        Phase phase = phase(seen);
        return attempt(seen) != number || phase != Phase.RUNNING;
    }

    /** {@return whether the attempt on this cell was asked to leave and has not left} */
    final boolean isLeaving(WorkerCell cell) {
        Phase phase = phase(word);
        return onWorker(phase) && phase != Phase.RUNNING && lastCell() == cell;
    }

    /** {@return whether its code is nowhere any more, and its outcome is there: the word moves first, then that follows} */
    final boolean isSettled() {
        return phase(word) == Phase.DONE && outcome != null;
    }

    /** {@return the number of the attempt that is on a worker now, or 0} */
    public final int runningAttempt() {
        long seen = word;
        return onWorker(phase(seen)) ? attempt(seen) : 0;
    }

    /** {@return when the attempt that is on a worker began} Only while {@link #runningAttempt} is the same. */
    public final long runsSinceNanos() {
        return begunNanos;
    }

    /** {@return the cell that runs the task now} */
    final @Nullable WorkerCell runsOn() {
        return onWorker(phase(word)) ? lastCell() : null;
    }

    /** {@return whether an attempt is on this worker now} */
    final boolean isOn(WorkerCell cell) {
        long seen = word;
        Attempt last = attempt;
        // The number fences: the field may belong to the next attempt, which has not begun.
        return onWorker(phase(seen)) && last != null && last.number() == attempt(seen) && last.cell() == cell;
    }

    final @Nullable WorkerCell lastCell() {
        // Order: the word first; its move published the attempt.
        Attempt last = begunAttempts() == 0 ? null : attempt;
        return last == null ? null : last.cell();
    }

    /** A sign of life; only the newest counts, so it needs no order. */
    final void sign(long now) {
        SIGN.setOpaque(this, now);
    }

    final long lastSignNanos() {
        return (long) SIGN.getOpaque(this);
    }

    final int begunAttempts() {
        long seen = word;
        return (seen & BEGUN) != 0 ? attempt(seen) : attempt(seen) - 1;
    }

    final long waitedNanos() {
        long until = begunAttempts() > 0 ? begunNanos : outcome != null ? endedNanos : plane.clock.now();
        return Math.max(0, until - submittedNanos);
    }

    final long ranNanos() {
        if (begunAttempts() == 0) {
            return 0;
        }
        return Math.max(0, (outcome != null ? endedNanos : plane.clock.now()) - begunNanos);
    }

    // What several of the roles do.

    final @Nullable Limit lateBeforeBegin(long seen, long now) {
        long waited = now - submittedNanos;
        if (waited > limits.nanos(Limit.TOTAL)) {
            return Limit.TOTAL;
        }
        boolean first = attempt(seen) == 1 && phase(seen) == Phase.QUEUED && waited > limits.nanos(Limit.QUEUE);
        return first && now - waitsSinceNanos() > limits.nanos(Limit.QUEUE) ? Limit.QUEUE : null;
    }

    /** DELAYED, QUEUED or BACKOFF → DONE with this outcome; {@code false} when the task does not wait any more. */
    public final boolean withdraw(Outcome<R> end) {
        while (true) {
            long seen = word;
            Phase phase = phase(seen);
            if (phase != Phase.QUEUED && phase != Phase.BACKOFF && phase != Phase.DELAYED) {
                edge(seen, TaskLifecycle.Signal.WITHDRAWN);
                return false;
            }
            endedNanos = plane.clock.now();
            if (change(seen, to(seen, Phase.DONE) | ANSWERED)) {
                edge(seen, TaskLifecycle.Signal.WITHDRAWN);
                if (phase == Phase.QUEUED) {
                    plane.gates.noteDead(self());
                } else {
                    plane.gates.noteDropped(phase == Phase.DELAYED);
                    plane.signals.post(new Notice.RetryDropped(self()));
                }
                answer(end);
                settle();
                return true;
            }
        }
    }

    /** DELAYED, QUEUED or BACKOFF → DONE: the pool gives the task back. */
    public final boolean refuseWaiting(Refusal refusal) {
        return withdraw(new Outcome.Refused<>(refusal, this));
    }

    // The outcome.

    final void answer(Outcome<R> end) {
        Interleave.point();
        // Order: before the outcome, which publishes it; who looks at the outcome finds it.
        TaskWatch<R> listening = watch;
        unseen = listening == null || !listening.hearsOfTheEnd() ? plane.unseen.watch(self(), end) : null;
        // Counted before it is there, like a success, so that who finds the outcome finds it in the counts.
        plane.counters.count(end);
        outcome = end;
        // The permit is back before anybody is woken, so that who waited for this outcome finds the place free.
        plane.completion.answered(self(), end);
        wakeAll();
        TaskWatch<R> watching = watch;
        if (watching != null) {
            watching.answered(self());
        }
    }

    /** The same for a task that has no permit to give back and that nobody waits for yet. */
    final void refusedBeforeAdmission(Outcome<R> end) {
        unseen = plane.unseen.watch(self(), end);
        plane.counters.count(end);
        outcome = end;
        plane.completion.refused(self());
    }

    final void settle() {
        plane.gates.settled(self());
        TaskWatch<R> watching = watch;
        if (watching != null) {
            watching.settledNow(self());
        }
    }

    private void refuseSelfWait() {
        if (plane.isOwnThread()) {
            String key = self().options().key().orElse(null);
            plane.refuseSelfWait(
                    key == null
                            ? "await"
                            : "await of a task of key " + key + ", which a task of that key keeps waiting");
        }
    }

    final Outcome<R> waitForOutcome() throws InterruptedException {
        refuseSelfWait();
        Outcome<R> end = await(plane.time, this::known, false, 0);
        if (end == null) {
            throw new AssertionError("A wait without a deadline ends with an outcome.");
        }
        return end;
    }

    final @Nullable Outcome<R> waitForOutcome(long deadlineNanos) throws InterruptedException {
        refuseSelfWait();
        return await(plane.time, this::known, true, deadlineNanos);
    }

    final TaskWatch<R> watch() {
        TaskWatch<R> watching = watch;
        if (watching != null) {
            return watching;
        }
        TaskWatch<R> fresh = new TaskWatch<>();
        return WATCH.compareAndSet(this, null, fresh) ? fresh : watch();
    }

    // The one place where the word changes.

    @SuppressWarnings("EnumOrdinal") // The word never leaves this object, so the order may change.
    static long to(long word, Phase phase) {
        return (word & ~PHASE_MASK) | phase.ordinal();
    }

    final boolean change(long expected, long next) {
        Interleave.point();
        return WORD.compareAndSet(this, expected, next);
    }

    final void asked(long seen) {
        TaskWatch<R> watching = watch;
        if (watching != null) {
            watching.asked();
        }
        edge(seen, TaskLifecycle.Signal.ASKED);
        WorkerCell cell = lastCell();
        if (Edges.COUNTING && cell != null) {
            WorkerState before = cell.retiring()
                    ? WorkerState.LEAVING
                    : phase(seen) == Phase.RUNNING ? WorkerState.RUNNING : WorkerState.CANCELLING;
            Edges.taken(WorkerLifecycle.TABLE, before, WorkerLifecycle.Signal.ASKED);
        }
    }

    static void edge(long seen, TaskLifecycle.Signal signal) {
        if (Edges.COUNTING) {
            TaskState from = switch (phase(seen)) {
                case DELAYED -> TaskState.DELAYED;
                case QUEUED -> TaskState.QUEUED;
                case RUNNING -> TaskState.RUNNING;
                case CANCELLING, INTERRUPTING, INTERRUPTED -> TaskState.CANCELLING;
                case BACKOFF -> TaskState.BACKOFF;
                case DONE -> TaskState.DONE;
            };
            Edges.taken(TaskLifecycle.TABLE, from, signal);
        }
    }
}
