package dev.lifeguard.benchmarks.race;

import org.jspecify.annotations.Nullable;

/**
 * Us and somebody else, or a number of our own.
 *
 * @param ours who we are
 * @param measure what is compared
 * @param theirs with whom, and by which measure; none when our number stands for itself
 * @param aim how far we want to get, if it is one of our goals
 */
record Comparison(
        Entrant ours,
        Measure measure,
        @Nullable Side theirs,
        @Nullable Aim aim) {

    /**
     * The other side.
     *
     * @param entrant who
     * @param measure the same as ours, but for programs that name it in their own way
     */
    record Side(Entrant entrant, Measure measure) {}
}
