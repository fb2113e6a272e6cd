package dev.lifeguard;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A submitted task: its outcome, its cancellation, and when its worker is free again.
 *
 * <p>Three facts that are easily mixed up are kept apart: the <em>outcome</em> ends the caller's wait ({@link #await},
 * {@link #get}); the running code is <em>asked</em> to stop ({@link #cancel(Cancel)}); the worker is <em>settled</em>
 * ({@link #settled}) when that code has really left it.
 *
 * <p>How outcomes appear through {@link Future}:
 * <table>
 * <caption>outcome, state, get and cancel</caption>
 * <tr><th>outcome</th><th>{@code state()}</th><th>{@code get()}</th></tr>
 * <tr><td>{@link Outcome.Success}</td><td>SUCCESS</td><td>the value</td></tr>
 * <tr><td>{@link Outcome.Failed}</td><td>FAILED</td><td>ExecutionException, cause = the task's exception</td></tr>
 * <tr><td>{@link Outcome.TimedOut}</td><td>FAILED</td><td>ExecutionException, cause = {@link LimitException}</td></tr>
 * <tr><td>{@link Outcome.WorkerLost}</td><td>FAILED</td><td>ExecutionException, cause = {@link WorkerLostException}</td></tr>
 * <tr><td>{@link Outcome.Refused}</td><td>FAILED</td><td>ExecutionException, cause = {@link RefusedException}</td></tr>
 * <tr><td>{@link Outcome.Cancelled}</td><td>CANCELLED</td><td>CancellationException</td></tr>
 * </table>
 *
 * <p>Any thread may call any method. What the submitter did before {@code submit} happens-before the task; what the
 * task did happens-before a return from {@code await} or {@code get}. Waiting for a task of the pool from inside one
 * of its own workers is refused with an {@link IllegalStateException}, because it can wait for itself.
 *
 * @param <R> the result
 */
public interface TaskHandle<R extends @Nullable Object> extends Future<R> {

    /** {@return the number of the task in its pool, from 1, in the order of submission} */
    long id();

    /** {@return the name given in {@link TaskOptions}, or {@code "task"}} */
    String name();

    /**
     * Waits for the outcome.
     *
     * @return the outcome
     * @throws InterruptedException when interrupted while waiting; the task goes on
     */
    Outcome<R> await() throws InterruptedException;

    /**
     * Waits for the outcome for a limited time.
     *
     * @param limit how long to wait
     * @return the outcome, or empty when the limit passed; the task goes on
     * @throws InterruptedException when interrupted while waiting; the task goes on
     */
    Optional<Outcome<R>> await(Duration limit) throws InterruptedException;

    /** {@return the outcome, when there is one already} */
    Optional<Outcome<R>> outcome();

    /** {@return where the task is now} */
    TaskState taskState();

    /**
     * {@return a stage that completes when the worker is free again, replaced or dead: after the outcome, or with it}
     * Completing or cancelling the stage changes nothing here. Dependents run on the pool's notifier thread, or
     * on the calling thread when the stage is complete already or the pool has stopped.
     */
    CompletionStage<@Nullable Void> settled();

    /**
     * {@return a view of the outcome as a stage} It never completes exceptionally; completing or cancelling it changes
     * nothing here. Dependents run on the pool's notifier thread, or on the calling thread when the stage is complete
     * already or the pool has stopped.
     */
    CompletionStage<Outcome<R>> toStage();

    /**
     * Calls the listener with the progress of the task, on the pool's notifier thread, in order; a slow listener
     * misses older values and sees the newest. A listener that throws is counted and reported.
     *
     * @param listener what to call
     * @return this handle
     */
    TaskHandle<R> onProgress(Consumer<Object> listener);

    /**
     * Tells the task something. It waits in the task's inbox until an attempt reads it ({@link TaskContext#receive()});
     * what nobody has read when the task has its outcome is dropped. Never waits.
     *
     * @param message what to tell
     * @return whether it was taken; {@code false} when the inbox is full or the task has its outcome
     */
    boolean tell(Object message);

    /**
     * Asks the task something and waits for the {@linkplain Message#reply reply}.
     *
     * @param question what to ask
     * @param limit how long to wait
     * @return the reply
     * @throws MessageException when the inbox is full, no reply came in time, or the task has its outcome
     * @throws InterruptedException when interrupted while waiting; the question may still be read
     * @throws IllegalStateException when called from inside a worker of the task's own pool
     */
    Object ask(Object question, Duration limit) throws InterruptedException;

    /**
     * Takes the next {@linkplain TaskContext#partial part of the result}, in order, waiting for it if none is there.
     * The parts that are there when the task has its outcome can still be taken. Each part is given to one caller.
     *
     * @param limit how long to wait; zero to look only
     * @return the part; empty when none came in time, or none will come because the task has its outcome
     * @throws InterruptedException when interrupted while waiting
     * @throws IllegalStateException when a worker of the task's own pool would have to wait
     */
    Optional<Object> nextPartial(Duration limit) throws InterruptedException;

    /**
     * Submits the task once more to its pool, which refused it: the same payload and options, in the context of its first
     * submission, by the limits and the retry that the pool has now. It is a new task: its attempts count from 1, also
     * when this one says that it may have run. Each call submits it, as each {@code submit} does.
     *
     * @return the handle of the new task, which may be refused, too
     * @throws IllegalStateException when this task was not {@linkplain Outcome.Refused refused}
     * @see TaskPool#resubmit to another pool
     */
    TaskHandle<R> resubmit();

    /**
     * Cancels the task: its outcome is {@link Outcome.Cancelled} at once unless it has one already; code that runs is
     * asked to leave in the given way, and {@link #settled} says when it did.
     *
     * @param how how far to go with code that runs
     * @return whether this call decided the outcome
     */
    boolean cancel(Cancel how);

    /**
     * {@inheritDoc} {@code cancel(true)} is {@link Cancel#INTERRUPT}, {@code cancel(false)} is {@link Cancel#ASK}.
     */
    @Override
    default boolean cancel(boolean mayInterruptIfRunning) {
        return cancel(mayInterruptIfRunning ? Cancel.INTERRUPT : Cancel.ASK);
    }

    @Override
    R get() throws InterruptedException, ExecutionException;

    @Override
    R get(long timeout, java.util.concurrent.TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException;
}
