package dev.lifeguard.testkit.lines;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.policy.Discipline;
import dev.lifeguard.testkit.Seeds;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Nobody starves: over seeds, in an overload, everybody begins within a bound that is known beforehand. */
final class StarvationTest {

    private static final int SEEDS = 100;
    private static final Discipline.Priorities AGING =
            Discipline.priorities(Overload.LEVELS).withAging(Duration.ofNanos(Overload.STEP * Overload.TURN_NANOS));

    /**
     * A task of level <em>n</em> is before every task of the top level that queues <em>n</em> steps after it. By then at
     * most as many stand before it as the pool takes, and each takes its turn.
     */
    private static int agingAllows(int level) {
        return level * Overload.STEP + Overload.CAPACITY;
    }

    /** At worst everything that the pool takes is before it in its own level, which gets its share of the turns. */
    private static int sharesAllow(int level) {
        return Overload.CAPACITY * (level == 0 ? 10 / 4 + 1 : 10 / 2);
    }

    @Test
    void withAgingEverybodyBeginsWithinHisSteps() {
        Seeds.of(SEEDS).check(seed -> {
            long longest = new Overload(seed, AGING, StarvationTest::agingAllows).run();
            // Otherwise there was no overload, and nothing was tried.
            assertTrue(longest > Overload.CAPACITY, () -> "nobody waited longer than " + longest + " turns");
        });
    }

    @Test
    void withSharesEverybodyBeginsWithinThem() {
        Discipline shares = Discipline.weighted(4, 2, 2, 2);
        Seeds.of(SEEDS / 4).check(seed -> new Overload(seed, shares, StarvationTest::sharesAllow).run());
    }

    @Test
    void plantedStarvationIsSeen() {
        Seeds.of(SEEDS / 4)
                .check(seed -> assertThrows(
                        AssertionError.class,
                        () -> new Overload(seed, AGING.withoutAging(), StarvationTest::agingAllows).run(),
                        "levels without aging starve, and nobody noticed"));
    }
}
