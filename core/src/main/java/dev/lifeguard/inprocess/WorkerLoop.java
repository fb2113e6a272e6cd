package dev.lifeguard.inprocess;

import dev.lifeguard.Lease;
import dev.lifeguard.StopReason;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.WorkerState;
import dev.lifeguard.dataplane.Attempt;
import dev.lifeguard.dataplane.CheckoutWaiter;
import dev.lifeguard.dataplane.DataPlane;
import dev.lifeguard.dataplane.Dispatcher;
import dev.lifeguard.dataplane.Left;
import dev.lifeguard.dataplane.Letter;
import dev.lifeguard.dataplane.Notice;
import dev.lifeguard.dataplane.OwnContext;
import dev.lifeguard.dataplane.TaskRecord;
import dev.lifeguard.dataplane.Waiting;
import dev.lifeguard.dataplane.WorkerCell;
import org.jspecify.annotations.Nullable;

/**
 * The thread of one incarnation of a worker: start hook, then tasks from the queue, messages and reset hooks as the
 * word says, then the stop hook. All user code of the worker runs here, and nowhere else.
 *
 * <p>The loop owns the worker object while the word says RUNNING, SEARCHING, RECEIVING, RESETTING or CHECKING, and sleeps
 * otherwise. When it is abandoned under user code, the word or the task's word fences it: its next transition fails, it touches
 * nothing, runs the stop hook late and reports that the zombie is back.
 */
public final class WorkerLoop implements Runnable {

    /** How many messages are read between two uses, while work waits. */
    static final int MAIL_BATCH = 16;

    /** How often a worker whose lease was revoked looks whether its owner still lives. */
    private static final long LESSEE_LOOK_NANOS = 1_000_000_000;

    private final DataPlane plane;
    private final Dispatcher dispatcher;
    private final WorkerCell cell;
    private final WorkerDefinition<Object> definition;

    /** Whether an attempt was fenced under this thread: it owns nothing any more, whatever the word still says. */
    private boolean abandoned;

    public WorkerLoop(DataPlane plane, WorkerCell cell, WorkerDefinition<Object> definition) {
        this.plane = plane;
        this.dispatcher = plane.dispatcher();
        this.cell = cell;
        this.definition = definition;
    }

    @Override
    public void run() {
        cell.bind(Thread.currentThread());
        plane.enlist();
        try {
            Object worker = start();
            if (worker != null) {
                try {
                    serve(worker);
                } catch (Throwable failure) {
                    // Ours, or no memory: the worker is lost, the pool is not.
                    crash(StopReason.CRASHED, false, "its own loop failed with " + failure, failure);
                }
                // From here on nobody reads; what was not read is dropped before the stop hook begins.
                cell.closeMail(plane);
                stop(worker, abandoned ? StopReason.STUCK : cell.stopReason());
                end();
            }
        } finally {
            plane.delist();
        }
    }

    // Start.

    /** {@return the worker object, or {@code null} when there is none and everything has been said} */
    private @Nullable Object start() {
        Object made = null;
        StopReason reason = StopReason.CRASHED;
        Throwable cause;
        try {
            made = definition.start(new OwnContext(plane, cell));
            if (made == null) {
                throw new IllegalStateException("The start hook of worker " + cell.id
                        + " returned null, so there is no worker; a new one is tried after a backoff. Make it return a"
                        + " new object.");
            }
            if (definition.healthy(made)) {
                cell.hold(made);
                plane.signals().post(new Notice.Started(cell));
                return made;
            }
            reason = StopReason.UNHEALTHY;
            cause = new IllegalStateException("Worker " + cell.id
                    + " says right after its start that it is not healthy; a new one is tried after a backoff.");
        } catch (Throwable failure) {
            cause = failure;
        }
        Thread.interrupted();
        boolean mine = cell.failStart(reason);
        if (made != null) {
            stop(made, mine ? reason : StopReason.STUCK);
        }
        mine = mine && cell.exit();
        plane.signals().post(mine ? new Notice.StartFailed(cell, reason, cause) : new Notice.ZombieReturned(cell));
        return null;
    }

    // Service.

