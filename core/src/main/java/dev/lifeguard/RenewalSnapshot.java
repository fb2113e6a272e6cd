package dev.lifeguard;

import java.time.Duration;
import java.util.Optional;

/**
 * How workers are replaced while they work. While a successor starts it is listed among the workers, beyond the size.
 *
 * @param replaced how many were ever replaced, by recycling or by a roll
 * @param underWay how many successions are under way, up to the end of the old worker
 * @param due how many workers are past their limits and wait for a successor
 * @param longestDue how long the first of them has waited
 * @param held why it waits, or an empty string
 * @param meanLife how long the last 16 that were replaced had lived, on average
 * @param meanStart how long their successors took to start, on average
 * @param roll the newest roll, when there was one
 */
public record RenewalSnapshot(
        long replaced,
        int underWay,
        int due,
        Duration longestDue,
        String held,
        Duration meanLife,
        Duration meanStart,
        Optional<Roll> roll) {

    /** Where a roll is. */
    public enum RollStage {
        /** Workers are replaced. */
        UNDER_WAY,
        /** It goes on later. */
        HELD,
        /** All workers are of the new generation. */
        DONE,
        /** It was ended before that. */
        STOPPED
    }

    /**
     * A replacement of all workers.
     *
     * @param operation the number of the operation that began it
     * @param generation the generation of the new workers
     * @param stage where it is
     * @param good how many new workers have shown that they are good
     * @param proving how many have yet to show it
     * @param all of how many
     * @param failed how many new workers failed
     * @param since how long it is under way, or how long ago it ended
     * @param note the same in words, and why it is held or was stopped
     */
    public record Roll(
            long operation,
            int generation,
            RollStage stage,
            int good,
            int proving,
            int all,
            int failed,
            Duration since,
            String note) {}
}
