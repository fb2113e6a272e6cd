package dev.lifeguard.testkit.simulation;

import org.jspecify.annotations.Nullable;

/** Simulations of trees one after another, up to the first that fails. */
final class TreeRun {
    private TreeRun() {}

    static @Nullable String firstFailure(int seeds) {
        return SimulationRun.upToTheFirst(seeds, seed -> new TreeSimulation(seed).run());
    }
}
