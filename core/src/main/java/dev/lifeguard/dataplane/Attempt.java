package dev.lifeguard.dataplane;

import dev.lifeguard.Lease;
import dev.lifeguard.Message;
import dev.lifeguard.TaskContext;
import dev.lifeguard.WorkerContext;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One attempt, as its code sees it. Fenced by its number: when the task has moved on, every call does nothing.
 *
 * <p>The hooks are a stack that is closed once, by whoever asks the attempt to leave; what is registered afterwards
 * runs at once on the thread that registers it.
 */
@SuppressWarnings("ReferenceEquality") // CLOSED is a mark, told from hooks by its identity.
public final class Attempt extends AtomicReference<Attempt.@Nullable Hook> implements TaskContext {

    private static final long serialVersionUID = 1L;
    private static final Hook CLOSED = new Hook(Attempt::nothing, null, 0);

    /** A cancel hook and those registered before it. */
    record Hook(AutoCloseable hook, @Nullable Hook next, int count) {}

    private final transient TaskRecord<?> task;
    private final transient WorkerCell cell;
    private final int number;

    /** Worker's thread: how the worker comes out of this attempt. */
    private Lease.Verdict verdict = Lease.Verdict.OK;

    private String brokenWhy = "";

    Attempt(TaskRecord<?> task, WorkerCell cell, int number) {
        this.task = task;
        this.cell = cell;
        this.number = number;
    }

    @Override
    public int attempt() {
        return number;
    }

    @Override
    public WorkerContext worker() {
        return new OwnContext(task.plane, cell);
    }

    @Override
    public boolean cancelled() {
        return task.isAskedToLeave(number);
    }

    @Override
    public void checkCancelled() {
        if (cancelled()) {
            throw new CancellationException("Task " + task.id() + " (" + task.name() + "), attempt " + number
                    + ", was asked to stop and stops here.");
        }
    }

    @Override
    public void onCancel(AutoCloseable hook) {
        while (true) {
            Hook head = get();
            if (head == CLOSED) {
                run(hook);
                return;
            }
            int count = head == null ? 1 : head.count() + 1;
            if (count > CANCEL_HOOKS) {
                throw new IllegalStateException("Task " + task.id() + " registers its cancel hook number " + count
                        + ", but an attempt may have " + CANCEL_HOOKS + "; register one that closes them all.");
            }
            if (compareAndSet(head, new Hook(hook, head, count))) {
                return;
            }
        }
    }

    @Override
    public void progress(Object value) {
        task.progress(number, value);
    }

    @Override
    public Optional<Object> checkpoint() {
        return task.checkpoint(number);
    }

    @Override
    public void heartbeat() {
        task.heartbeat(number);
    }

    @Override
    public boolean partial(Object value, Duration limit) throws InterruptedException {
        return task.partial(number, Objects.requireNonNull(value), limit);
    }

    @Override
    public Optional<Message> receive() {
        return task.receive(number);
    }

    @Override
    public Optional<Message> receive(Duration limit) throws InterruptedException {
        return task.receive(number, limit);
    }

    @Override
    public void markDirty() {
        if (verdict == Lease.Verdict.OK) {
            verdict = Lease.Verdict.DIRTY;
        }
    }

    @Override
    public void markBroken(String why) {
        verdict = Lease.Verdict.BROKEN;
        brokenWhy = why;
    }

    /** {@return how the worker comes out of this attempt} */
    public Lease.Verdict verdict() {
        return verdict;
    }

    /** {@return why the worker was called broken} */
    public String brokenWhy() {
        return brokenWhy;
    }

    private static void nothing() {
        // The mark has no hook to run.
    }

    int number() {
        return number;
    }

    WorkerCell cell() {
        return cell;
    }

    /** {@return whether there is no hook to run} If so, later ones run where they are registered. */
    public boolean closeIfEmpty() {
        return compareAndSet(null, CLOSED) || get() == CLOSED;
    }

    /** Runs the hooks, the last registered first. On a thread of its own: they are user code. */
    public void runHooks() {
        for (Hook hook = getAndSet(CLOSED); hook != null && hook != CLOSED; hook = hook.next()) {
            run(hook.hook());
        }
    }

    private void run(AutoCloseable hook) {
        task.inContext(() -> close(hook));
    }

    private void close(AutoCloseable hook) {
        try {
            hook.close();
        } catch (Throwable failure) {
            task.trouble(
                    "A cancel hook of task " + task.id() + " (" + task.name() + ") failed; the others still run"
                            + " and the worker is interrupted next. Make the hook not throw.",
                    failure);
        }
    }
}
