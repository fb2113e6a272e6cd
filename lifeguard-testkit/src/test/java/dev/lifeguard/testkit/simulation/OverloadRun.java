package dev.lifeguard.testkit.simulation;

import org.jspecify.annotations.Nullable;

/** Loads one after another, up to the first that fails. */
final class OverloadRun {
    private OverloadRun() {}

    static @Nullable String firstFailure(int seeds) {
        for (long seed = 0; seed < seeds; seed++) {
            try {
                new OverloadSimulation(seed).run();
            } catch (AssertionError failure) {
                return "seed " + seed + ": " + failure.getMessage();
            }
        }
        return null;
    }
}
