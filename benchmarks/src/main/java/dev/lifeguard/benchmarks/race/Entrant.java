package dev.lifeguard.benchmarks.race;

/**
 * Somebody who does the work.
 *
 * @param name for people
 * @param trial how it is run
 */
record Entrant(String name, Trial trial) {}
