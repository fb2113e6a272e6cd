package dev.lifeguard.executor;

import dev.lifeguard.Cancel;
import dev.lifeguard.Outcome;
import dev.lifeguard.TaskHandle;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A task as the future that {@code submit} returns. It is a {@code Runnable} only so that {@code shutdownNow} can hand it
 * back; the pool runs its code, and nobody else.
 *
 * @param <T> the result
 */
final class ExecutorFuture<T extends @Nullable Object> implements RunnableFuture<T> {

    private final TaskHandle<T> handle;

    ExecutorFuture(TaskHandle<T> handle) {
        this.handle = handle;
    }

    @Override
    public void run() {
        // A future that was handed back is cancelled, and the code of a cancelled future never runs.
    }

    /** {@inheritDoc} The code of an executor cannot be asked to leave, so an interrupt follows at once. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return handle.cancel(mayInterruptIfRunning ? Cancel.KILL : Cancel.ASK);
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        try {
            return handle.get();
        } catch (ExecutionException failure) {
            throw asThrown(failure);
        }
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return handle.get(timeout, unit);
        } catch (ExecutionException failure) {
            throw asThrown(failure);
        }
    }

    /** A failure that cost the worker its life is, for the one who asked, still what his code threw. */
    private ExecutionException asThrown(ExecutionException failure) {
        Throwable killer = killer();
        return killer == null ? failure : new ExecutionException(killer);
    }

    private @Nullable Throwable killer() {
        return handle.outcome().orElse(null) instanceof Outcome.WorkerLost<T> lost ? lost.cause() : null;
    }

    @Override
    public T resultNow() {
        return handle.resultNow();
    }

    @Override
    public Throwable exceptionNow() {
        Throwable killer = killer();
        return killer == null ? handle.exceptionNow() : killer;
    }

    @Override
    public State state() {
        return handle.state();
    }

    @Override
    public boolean isDone() {
        return handle.isDone();
    }

    @Override
    public boolean isCancelled() {
        return handle.isCancelled();
    }

    /** {@return whether it was done in time} */
    boolean await(Duration limit) throws InterruptedException {
        return handle.await(limit).isPresent();
    }

    @Override
    public String toString() {
        return handle.toString();
    }
}
