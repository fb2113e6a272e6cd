package dev.lifeguard.testkit.simulation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Simulations one after another, up to the first that fails. */
final class SimulationRun {
    private SimulationRun() {}

    static @Nullable String firstFailure(int seeds) {
        return lives(seeds, Command::draw);
    }

    /** {@return the first failure of lives with commands that are drawn in this way} */
    static @Nullable String lives(int seeds, Function<SplittableRandom, List<Command>> draw) {
        return upToTheFirst(seeds, seed -> new Simulation(seed, draw.apply(new SplittableRandom(seed))).run());
    }

    /** {@return the first failure of these runs, with its seed, or {@code null} when none fails} */
    static @Nullable String upToTheFirst(int seeds, LongConsumer run) {
        for (long seed = 0; seed < seeds; seed++) {
            try {
                run.accept(seed);
            } catch (AssertionError failure) {
                return "seed " + seed + ": " + failure.getMessage();
            }
        }
        return null;
    }
}
