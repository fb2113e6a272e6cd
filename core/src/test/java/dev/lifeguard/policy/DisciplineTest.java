package dev.lifeguard.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a discipline says of itself, and every setting that can never act, with a message that says why. */
final class DisciplineTest {

    static Stream<Arguments> neverActing() {
        return Stream.of(
                refused("no level", () -> Discipline.priorities(0), "2 to 16 levels, but got 0"),
                refused("one level", () -> Discipline.priorities(1), "could come before anything else"),
                refused("fewer than no levels", () -> Discipline.priorities(-1), "but got -1"),
                refused("too many levels", () -> Discipline.priorities(17), "but got 17"),
                refused(
                        "an age that counts at once",
                        () -> Discipline.priorities(2).withAging(Duration.ZERO),
                        "longer than zero, but is PT0S"),
                refused(
                        "an age that counts backwards",
                        () -> new Discipline.Priorities(2, Optional.of(Duration.ofMillis(-1))),
                        "withoutAging()"),
                refused("no weights", Discipline::weighted, "but got 0"),
                refused("one weight", () -> Discipline.weighted(3), "but got 1"),
                refused("a level without weight", () -> Discipline.weighted(3, 0), "priority 1 is from 1 to 1000"),
                refused("a level of negative weight", () -> Discipline.weighted(-2, 1), "but got -2"),
                refused("a level of too much weight", () -> Discipline.weighted(1, 1_001), "but got 1001"),
                refused("too many weights", () -> new Discipline.Weighted(Collections.nCopies(17, 1)), "but got 17"),
                refused("an empty map of weights", () -> Discipline.fair(Map.of()), "give fair() nothing"),
                refused("a lane without weight", () -> Discipline.fair(Map.of("gold", 0)), "lane gold is from 1"),
                refused("a lane of negative weight", () -> Discipline.fair().withWeight("gold", -1), "but got -1"),
                refused("a lane of too much weight", () -> Discipline.fair().withWeight("gold", 2_000), "2000"),
                refused("a lane that nobody can be in", () -> Discipline.fair().withWeight(" ", 2), "name it"),
                refused("checkouts without weight", () -> Discipline.fair().withCheckouts(0), "checkouts is from 1"),
                refused(
                        "too many weights of lanes",
                        () -> Discipline.fair(IntStream.range(0, 1_025)
                                .boxed()
                                .collect(Collectors.toMap(number -> "lane " + number, number -> 2))),
                        "At most 1024 lanes"));
    }

    private static Arguments refused(String what, Callable<?> setting, String words) {
        return Arguments.of(what, setting, words);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("neverActing")
    void isRefusedWithAMessageThatSaysWhy(String what, Callable<?> setting, String words) {
        var refusal = assertThrows(IllegalArgumentException.class, setting::call, what);
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains(words), message);
        assertTrue(message.endsWith("."), message);
    }

    @Test
    void eachSaysWhatItDoes() {
        assertEquals("first in, first out", Discipline.fifo().toString());
        assertEquals(
                "3 priorities, a level is worth PT1S of waiting",
                Discipline.priorities(3).toString());
        assertEquals(
                "2 priorities, strict, without aging",
                Discipline.priorities(2).withoutAging().toString());
        assertEquals(
                "priorities in shares of 6 : 3 : 1",
                Discipline.weighted(6, 3, 1).toString());
        assertEquals("fair lanes, 1 for others", Discipline.fair().toString());
        assertEquals(
                "fair lanes, weights {gold=4, silver=2}, checkouts 3, 1 for others",
                Discipline.fair(Map.of("silver", 2, "gold", 4)).withCheckouts(3).toString());
    }

    @Test
    void equalOnesAreEqualSoThatAChangeToTheSameIsNone() {
        assertEquals(Discipline.fifo(), new Discipline.Fifo());
        assertEquals(Discipline.weighted(2, 1), new Discipline.Weighted(List.of(2, 1)));
        assertEquals(Discipline.fair().withWeight("a", 2), Discipline.fair(Map.of("a", 2)));
        assertEquals(Discipline.priorities(2), Discipline.priorities(2).withAging(Duration.ofSeconds(1)));
    }
}
