package dev.lifeguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.control.StartBudget;
import dev.lifeguard.policy.Elastic;
import dev.lifeguard.policy.Load;
import dev.lifeguard.policy.Scaling;
import dev.lifeguard.policy.ScalingPolicy;
import dev.lifeguard.policy.ScalingPolicy.Wish;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What can never act is refused with the values; and what the elastic policy decides about one load. */
final class ScalingSettingsTest {
    private static final Elastic ELASTIC = Scaling.elastic(1, 8);
    private static final ScalingPolicy STAYS = load -> new Wish(load.size(), "it stays");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static PoolBuilder<Object, WorkerPool<Object>> pool() {
        return WorkerPool.of(Object::new);
    }

    private static Arguments refused(String expected, Executable setting) {
        return Arguments.of(expected, setting);
    }

    static Stream<Arguments> settings() {
        return Stream.of(
                refused("at least 9 workers but at most 3", () -> Scaling.elastic(9, 3)),
                refused("at least 1, but got 0", () -> Scaling.elastic(0, 3)),
                refused("at least 1, but got -1", () -> Scaling.elastic(-1, 3)),
                refused("At least 3 and at most 3", () -> Scaling.elastic(3, 3)),
                refused("At most 2000000 workers is no bound", () -> Scaling.elastic(1, 2_000_000)),
                refused("target of the scaling must be longer than zero", () -> ELASTIC.target(Duration.ZERO)),
                refused("target of the scaling is PT0.0005S", () -> ELASTIC.target(Duration.ofNanos(500_000))),
                refused("two looks at the load is PT0S", () -> ELASTIC.every(Duration.ZERO)),
                refused("looks only every PT11S", () -> ELASTIC.every(Duration.ofSeconds(11))),
                refused("linger time of the scaling must be longer", () -> ELASTIC.linger(Duration.ZERO)),
                refused("linger time is PT0.01S", () -> ELASTIC.linger(Duration.ofMillis(10))),
                refused("A step of 0 workers and a share of 0", () -> ELASTIC.up(0, 0)),
                refused("A step of 0 workers and a share of 0", () -> ELASTIC.down(0, 0)),
                refused("at least 0, but got -2", () -> ELASTIC.up(-2, 0.5)),
                refused("from 0 to 1, but is 1.5", () -> ELASTIC.up(1, 1.5)),
                refused("from 0 to 1, but is NaN", () -> ELASTIC.down(1, Double.NaN)),
                refused("at least 0, but got -1", () -> ELASTIC.spares(-1)),
                refused("With 8 spares and at most 8 workers", () -> ELASTIC.spares(8)),
                refused("At least 2 and at most 2", () -> Scaling.custom(2, 2, STAYS)),
                refused("at least 1, but got 0", () -> Scaling.custom(0, 2, STAYS)),
                refused(
                        "two looks at the load is PT0S",
                        () -> Scaling.custom(1, 2, STAYS).every(Duration.ZERO)),
                refused(
                        "A pool of 9 workers is outside its scaling",
                        () -> pool().size(9).scale(ELASTIC).start()),
                refused(
                        "A burst of 2 workers beside a scaling",
                        () -> pool().scale(ELASTIC).burst(2, SECOND).start()),
                refused(
                        "The limit QUEUE of tasks is PT0.1S, no longer than the target of the scaling",
                        () -> pool().scale(ELASTIC)
                                .limits(Limits.none().withQueue(Duration.ofMillis(100)))
                                .start()),
                refused(
                        "The limit TOTAL of tasks is PT0.05S, no longer than the target of the scaling",
                        () -> pool().scale(ELASTIC)
                                .limits(Limits.none().withTotal(Duration.ofMillis(50)))
                                .start()),
                refused(
                        "minReady is 9",
                        () -> pool().scale(ELASTIC).minReady(9, SECOND).start()),
                refused(
                        "is more than 1073741824 unfinished tasks",
                        () -> pool().scale(ELASTIC)
                                .queue(1 << 30, WhenFull.refuse())
                                .start()),
                refused("startAtOnce of a pool is at least 1, but got 0", () -> pool().startAtOnce(0)),
                refused("startAtOnce of a pool is at least 1, but got 0", () -> new Change.StartAtOnce(0)),
                refused("With 0 permits", () -> new StartBudget(0)));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void whatCanNeverActIsRefused(String expected, Executable setting) {
        var refused = assertThrows(IllegalArgumentException.class, setting);
        assertTrue(String.valueOf(refused.getMessage()).contains(expected), refused::toString);
    }

    @Test
    void aBurstAndAScalingRefuseEachOtherAlsoLater() throws InterruptedException {
        try (var pool = pool().size(1).scale(ELASTIC).start()) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> pool.operate(new Change.Burst(1, SECOND), "the test", "it contradicts"));
            var limits = new Change.TaskLimits(Limits.none().withQueue(Duration.ofMillis(100)));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> pool.operate(limits, "the test", "nobody waits for the target any more"));
            assertEquals(
                    "It would be refused: A burst of 1 workers beside a scaling (" + ELASTIC
                            + ") are two rules for the same workers; leave the burst out and raise the most workers"
                            + " of the scaling.",
                    pool.rehearse(new Change.Burst(1, SECOND)).sentences().getFirst());
        }
        try (var pool = pool().size(1).burst(1, SECOND).start()) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> pool.operate(new Change.Scale(ELASTIC), "the test", "it contradicts"));
        }
    }

    @Test
    void aRehearsalSaysBetweenWhichSizesItWouldMove() throws InterruptedException {
        try (var pool = pool().size(1).start()) {
            var rehearsal = pool.rehearse(new Change.Scale(Scaling.elastic(2, 8)));
            assertTrue(rehearsal.sentences().toString().contains("1 workers would start"), rehearsal::toString);
            assertTrue(
                    rehearsal
                            .sentences()
                            .contains(
                                    "The size would follow the load, from 2 workers on: never fewer than 2, never more"
                                            + " than 8."),
                    rehearsal::toString);
            assertTrue(rehearsal.sentences().toString().contains("bound of unfinished tasks would be 1008"));
        }
    }

    // One decision of the elastic policy, as a pure function.

    private static Load load(int busy, int idle, int starting, int queued, long waitMillis, double arrivals) {
        return new Load(
                busy + idle + starting,
                1,
                8,
                busy,
                idle,
                starting,
                queued,
                Duration.ofMillis(waitMillis),
                arrivals,
                arrivals,
                10,
                idle,
                SECOND);
    }

    private static int decide(Elastic elastic, Load load) {
        return elastic.decide(load).size();
    }

    @Test
    void itGrowsWhenTheOldestHasWaitedForTheTargetAndNotBefore() {
        assertEquals(4, decide(ELASTIC, load(4, 0, 0, 20, 99, 80)));
        // 80 a second at 10 a second each are 8, and 20 that wait within a second are 2 more; a half of 4 at a time.
        assertEquals(6, decide(ELASTIC, load(4, 0, 0, 20, 100, 80)));
        assertEquals(8, decide(ELASTIC.up(0, 1), load(4, 0, 0, 20, 100, 60)));
    }

    @Test
    void nobodyIsStartedWhomNothingWaitsFor() {
        assertEquals(5, decide(ELASTIC, load(4, 0, 0, 1, 5_000, 80)));
        assertEquals(6, decide(ELASTIC, load(4, 0, 2, 2, 5_000, 80)), "two start for the two that wait");
        assertEquals(5, decide(ELASTIC, load(4, 1, 0, 1, 5_000, 80)), "one is free for the one that waits");
    }

    @Test
    void itDoesNotGrowWhenThoseThatStartWillCatchUp() {
        var wish = ELASTIC.decide(load(2, 0, 4, 20, 500, 30));
        assertEquals(6, wish.size());
        assertTrue(wish.reason().contains("catch up (4 start)"), wish::reason);
    }

    @Test
    void withoutAPaceItGrowsByTheStep() {
        var unknown = new Load(4, 1, 8, 4, 0, 0, 20, SECOND, 0, 0, 0, 0, SECOND);
        assertEquals(6, decide(ELASTIC, unknown));
        assertEquals(5, decide(ELASTIC.up(1, 0), unknown));
    }

    @Test
    void itShrinksByWhoWasFreeButForTheSparesAndNotBelowTheLeast() {
        assertEquals(7, decide(ELASTIC, load(2, 6, 0, 0, 0, 10)));
        assertEquals(2, decide(ELASTIC.down(0, 1), load(2, 6, 0, 0, 0, 10)));
        assertEquals(5, decide(ELASTIC.down(0, 1).spares(3), load(2, 6, 0, 0, 0, 10)));
        assertEquals(1, decide(ELASTIC.down(0, 1), load(0, 8, 0, 0, 0, 0)));
    }

    @Test
    void sparesAreStartedBeforeAnythingWaits() {
        assertEquals(5, decide(ELASTIC.spares(2), load(3, 1, 0, 0, 0, 10)));
        assertEquals(5, decide(ELASTIC.spares(2), load(3, 1, 1, 0, 0, 10)));
    }
}
