package dev.lifeguard.benchmarks.contender;

import dev.lifeguard.Outcome;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.WorkerPool;

/**
 * Lifeguard.
 *
 * @param pool of the workers; its tasks do not use them, as those of its rivals have none
 */
public record PoolTaker(WorkerPool<Object> pool) implements Taker<TaskHandle<Integer>> {

    @Override
    public TaskHandle<Integer> submit(Chore chore) {
        return pool.submit(chore);
    }

    @Override
    public int await(TaskHandle<Integer> handle) throws InterruptedException {
        Outcome<Integer> outcome = handle.await();
        if (outcome instanceof Outcome.Success<Integer> success) {
            return success.value();
        }
        throw new IllegalStateException("A task did not run, so nothing was measured: " + outcome);
    }

    @Override
    public void execute(Chore chore) {
        // What would have been refused is missed by whoever counts the chores.
        var unused = pool.submit(chore);
    }

    @Override
    public void resize(int workers) {
        pool.resize(workers);
    }

    @Override
    public void close() {
        pool.close();
    }
}
