package dev.lifeguard;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A pool as it was seen at one moment. The parts are read one after another while the pool goes on, so sums can be off
 * by what happened in between; every part is true by itself.
 *
 * @param pool the name of the pool
 * @param state where it is in its life
 * @param degraded why fewer workers serve than were asked for, when that is so
 * @param size how many workers it keeps
 * @param burst how many more it may start for a while
 * @param queued how many tasks and checkouts wait; cancelled ones do not count
 * @param unfinished how many tasks were taken and have no outcome yet, plus checkouts that wait
 * @param capacity the bound of {@code unfinished}
 * @param oldestWait how long the head of the queue has waited
 * @param workers the workers, by number
 * @param zombies how many abandoned workers have not come back
 * @param counts what happened since the start
 */
public record PoolSnapshot(
        String pool,
        PoolState state,
        Optional<String> degraded,
        int size,
        int burst,
        int queued,
        int unfinished,
        int capacity,
        Duration oldestWait,
        List<Worker> workers,
        int zombies,
        Counts counts) {

    /** Copies the list. */
    public PoolSnapshot {
        workers = List.copyOf(workers);
    }

    /**
     * {@return how many workers are in the given state}
     *
     * @param state the state
     */
    public long workers(WorkerState state) {
        return workers.stream().filter(worker -> worker.state() == state).count();
    }

    /**
     * One worker.
     *
     * @param worker its number
     * @param incarnation how often it was started
     * @param state where it is in its life
     * @param reason why it is there
     * @param tasks how many tasks this incarnation has run
     * @param restarts how many of its incarnations died
     * @param task the name of the task it runs, when it runs one
     */
    public record Worker(
            int worker,
            int incarnation,
            WorkerState state,
            String reason,
            long tasks,
            int restarts,
            Optional<String> task) {}

    /**
     * Counters since the start.
     *
     * @param succeeded tasks that returned
     * @param failed tasks that threw
     * @param timedOut tasks that passed a limit
     * @param cancelled tasks that were cancelled
     * @param lost tasks whose worker died
     * @param refused tasks that were not taken or were handed back
     * @param retries attempts beyond the first
     * @param leases checkouts granted and returned
     * @param deaths workers that died or could not start
     * @param unseen outcomes other than success and cancellation that nobody ever looked at
     */
    public record Counts(
            long succeeded,
            long failed,
            long timedOut,
            long cancelled,
            long lost,
            long refused,
            long retries,
            long leases,
            long deaths,
            long unseen) {

        /** {@return how many tasks have an outcome} */
        public long finished() {
            return succeeded + failed + timedOut + cancelled + lost + refused;
        }
    }
}