    private void serve(Object worker) {
        while (!abandoned) {
            switch (cell.state()) {
                case SEARCHING -> {
                    cell.arrive();
                    work(worker, null, true);
                }
                case RUNNING -> work(worker, cell.takeHandoff(), false);
                case RECEIVING -> receive(worker);
                case RESETTING -> reset(worker);
                case CHECKING -> check(worker);
                case STARTING, IDLE, LEASED -> {
                    plane.time().park(this);
                    // Nobody may interrupt a resting worker; what somebody did anyway must not reach a task.
                    Thread.interrupted();
                }
                case REVOKED -> awaitLessee();
                case ENDING, ABANDONED, GONE -> {
                    return;
                }
            }
        }
    }

    /**
     * The pool has ended, and the lease is still out: it comes back late, or its owner ends. No supervisor looks any
     * more, so the worker does.
     */
    private void awaitLessee() {
        if (!cell.forgetLessee()) {
            plane.time().parkUntil(this, plane.time().nanoTime() + LESSEE_LOOK_NANOS);
            Thread.interrupted();
        }
    }

    /** Runs the task handed over and then what the queue has, until the worker rests, is lent, soiled or ended. */
    private void work(Object worker, @Nullable TaskRecord<?> handed, boolean searching) {
        boolean token = searching;
        Waiting entry = handed == null ? dispatcher.next(cell) : handed;
        while (true) {
            if (token) {
                token = false;
                dispatcher.endSearch(entry != null);
            }
            switch (entry) {
                case null -> {
                    if (dispatcher.rest(cell)) {
                        return;
                    }
                }
                case CheckoutWaiter waiter -> {
                    if (waiter.claim()) {
                        dispatcher.lend(cell, waiter);
                        return;
                    }
                }
                case TaskRecord<?> task -> {
                    if (!process(worker, task)) {
                        return;
                    }
                    if (cell.retiring() || cell.hasMail()) {
                        dispatcher.rest(cell);
                        return;
                    }
                }
            }
            entry = dispatcher.next(cell);
        }
    }

    /** {@return whether the worker can take the next task as it is} */
    private boolean process(Object worker, TaskRecord<?> task) {
        Attempt attempt;
        try {
            attempt = task.begin(cell, plane.clock().now());
        } catch (Throwable noMemory) {
            // The task has not begun and is in nobody's hands but ours.
            dispatcher.dispatch(task);
            throw noMemory;
        }
        if (attempt == null) {
            return true;
        }
        Object span = plane.recording().attemptBegins();
        Left left;
        @Nullable String crash = null;
        @Nullable Throwable cause = null;
        try {
            Object value = task.run(worker, attempt);
            left = task.succeed(attempt, value);
        } catch (Throwable failure) {
            cause = failure;
            if (fatal(worker, failure)) {
                crash = "a task failed with " + failure.getClass().getName() + ", which the worker does not survive";
            } else if (attempt.verdict() == Lease.Verdict.BROKEN) {
                crash = "its task called it broken: " + attempt.brokenWhy();
            }
            left = task.fail(attempt, failure, crash == null ? null : "Worker " + cell.id + " died: " + crash + ".");
        }
        if (span != null) {
            plane.recording().attemptEnded(span, task, attempt, end(left, cause));
        }
        // What interrupted this attempt, or what it left behind, must not reach the next.
        Thread.interrupted();
        if (left == Left.ABANDONED) {
            // The supervisor fences the task first and the word after it; in between the word still says RUNNING.
            abandoned = true;
            return false;
        }
        if (crash == null && attempt.verdict() == Lease.Verdict.BROKEN) {
            crash = "its task called it broken: " + attempt.brokenWhy();
        }
        return afterwards(left, attempt, crash, cause);
    }

    private static String end(Left left, @Nullable Throwable cause) {
        String what = cause == null ? "returned" : "threw " + cause.getClass().getName();
        return switch (left) {
            case FREE, SOILED -> what;
            case ASKED -> what + " after it had been asked to leave";
            case ABANDONED -> what + " after it had been abandoned";
        };
    }

