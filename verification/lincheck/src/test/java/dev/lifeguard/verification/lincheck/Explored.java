package dev.lifeguard.verification.lincheck;

/**
 * What a check has looked at.
 *
 * @param scenarios lists of operations for two threads
 * @param runs how often one was run, each time in another order of steps
 * @param differ in how many scenarios the order made a difference that can be seen
 */
record Explored(int scenarios, long runs, int differ) {}
