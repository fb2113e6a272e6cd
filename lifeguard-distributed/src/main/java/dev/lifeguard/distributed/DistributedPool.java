package dev.lifeguard.distributed;

import dev.lifeguard.Drain;
import dev.lifeguard.Outcome;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.distributed.client.Client;
import dev.lifeguard.distributed.engine.Engine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pool whose workers are on other machines, as the process sees it that submits tasks: the same handles and outcomes as
 * of a {@link dev.lifeguard.TaskPool}.
 *
 * <p>Tasks wait in a durable queue of an {@link Engine} until a {@link WorkerHost} takes them. <strong>Delivery is at least
 * once</strong>, with or without retry: when a host dies, freezes or loses the engine, the engine hands its tasks to others,
 * and what they did before may be done again. Each task still has exactly one outcome here.
 *
 * <p>Any thread may call any method.
 *
 * @param <T> the task
 * @param <R> the result
 */
public final class DistributedPool<T, R extends @Nullable Object> implements AutoCloseable {

    private final Client<T, R> client;

    DistributedPool(Client<T, R> client) {
        this.client = client;
    }

    /**
     * Begins to configure a client of a pool.
     *
     * @param engine what carries the tasks
     * @param pool the name of the pool: letters, digits, {@code - . _}, at most 64 characters
     * @param tasks writes tasks
     * @param results reads results
     * @param <T> the task
     * @param <R> the result
     * @return the builder
     */
    public static <T, R extends @Nullable Object> DistributedPoolBuilder<T, R> on(
            Engine engine, String pool, Codec<T> tasks, Codec<R> results) {
        return new DistributedPoolBuilder<>(engine, pool, tasks, results);
    }

    /**
     * Submits a task. Returns at once unless the queue is full and the pool lets submitters wait; never throws for overload:
     * the outcome says {@link Outcome.Refused}. The engine confirms later; until then the task is sent again if need be.
     *
     * @param task the task; it may be processed more than once
     * @return the handle
     * @throws IllegalArgumentException when it cannot be encoded, or is too large
     */
    public TaskHandle<R> submit(T task) {
        return submit(task, TaskOptions.none());
    }

    /**
     * Submits a task with choices of its own. A priority beyond 9 counts as 9. The backoff of a {@link
     * dev.lifeguard.Retry} is drawn now; which failures are worth another attempt says the host.
     *
     * @param task the task; it may be processed more than once
     * @param options name, limits, retry, key, priority, delay
     * @return the handle
     * @throws IllegalArgumentException when it cannot be encoded, is too large, or an option would never act here: a kind or
     *     a lane
     */
    public TaskHandle<R> submit(T task, TaskOptions options) {
        return client.submit(task, options);
    }

    /**
     * Submits several tasks, in their order, each with the same choices and an outcome of its own. Not all or nothing.
     *
     * @param tasks the tasks
     * @param options for each
     * @return their handles, in the same order
     */
    public List<TaskHandle<R>> submitAll(Collection<? extends T> tasks, TaskOptions options) {
        List<TaskHandle<R>> handles = new ArrayList<>(tasks.size());
        tasks.forEach(task -> handles.add(submit(task, options)));
        return List.copyOf(handles);
    }

    /**
     * {@return the handle of a task by its id, while it has no outcome or something of it may still run} This is how a
     * task is found that was {@linkplain DistributedPoolBuilder#adopting adopted} from an earlier life of this client.
     *
     * @param id the id, as events, orphans and {@link #detach} name it
     */
    public Optional<TaskHandle<R>> find(String id) {
        return client.handle(id);
    }

    /**
     * Tells all workers of all hosts something; each that is reached reads it as of {@link
     * dev.lifeguard.WorkerPool#broadcast}. At most once, and nobody counts who read it.
     *
     * @param message a value that the codec for messages can write
     * @return whether it was sent
     */
    public boolean broadcast(Object message) {
        return client.broadcast(message);
    }

    /**
     * Asks all hosts to begin nothing, also what other clients submit. The wish holds as long as this client lives and does
     * not {@link #resume}: hosts that have not heard it for ten heartbeats go on, so that no pause outlives who wanted it.
     */
    public void pause() {
        client.pause(true);
    }

    /** Ends the pause that this client asked for. */
    public void resume() {
        client.pause(false);
    }

    /**
     * Asks a host to take nothing more, to finish what it has, and to leave.
     *
     * @param host its name
     * @return whether the request was sent; the snapshot shows whether it was heard
     */
    public boolean drainHost(String host) {
        return client.drainHost(host);
    }

    /** {@return the pool as this client sees it} Asks the engine, so it takes a moment. */
    public DistributedSnapshot snapshot() {
        return client.snapshot();
    }

    /**
     * Ends this client by a plan; hosts and other clients go on. Its tasks run, within the deadline; what is still queued
     * then is taken back and {@link Outcome.Refused}, what still runs is asked to leave and {@link Outcome.Cancelled}.
     *
     * @param plan how
     * @return what became of every task that was unfinished
     * @throws InterruptedException when interrupted while waiting
     */
    public Drain.Report drain(Drain plan) throws InterruptedException {
        return client.drain(plan);
    }

    /**
     * Ends this client and leaves its tasks in the queue and at the hosts. The handles here are {@link Outcome.Refused} with
     * a report that says that the tasks may have run; their results wait for the next client of this name.
     *
     * @return the ids of the tasks, for {@link DistributedPoolBuilder#adopting}
     * @throws InterruptedException when interrupted while waiting
     */
    public List<String> detach() throws InterruptedException {
        return client.detach();
    }

    /** Ends this client as configured; an interrupt cuts it short and stays pending. */
    @Override
    public void close() {
        try {
            drain(client.closing());
        } catch (InterruptedException cutShort) {
            client.abandon();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "DistributedPool (" + client.name() + ")";
    }
}
