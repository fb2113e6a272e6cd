package dev.lifeguard.executor;

import dev.lifeguard.Cancel;
import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Refusal;
import dev.lifeguard.RefusedException;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.dataplane.DataPlane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A pool as the JDK's {@code ExecutorService}: its contract, over the pool's own tasks. A view ends by itself; the pool
 * goes on. Any thread may call any method.
 *
 * <p>Not an {@code AbstractExecutorService}: its futures hear nothing of a task that the pool sheds, times out or hands
 * back, and would wait forever.
 *
 * <p>Order: a task is listed after the pool took it, and then its submitter looks whether it is over already, and whether
 * the view was stopped; who ends or stops does that first and then looks at the list. So no task stays listed that is
 * over, and none that is listed escapes {@code shutdownNow}.
 */
final class PoolExecutor implements ExecutorService {

    /** The pool's limits hold; its retry does not: an executor runs a task once. */
    private static final TaskOptions ONCE = TaskOptions.none().withRetry(Retry.none());

    /**
     * The options of a task of which nobody can be told that it was given up while it waited: so it is not given up. Its
     * limits are those of its run, which ends by its own code.
     */
    private static TaskOptions onceBegun(Limits limits) {
        long run = Math.min(limits.nanos(Limit.RUN), limits.nanos(Limit.TOTAL));
        Limits running = run == Long.MAX_VALUE ? Limits.none() : Limits.none().withRun(Duration.ofNanos(run));
        Optional<Duration> silence = limits.of(Limit.SILENCE);
        return ONCE.withLimits(silence.isEmpty() ? running : running.withSilence(silence.get()));
    }

    /** A task that is not over, and what {@code shutdownNow} hands back for it. */
    private record Listed(TaskHandle<?> handle, Runnable task) {}

    private final DataPlane plane;
    private final Gate gate = new Gate();
    private final ConcurrentHashMap<Errand, Listed> listed = new ConcurrentHashMap<>();

    PoolExecutor(DataPlane plane) {
        this.plane = plane;
    }

    // One task.

    @Override
    public void execute(Runnable command) {
        Errand errand = Errand.of(this, Objects.requireNonNull(command));
        list(errand, new Listed(take(errand), command));
    }

    @Override
    public Future<?> submit(Runnable task) {
        return future(Errand.of(this, Executors.callable(task)));
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Runnable task, T result) {
        return future(Errand.of(this, Executors.callable(task, result)));
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
        return future(Errand.of(this, Objects.requireNonNull(task)));
    }

    private <T extends @Nullable Object> ExecutorFuture<T> future(Errand errand) {
        TaskHandle<T> handle = take(errand);
        var future = new ExecutorFuture<>(handle);
        list(errand, new Listed(handle, future));
        return future;
    }

    private <T extends @Nullable Object> TaskHandle<T> take(Errand errand) {
        if (!gate.enter()) {
            throw shutDown();
        }
        TaskHandle<T> handle;
        try {
            handle = plane.submit(Errand.CALL, errand, errand.canBeTold() ? ONCE : onceBegun(plane.limits()));
        } catch (Throwable notTaken) {
            errand.forsake();
            throw notTaken;
        }
        Refusal refusal = errand.refusal();
        if (refusal != null) {
            // Looked at in the name of the caller, who learns it from the exception.
            handle.outcome();
            throw new RejectedExecutionException(refusal.message(), new RefusedException(refusal));
        }
        return handle;
    }

    private void list(Errand errand, Listed entry) {
        listed.put(errand, entry);
        if (errand.isOver()) {
            listed.remove(errand);
        } else if (gate.isStopped() && stop(errand, entry, Cancel.KILL)) {
            throw shutDown();
        }
    }

    private RejectedExecutionException shutDown() {
        return new RejectedExecutionException(
                plane.admission().isClosed()
                        ? plane.refusal(Refusal.Reason.DRAINING, "intake", "closed")
                                .message()
                        : "This executor view of pool " + plane.pool() + " was shut down, so the task was not taken;"
                                + " the pool goes on: take another view with asExecutor().");
    }

    // What an errand says.

    /** Nothing of this errand can run any more. */
    void over(Errand errand) {
        listed.remove(errand);
        gate.leave();
    }

    boolean isStopped() {
        return gate.isStopped();
    }

    /** Runs code of the user on the thread that is there for it. */
    void later(Runnable callback) {
        plane.callbacks().later(callback);
    }

    // Many tasks.

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
            throws InterruptedException {
        return all(List.copyOf(tasks), Long.MAX_VALUE);
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit) throws InterruptedException {
        return all(List.copyOf(tasks), unit.toNanos(timeout));
    }