    private boolean afterwards(Left left, Attempt attempt, @Nullable String crash, @Nullable Throwable cause) {
        if (crash != null) {
            boolean called = attempt.verdict() == Lease.Verdict.BROKEN;
            crash(called ? StopReason.BROKEN : StopReason.CRASHED, left == Left.ASKED, crash, cause);
            return false;
        }
        if (left == Left.FREE && attempt.verdict() == Lease.Verdict.OK) {
            return true;
        }
        cell.soil(left == Left.ASKED);
        plane.clock().now();
        return false;
    }

    private boolean fatal(Object worker, Throwable failure) {
        try {
            return definition.fatal(worker, failure);
        } catch (Throwable broken) {
            plane.signals()
                    .post(new Notice.Troubled(
                            "The rule of worker " + cell.id + " that says which failures are fatal threw, so the"
                                    + " worker is replaced; make it answer for every exception.",
                            broken));
            return true;
        }
    }

    /** Reads the mail: all of it, or a batch while work waits. Each message is a hook with its own limit. */
    private void receive(Object worker) {
        // Wakes the clock, so that the limit is looked at.
        plane.clock().now();
        for (int read = 0; read < MAIL_BATCH || plane.queue().isEmpty(); read++) {
            Letter letter = cell.retiring() ? null : cell.nextLetter();
            if (letter == null) {
                break;
            }
            if (!deliver(worker, letter)) {
                return;
            }
        }
        dispatcher.received(cell);
    }

    /** {@return whether the worker can read on} */
    private boolean deliver(Object worker, Letter letter) {
        cell.countReading();
        try {
            definition.receive(worker, letter);
            cell.countReading();
            letter.close(null);
            Thread.interrupted();
            return true;
        } catch (Throwable failure) {
            cell.countReading();
            letter.close(failure);
            Thread.interrupted();
            if (fatal(worker, failure)) {
                crash(
                        StopReason.CRASHED,
                        false,
                        "a message failed with " + failure.getClass().getName() + ", which the worker does not survive",
                        failure);
            } else {
                plane.signals()
                        .post(new Notice.Troubled(
                                "A message to worker " + cell.id + " failed, so the worker is reset; make its receive"
                                        + " hook not throw.",
                                failure));
                cell.soil(false);
                plane.clock().now();
            }
            return false;
        }
    }

    private void reset(Object worker) {
        try {
            definition.reset(worker);
            boolean healthy = definition.healthy(worker);
            Thread.interrupted();
            if (healthy) {
                dispatcher.cleaned(cell);
            } else {
                crash(StopReason.UNHEALTHY, false, "it says after its reset that it is not healthy", null);
            }
        } catch (Throwable failure) {
            Thread.interrupted();
            crash(
                    StopReason.CRASHED,
                    false,
                    "its reset failed with " + failure.getClass().getName(),
                    failure);
        }
    }

    private void check(Object worker) {
        // Its limit counts from here, not from the moment in which it was wanted.
        cell.countHook();
        try {
            boolean healthy = definition.healthy(worker);
            Thread.interrupted();
            if (healthy) {
                dispatcher.cleaned(cell);
            } else {
                crash(StopReason.UNHEALTHY, false, "it says when asked that it is not healthy", null);
            }
        } catch (Throwable failure) {
            Thread.interrupted();
            crash(
                    StopReason.UNHEALTHY,
                    false,
                    "its health check failed with " + failure.getClass().getName(),
                    failure);
        }
    }

    private void crash(StopReason fault, boolean asked, String reason, @Nullable Throwable cause) {
        WorkerState from = cell.crash(fault, asked);
        if (from != null) {
            plane.signals().post(new Notice.Crashed(cell, from, fault, reason, cause));
        }
    }

    // The end.

    private void stop(Object worker, StopReason reason) {
        // Wakes the clock, so that the limit of this hook is looked at.
        plane.clock().now();
        try {
            definition.stop(worker, reason);
        } catch (Throwable failure) {
            plane.signals()
                    .post(new Notice.Troubled(
                            "The stop hook of worker " + cell.id + " (" + reason
                                    + ") threw; the worker is gone all the same, but may have left something behind.",
                            failure));
        }
        Thread.interrupted();
    }

    private void end() {
        boolean left = cell.exit();
        plane.gates().gone(cell);
        plane.signals().post(left ? new Notice.Exited(cell) : new Notice.ZombieReturned(cell));
    }
}
