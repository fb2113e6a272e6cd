package dev.lifeguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.policy.Recycling;
import dev.lifeguard.policy.Rollout;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The two policies by themselves: what they draw and decide, and what can never act and is refused. */
class RecyclingTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** A choice that can never act, and what its refusal must say. */
    record Refused(String says, Executable choice) {
        @Override
        public String toString() {
            return says;
        }
    }

    private static PoolBuilder<Object, WorkerPool<Object>> pool(Recycling recycling) {
        return WorkerPool.of(Object::new).size(2).recycle(recycling);
    }

    static List<Refused> refused() {
        Recycling none = Recycling.none();
        Rollout standard = Rollout.standard();
        return List.of(
                new Refused("at least 1 use, but got 0", () -> none.afterUses(0)),
                new Refused("must be longer than zero, but is PT0S", () -> none.afterAge(Duration.ZERO)),
                new Refused("must be longer than zero, but is PT-1S", () -> none.afterAge(Duration.ofSeconds(-1))),
                new Refused("time between two health checks must be", () -> none.checkEvery(Duration.ZERO)),
                new Refused("from 0 to 1, but is -0.1", () -> none.withJitter(-0.1)),
                new Refused("from 0 to 1, but is 1.1", () -> none.withJitter(1.1)),
                new Refused("from 0 to 1, but is NaN", () -> none.withJitter(Double.NaN)),
                new Refused("At least 1 replacement", () -> none.withAtATime(0)),
                new Refused(
                        "every PT5S, but each may take PT10S",
                        () -> pool(none.checkEvery(Duration.ofSeconds(5))).start()),
                new Refused(
                        "every PT2M (PT1M48S with the jitter), but are recycled at the age of PT1M",
                        () -> pool(none.afterAge(MINUTE).checkEvery(MINUTE.multipliedBy(2)))
                                .start()),
                new Refused(
                        "3 workers at a time, but the pool has at most 2",
                        () -> pool(none.afterUses(1).withAtATime(3)).start()),
                new Refused("its jitter 0.5", () -> pool(none.withJitter(0.5)).start()),
                new Refused(
                        "its 2 at a time never act",
                        () -> pool(none.withAtATime(2)).start()),
                new Refused("at a time is at least 1, but got 0", () -> standard.withAtATime(0)),
                new Refused("good is at least 0, but got -1", () -> standard.goodAfter(-1, MINUTE)),
                new Refused("age that makes a new worker good must be", () -> standard.goodAfter(1, Duration.ZERO)),
                new Refused("stop a roll is at least 1, but got 0", () -> standard.stopAfter(0)));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatCanNeverActIsRefused(Refused refused) {
        var never = assertThrows(IllegalArgumentException.class, refused.choice());
        assertTrue(String.valueOf(never.getMessage()).contains(refused.says()), never::toString);
    }

    @Test
    void aChangeIsRefusedInTheWordsOfTheBuilder() throws Exception {
        try (var pool = WorkerPool.of(Object::new).size(2).start()) {
            var tooMany = Recycling.none().afterUses(1).withAtATime(3);
            assertEquals(
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> pool(tooMany).start())
                            .getMessage(),
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> pool.operate(new Change.Recycle(tooMany), "the test", "too many"))
                            .getMessage());
            pool.operate(
                    new Change.Recycle(Recycling.none().checkEvery(Duration.ofSeconds(10))), "the test", "as allowed");
            var hooks = new HookLimits(MINUTE, MINUTE, MINUTE, MINUTE);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> pool.operate(new Change.Hooks(hooks), "the test", "longer than the interval"));
        }
    }

    @Test
    void limitsAreDrawnShorterAndNeverLonger() {
        var recycling = Recycling.none()
                .afterUses(1_000)
                .afterAge(MINUTE)
                .checkEvery(MINUTE)
                .withJitter(0.25);
        var random = new SplittableRandom(1);
        Set<Recycling.Term> drawn = new HashSet<>();
        for (int incarnation = 0; incarnation < 100; incarnation++) {
            Recycling.Term term = recycling.term(random.nextDouble(), random.nextDouble());
            assertTrue(term.uses() > 750 && term.uses() <= 1_000, term::toString);
            assertTrue(
                    term.ageNanos() > MINUTE.toNanos() * 3 / 4 && term.ageNanos() <= MINUTE.toNanos(), term::toString);
            assertTrue(recycling.checkNanos(random.nextDouble()) <= MINUTE.toNanos());
            drawn.add(term);
        }
        assertTrue(drawn.size() > 90, () -> "workers that started together leave together: " + drawn);
        assertEquals(
                new Recycling.Term(1, Long.MAX_VALUE),
                Recycling.none().afterUses(1).withJitter(1).term(1, 1));
    }

    @Test
    void aTermIsOverAtItsLimits() {
        var term = new Recycling.Term(3, MINUTE.toNanos());
        assertNull(term.over(2, MINUTE.toNanos() - 1));
        assertEquals("it has had 3 uses of 3", term.over(3, 0));
        assertEquals("it is PT1M old, of PT1M", term.over(0, MINUTE.toNanos()));
        assertNull(new Recycling.Term(Long.MAX_VALUE, Long.MAX_VALUE).over(1L << 40, 1L << 60));
    }

    @Test
    void aNewWorkerIsGoodByUsesOrByAge() {
        var plan = Rollout.standard().goodAfter(2, MINUTE);
        assertTrue(plan.isGood(2, 0));
        assertTrue(plan.isGood(0, MINUTE.toNanos()));
        assertTrue(!plan.isGood(1, MINUTE.toNanos() - 1));
        assertTrue(Rollout.standard().goodAfter(0, MINUTE).isGood(0, 0));
    }
}
