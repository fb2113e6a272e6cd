package dev.lifeguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.policy.Caps;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys, caps and delays that can never act are refused, with the value and what to do instead. */
final class RefusedGateSettingsTest {

    private static Arguments refused(String says, Executable setting) {
        return Arguments.of(says, setting);
    }

    static Stream<Arguments> settings() {
        return Stream.of(
                refused(
                        "The cap of kind \"ocr\" is at least 1, but got 0",
                        () -> Caps.none().kind("ocr", 0)),
                refused(
                        "The cap of lane \"a\" is at least 1, but got -3",
                        () -> Caps.none().lane("a", -3)),
                refused(
                        "The cap of each lane is at least 1, but got 0",
                        () -> Caps.none().eachLane(0)),
                refused(
                        "The cap of a kind needs its name, but got \" \"",
                        () -> Caps.none().kind(" ", 1)),
                refused(
                        "The cap of a lane needs its name, but got \"\"",
                        () -> Caps.none().lane("", 1)),
                refused("A pool has at most 1000 caps, but these are 1001", RefusedGateSettingsTest::tooMany),
                refused(
                        "The cap of kind \"ocr\" is 7, but the pool has at most 6 workers, so it could never act",
                        () -> WorkerPool.of(Object::new)
                                .size(4)
                                .burst(2, Duration.ofSeconds(1))
                                .caps(Caps.none().kind("ocr", 7))
                                .start()),
                refused(
                        "The cap of lane \"a\" is 5, but the pool has at most 4 workers, so it could never act",
                        () -> WorkerPool.of(Object::new)
                                .size(4)
                                .caps(Caps.none().lane("a", 5))
                                .start()),
                refused(
                        "The cap of each lane is 2, but the pool has at most 1 workers, so it could never act",
                        () -> WorkerPool.of(Object::new)
                                .size(1)
                                .caps(Caps.none().eachLane(2))
                                .start()),
                refused("The key of a task is a text", () -> TaskOptions.none().withKey("")),
                refused("The kind of a task is a text", () -> TaskOptions.none().withKind(" ")),
                refused("The lane of a task is a text", () -> TaskOptions.none().withLane("\t")),
                refused(
                        "The delay of a task must not be negative, but is PT-1S",
                        () -> TaskOptions.none().withDelay(Duration.ofSeconds(-1))),
                refused(
                        "The delay of a task is PT2S, but its total limit is PT2S",
                        () -> TaskOptions.none()
                                .withLimits(Limits.none().withTotal(Duration.ofSeconds(2)))
                                .withDelay(Duration.ofSeconds(2))),
                refused(
                        "The delay of a task is PT3S, but its total limit is PT2S",
                        () -> TaskOptions.none()
                                .withDelay(Duration.ofSeconds(3))
                                .withLimits(Limits.none().withTotal(Duration.ofSeconds(2)))));
    }

    private static void tooMany() {
        Caps caps = Caps.none();
        for (int kind = 0; kind <= Caps.MOST; kind++) {
            caps = caps.kind("kind " + kind, 1);
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void isRefusedWithItsValue(String says, Executable setting) {
        var refused = assertThrows(IllegalArgumentException.class, setting);
        assertTrue(String.valueOf(refused.getMessage()).startsWith(says), refused::getMessage);
    }

    @Test
    void aChangeIsRefusedInTheSameWords() throws Exception {
        try (var pool = WorkerPool.of(Object::new).size(2).start()) {
            var change = new Change.Concurrency(Caps.none().kind("ocr", 3));
            var refused =
                    assertThrows(IllegalArgumentException.class, () -> pool.operate(change, "a test", "it looks"));
            assertTrue(String.valueOf(refused.getMessage()).contains("so it could never act"), refused::getMessage);
            var fits = new Change.Concurrency(Caps.none().kind("ocr", 2));
            assertEquals(
                    Operation.Result.APPLIED,
                    pool.operate(fits, "a test", "it looks").result());
            pool.resize(1);
            assertEquals(
                    Caps.none().kind("ocr", 2),
                    pool.snapshot().policies().caps(),
                    "a pool that shrinks keeps its caps");
        }
    }
}
