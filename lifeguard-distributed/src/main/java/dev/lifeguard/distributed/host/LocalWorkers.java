package dev.lifeguard.distributed.host;

import dev.lifeguard.Drain;
import dev.lifeguard.TaskContext;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskPool;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a host: an ordinary pool, whatever its workers are. Tests put simulated ones here.
 *
 * @param <T> the task
 * @param <R> the result
 */
public interface LocalWorkers<T, R extends @Nullable Object> {

    /**
     * Submits one attempt.
     *
     * @param task the task
     * @param options its limits and name
     * @param view what the worker sees instead of the context of this pool, which knows nothing of earlier attempts
     *     elsewhere
     */
    TaskHandle<R> submit(T task, TaskOptions options, UnaryOperator<TaskContext> view);

    /** {@return how many workers serve} */
    int serving();

    /** Tells every worker something. */
    void broadcast(Object message);

    /** Ends the workers: what runs is asked to leave. */
    void end(Drain plan) throws InterruptedException;

    /** {@return the workers of a pool} */
    static <T, R extends @Nullable Object> LocalWorkers<T, R> of(TaskPool<T, R> pool) {
        return new LocalWorkers<>() {
            @Override
            public TaskHandle<R> submit(T task, TaskOptions options, UnaryOperator<TaskContext> view) {
                return pool.workers().submit((worker, context) -> worker.process(task, view.apply(context)), options);
            }

            @Override
            public int serving() {
                return pool.workers().serving();
            }

            @Override
            public void broadcast(Object message) {
                pool.workers().broadcast(message);
            }

            @Override
            public void end(Drain plan) throws InterruptedException {
                pool.drain(plan);
            }
        };
    }
}
