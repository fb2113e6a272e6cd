package dev.lifeguard.testkit.simulation;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Simulations one after another, up to the first that fails. */
final class SimulationRun {
    private SimulationRun() {}

    static @Nullable String firstFailure(int seeds) {
        for (long seed = 0; seed < seeds; seed++) {
            try {
                new Simulation(seed, Command.draw(new SplittableRandom(seed))).run();
            } catch (AssertionError failure) {
                return "seed " + seed + ": " + failure.getMessage();
            }
        }
        return null;
    }
}
