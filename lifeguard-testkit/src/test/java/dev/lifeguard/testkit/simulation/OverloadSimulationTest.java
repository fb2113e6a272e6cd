package dev.lifeguard.testkit.simulation;

import dev.lifeguard.testkit.Seeds;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Loads of one and a half to three times what the workers can do: what is let through waits at most twice the target. */
@Isolated // A dump of all threads, as other tests make, can crash JDK 25 beside these.
final class OverloadSimulationTest {
    private static final int QUICK = 60;

    @Test
    @Timeout(value = 12, unit = TimeUnit.HOURS)
    void everyLoadIsShedAsItShouldBe() {
        Seeds.of(QUICK).check(seed -> new OverloadSimulation(seed).run());
    }
}
