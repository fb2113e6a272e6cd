package dev.lifeguard.distributed;

import dev.lifeguard.TaskPool;
import dev.lifeguard.distributed.engine.Engine;
import dev.lifeguard.distributed.host.Host;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A host of a distributed pool: takes tasks from an {@link Engine} and runs them on an ordinary {@link TaskPool} of this
 * process, which supervises its workers as always. Each slot settles its task and the result in one step.
 *
 * <p>A host that dies, freezes or is cut off loses its tasks to others; one that comes back to its engine goes on by itself.
 * Any thread may call any method.
 */
public final class WorkerHost implements AutoCloseable {

    private final Host<?, ?> host;

    WorkerHost(Host<?, ?> host) {
        this.host = host;
    }

    /**
     * Begins to configure a host.
     *
     * @param engine what carries the tasks
     * @param pool the name of the distributed pool
     * @param tasks reads tasks
     * @param results writes results
     * @param workers a started pool, which this host ends when it leaves; its workers process the tasks
     * @param <T> the task
     * @param <R> the result
     * @return the builder
     */
    public static <T, R extends @Nullable Object> WorkerHostBuilder<T, R> of(
            Engine engine, String pool, Codec<T> tasks, Codec<R> results, TaskPool<T, R> workers) {
        return new WorkerHostBuilder<>(engine, pool, tasks, results, workers);
    }

    /** {@return the name of this host} */
    public String name() {
        return host.settings().host();
    }

    /** {@return how many tasks run here now} */
    public int busy() {
        return host.busy();
    }

    /** {@return how many attempts ended here and could not be settled, so that they were run again} */
    public long unsettled() {
        return host.unsettled();
    }

    /** {@return whether it has left, by {@link #drain}, {@link #close}, or because a client asked for it} */
    public boolean hasLeft() {
        return host.gone();
    }

    /**
     * Takes nothing more, waits for what runs, and leaves. What does not end in time is cancelled and handed back to the
     * queue, where another host finds it.
     *
     * @param limit how long to wait for what runs
     * @throws InterruptedException when interrupted while waiting; the host still takes nothing
     */
    public void drain(Duration limit) throws InterruptedException {
        host.leave(limit);
    }

    /** Leaves as configured; an interrupt cuts the wait short and stays pending. */
    @Override
    public void close() {
        try {
            host.leave(host.leavingLimit());
        } catch (InterruptedException cutShort) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "WorkerHost " + name() + " of pool " + host.settings().pool();
    }
}
