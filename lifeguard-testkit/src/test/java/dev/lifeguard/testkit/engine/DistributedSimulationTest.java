package dev.lifeguard.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.testkit.Seeds;
import dev.lifeguard.testkit.engine.SimulatedEngine.Bug;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the network, the broker and the hosts do: every task has its outcome, and nothing is lost. */
@Isolated("the schedule must not be disturbed")
@Timeout(120)
final class DistributedSimulationTest {

    private static List<String> life(long seed, NetworkFaults faults, boolean disturbed, Bug bug) {
        try (var simulation = new DistributedSimulation(seed, faults, disturbed, bug)) {
            return simulation.run();
        }
    }

    @Test
    void aCalmLifeRunsEachTaskAsOftenAsItShould() {
        Seeds.of(10).check(seed -> assertEquals(List.of(), life(seed, NetworkFaults.none(), false, Bug.NONE)));
    }

    @Test
    void aBadNetworkLosesNothing() {
        Seeds.of(20).check(seed -> assertEquals(List.of(), life(seed, NetworkFaults.bad(), false, Bug.NONE)));
    }

    @Test
    void deathsCutsAndRestartsLoseNothing() {
        Seeds.of(20).check(seed -> assertEquals(List.of(), life(seed, NetworkFaults.bad(), true, Bug.NONE)));
    }

    @Test
    void aSeedIsALife() {
        assertEquals(
                life(3, NetworkFaults.bad(), true, Bug.TORN_SETTLEMENT),
                life(3, NetworkFaults.bad(), true, Bug.TORN_SETTLEMENT));
    }

    @ParameterizedTest
    @EnumSource(
            value = Bug.class,
            names = {"NONE"},
            mode = EnumSource.Mode.EXCLUDE)
    void aBrokenEngineIsSeen(Bug bug) {
        boolean disturbed = bug == Bug.FORGETFUL_RESTART;
        boolean seen = false;
        for (long seed = 0; seed < 40 && !seen; seed++) {
            seen = !life(seed, NetworkFaults.none(), disturbed, bug).isEmpty();
        }
        assertTrue(seen, bug + " was not seen in 40 lives");
    }
}
