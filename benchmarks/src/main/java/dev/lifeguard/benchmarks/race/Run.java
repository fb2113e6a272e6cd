package dev.lifeguard.benchmarks.race;

import java.util.Map;

/** What came of a trial, once. */
sealed interface Run {

    /**
     * It ran.
     *
     * @param readings what was read, by the key of the measure
     */
    record Done(Map<String, Double> readings) implements Run {
        public Done {
            readings = Map.copyOf(readings);
        }
    }

    /**
     * It cannot be run on this machine.
     *
     * @param why in words
     */
    record Skipped(String why) implements Run {}

    /**
     * It was ended because it took too long. It is not tried again.
     *
     * @param limitSeconds how long it may take
     */
    record Unfinished(long limitSeconds) implements Run {}

    /**
     * It ended badly, which is a defect of somebody.
     *
     * @param why in words
     */
    record Failed(String why) implements Run {}
}
