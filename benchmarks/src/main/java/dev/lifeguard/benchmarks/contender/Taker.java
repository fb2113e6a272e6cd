package dev.lifeguard.benchmarks.contender;

/**
 * A pool that takes tasks. Any thread may call it.
 *
 * @param <F> what it gives for a task: a handle, a future
 */
public interface Taker<F> extends AutoCloseable {

    /**
     * Takes a task, for its result.
     *
     * @param chore the task
     * @return by which the result is had
     */
    F submit(Chore chore);

    /**
     * Waits for a result.
     *
     * @param future what {@link #submit} gave
     * @return the result
     * @throws InterruptedException when interrupted while waiting
     * @throws IllegalStateException when the task did not run
     */
    int await(F future) throws InterruptedException;

    /**
     * Takes a task whose result nobody asks for.
     *
     * @param chore the task
     */
    void execute(Chore chore);

    /**
     * Changes how many threads work, where that can be.
     *
     * @param workers how many
     */
    default void resize(int workers) {
        throw new UnsupportedOperationException(
                getClass().getSimpleName() + " cannot be resized to " + workers + " workers; compare pools that can.");
    }

    /** Runs all that was taken, then ends. */
    @Override
    void close();
}
