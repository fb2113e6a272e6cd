package dev.lifeguard.testkit.simulation;

import org.jspecify.annotations.Nullable;

/** Simulations of trees one after another, up to the first that fails. */
final class TreeRun {
    private TreeRun() {}

    static @Nullable String firstFailure(int seeds) {
        for (long seed = 0; seed < seeds; seed++) {
            try {
                new TreeSimulation(seed).run();
            } catch (AssertionError failure) {
                return "seed " + seed + ": " + failure.getMessage();
            }
        }
        return null;
    }
}