    private <T extends @Nullable Object> List<Future<T>> all(List<Callable<T>> tasks, long limitNanos)
            throws InterruptedException {
        refuseSelfWait("invokeAll");
        long deadline = plane.deadline(Duration.ofNanos(limitNanos));
        var futures = new ArrayList<Future<T>>(tasks.size());
        boolean done = false;
        try {
            for (Callable<T> task : tasks) {
                futures.add(left(deadline) > 0 ? future(Errand.of(this, task)) : tooLate(task));
            }
            for (Future<T> future : futures) {
                if (future instanceof ExecutorFuture<T> taken && !taken.await(Duration.ofNanos(left(deadline)))) {
                    return futures;
                }
            }
            done = true;
            return futures;
        } finally {
            if (!done) {
                cancelAll(futures);
            }
        }
    }

    /** The time was over before this task could be submitted: it never runs, and its future says so. */
    private static <T extends @Nullable Object> Future<T> tooLate(Callable<T> task) {
        var never = new FutureTask<>(task);
        never.cancel(false);
        return never;
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks)
            throws InterruptedException, ExecutionException {
        try {
            return any(List.copyOf(tasks), Long.MAX_VALUE);
        } catch (TimeoutException impossible) {
            throw new AssertionError("A wait without a limit does not pass it.", impossible);
        }
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return any(List.copyOf(tasks), unit.toNanos(timeout));
    }

    /** Submits one task after another as long as none has succeeded; then waits for the next that ends. */
    private <T extends @Nullable Object> T any(List<Callable<T>> tasks, long limitNanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("invokeAny needs at least one task, but got none.");
        }
        refuseSelfWait("invokeAny");
        long deadline = plane.deadline(Duration.ofNanos(limitNanos));
        BlockingQueue<Integer> ended = new LinkedTransferQueue<>();
        var futures = new ArrayList<Future<T>>(tasks.size());
        ExecutionException last = null;
        try {
            for (int failed = 0; failed < tasks.size(); ) {
                Integer next = ended.poll();
                if (next == null && futures.size() < tasks.size()) {
                    Integer number = futures.size();
                    futures.add(future(Errand.of(this, tasks.get(number), () -> ended.add(number))));
                    continue;
                }
                if (next == null) {
                    next = ended.poll(left(deadline), TimeUnit.NANOSECONDS);
                }
                if (next == null) {
                    throw new TimeoutException("None of " + tasks.size() + " tasks succeeded within "
                            + Duration.ofNanos(limitNanos) + ", and " + failed
                            + " failed; the others were cancelled. Allow more time.");
                }
                try {
                    return futures.get(next).get();
                } catch (ExecutionException failure) {
                    last = failure;
                } catch (CancellationException cancelled) {
                    last = new ExecutionException(cancelled);
                }
                failed++;
            }
            throw Objects.requireNonNull(last);
        } finally {
            cancelAll(futures);
        }
    }

    /** The last first: an interrupt that frees a worker must not let it begin what is to be cancelled next. */
    private static void cancelAll(List<? extends Future<?>> futures) {
        futures.reversed().forEach(future -> future.cancel(true));
    }

    private long left(long deadlineNanos) {
        return deadlineNanos - plane.time().nanoTime();
    }

    private void refuseSelfWait(String what) {
        if (plane.isOwnThread()) {
            throw new IllegalStateException(plane.refusal(Refusal.Reason.SELF_WAIT, what, "from inside a worker")
                    .message());
        }
    }

    // The end.

    @Override
    public void shutdown() {
        gate.close();
    }

    /**
     * {@inheritDoc} What has not begun is cancelled and handed back, in the order of submission: for {@code execute} what
     * was given, for {@code submit} the future.
     */
    @Override
    public List<Runnable> shutdownNow() {
        gate.stop();
        var waiting = new TreeMap<Long, Runnable>();
        listed.forEach((errand, entry) -> {
            if (errand.isWaiting() && stop(errand, entry, Cancel.ASK)) {
                waiting.put(entry.handle().id(), entry.task());
            }
        });
        // Interrupts come last: a worker that one of them frees must find nothing here to go on with.
        listed.values().forEach(entry -> entry.handle().cancel(Cancel.KILL));
        return new ArrayList<>(waiting.values());
    }

    /** {@return whether this call cancelled it before it began} */
    private static boolean stop(Errand errand, Listed entry, Cancel how) {
        return entry.handle().cancel(how) && errand.neverBegan();
    }

    @Override
    public boolean isShutdown() {
        return gate.isClosed();
    }

    @Override
    public boolean isTerminated() {
        return gate.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        refuseSelfWait("awaitTermination");
        return gate.awaitTermination(timeout, unit);
    }

    /** {@inheritDoc} From inside a worker of the pool it does not wait, because it would wait for itself. */
    @Override
    public void close() {
        if (plane.isOwnThread()) {
            shutdown();
        } else {
            ExecutorService.super.close();
        }
    }

    @Override
    public String toString() {
        return "Executor view of pool " + plane.pool() + " ("
                + (isTerminated() ? "terminated" : isShutdown() ? "shut down" : "running") + ", " + listed.size()
                + " tasks)";
    }
}
