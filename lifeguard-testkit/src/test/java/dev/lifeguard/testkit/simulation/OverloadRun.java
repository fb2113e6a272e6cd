package dev.lifeguard.testkit.simulation;

import org.jspecify.annotations.Nullable;

/** Loads one after another, up to the first that fails. */
final class OverloadRun {
    private OverloadRun() {}

    static @Nullable String firstFailure(int seeds) {
        return SimulationRun.upToTheFirst(seeds, seed -> new OverloadSimulation(seed).run());
    }
}
