package dev.lifeguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lifeguard.policy.RateLimit;
import dev.lifeguard.policy.Shedding;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Shedding and rates that can never act, or never as they are meant, are refused with the values. */
class OverloadSettingsTest {

    private static final Shedding TEN = Shedding.controlledDelay(ms(10), ms(100));

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    private static PoolBuilder<Object, WorkerPool<Object>> pool() {
        return WorkerPool.of(Object::new).size(2);
    }

    private static Arguments refused(Executable setting, String... parts) {
        return arguments(setting, String.join(", ", parts), parts);
    }

    static Stream<Arguments> neverActing() {
        return Stream.of(
                refused(() -> Shedding.controlledDelay(ms(0), ms(100)), "target of the shedding", "PT0S"),
                refused(() -> Shedding.controlledDelay(ms(-1), ms(100)), "target of the shedding", "PT-0.001S"),
                refused(() -> Shedding.controlledDelay(ms(10), ms(0)), "interval of the shedding", "PT0S"),
                refused(
                        () -> Shedding.controlledDelay(Duration.ofNanos(999_999), ms(100)),
                        "PT0.000999999S",
                        "known to PT0.001S"),
                refused(() -> Shedding.controlledDelay(ms(10), ms(10)), "PT0.01S", "every burst"),
                refused(() -> Shedding.controlledDelay(ms(100), ms(10)), "PT0.01S", "PT0.1S", "ten to twenty times"),
                refused(
                        () -> pool().shed(TEN).queue(0, WhenFull.refuse()).start(),
                        "queue of 0",
                        "target PT0.01S",
                        "can never act"),
                refused(
                        () -> pool().shed(TEN)
                                .limits(Limits.none().withQueue(ms(20)))
                                .start(),
                        "limit QUEUE",
                        "PT0.02S",
                        "twice the target"),
                refused(
                        () -> pool().shed(TEN)
                                .limits(Limits.none().withTotal(ms(15)))
                                .start(),
                        "limit TOTAL",
                        "PT0.015S",
                        "twice the target"),
                refused(() -> RateLimit.perSecond(0), "rate", "at least 1", "got 0"),
                refused(() -> RateLimit.of(-3, ms(1)), "rate", "at least 1", "got -3"),
                refused(() -> RateLimit.of(5, ms(0)), "time of the rate", "PT0S"),
                refused(() -> RateLimit.perSecond(5).burst(0), "burst of the rate", "at least 1", "got 0"),
                refused(() -> RateLimit.of(1, Duration.ofDays(365)).burst(1_000), "burst of 1000", "hundred years"),
                refused(() -> RateLimit.of(11, Duration.ofNanos(10)), "11 tasks in PT0.00000001S", "can never act"),
                refused(() -> RateLimit.perSecond(5).delaying(ms(0)), "longest wait for the rate", "PT0S"),
                refused(() -> RateLimit.perSecond(5).delaying(ms(-5)), "longest wait for the rate", "PT-0.005S"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("neverActing")
    void isRefusedWithTheValues(Executable setting, String name, String[] parts) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, setting).getMessage());
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "\"" + part + "\" in: " + message);
        }
    }

    @Test
    void aChangeIsRefusedInTheSameWords() throws Exception {
        try (var pool = pool().shed(TEN).start()) {
            var limits = new Change.TaskLimits(Limits.none().withQueue(ms(20)));
            var none = new Change.Queue(0, WhenFull.refuse());
            for (Change change : new Change[] {limits, none}) {
                assertThrows(IllegalArgumentException.class, () -> pool.operate(change, "the test", "it never acts"));
                Rehearsal rehearsal = pool.rehearse(change);
                assertEquals(false, rehearsal.acts());
                assertTrue(rehearsal.sentences().getFirst().startsWith("It would be refused"), rehearsal::toString);
            }
            assertTrue(pool.operations().isEmpty());
        }
    }

    @Test
    void whatActsIsTaken() throws Exception {
        try (var pool = pool().shed(TEN)
                .limits(Limits.none().withQueue(ms(21)))
                .rate(RateLimit.perSecond(1_000_000_000).burst(1).delaying(ms(1)))
                .start()) {
            assertEquals(TEN, pool.snapshot().policies().shedding());
            assertTrue(pool.rehearse(new Change.Rate(RateLimit.none())).acts());
            assertTrue(pool.rehearse(new Change.Overload(Shedding.none())).acts());
        }
    }
}
