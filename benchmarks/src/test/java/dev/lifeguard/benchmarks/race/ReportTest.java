package dev.lifeguard.benchmarks.race;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ReportTest {
    private static final Trial OURS = Trial.Program.of(ReportTest.class, "ours");
    private static final Trial FAST = Trial.Program.of(ReportTest.class, "fast");
    private static final Trial SLOW = Trial.Program.of(ReportTest.class, "slow");

    private final Results results = new Results();

    @Test
    void theWorstCellDecidesALine() {
        run(OURS, 10, 12, 11);
        run(FAST, 10, 10, 10);
        run(SLOW, 1, 1, 1);
        String report = report(heat());
        assertTrue(
                report.contains("| the same | Stormpot | ≥ 3 | 1.10 (1.00 to 1.20) |"
                        + " a work: Lifeguard, ops/µs, by the fast one | **missed** |"),
                report);
        assertTrue(
                report.contains(
                        "| 1.00 (1.00 to 1.00) | 11.00 (10.00 to 12.00) | 11.00 (10.00 to 12.00) | ≥ 3 | reached |"),
                report);
    }

    @Test
    void ratiosAreThoseOfTheSameRound() {
        run(OURS, 1, 10, 100);
        run(FAST, 1, 10, 100);
        assertEquals(
                List.of(1.0, 1.0, 1.0),
                results.values(heat().comparisons().getFirst()).all());
    }

    @Test
    void whatCouldNotBeRunIsSaidAndLeavesTheLineOpen() {
        run(OURS, 10);
        results.add(FAST, new Run.Skipped("no Erlang"));
        results.add(SLOW, new Run.Unfinished(90));
        String report = report(heat());
        assertTrue(report.contains("skipped: no Erlang"), report);
        assertTrue(report.contains("not done within 90 s"), report);
        assertFalse(results.anyFailed());
        results.add(SLOW, new Run.Failed("ended with 1"));
        assertTrue(results.anyFailed());
    }

    @Test
    void jsonHasEveryReading() {
        run(OURS, 10, 12);
        run(FAST, 5, 6);
        String json = new Json(machine(), Pace.QUICK, List.of(heat()), results).text();
        assertTrue(json.contains("\"our_readings\": [10.0, 12.0]"), json);
        assertTrue(json.contains("\"ratios\": [2.0, 2.0]"), json);
        assertTrue(json.contains("a \\\"commit\\\""), json);
    }

    @Test
    void aPictureHasAPointForEachRival() {
        run(OURS, 10, 12);
        run(FAST, 5, 6);
        run(SLOW, 1, 1);
        String picture = Plot.of("group", List.of(heat()), results).orElseThrow();
        assertEquals(2, picture.split("<circle", -1).length - 1);
        assertTrue(Plot.of("group", List.of(heat()), new Results()).isEmpty());
    }

    @Test
    void everyGoalIsMeasuredOrSaysWhyNot() {
        Set<Goal> open = EnumSet.allOf(Goal.class);
        for (Heat heat : Heats.all()) {
            for (Comparison comparison : heat.comparisons()) {
                Aim aim = comparison.aim();
                if (aim != null) {
                    open.remove(aim.goal());
                }
            }
        }
        open.removeIf(goal -> goal.whyNotMeasured() != null);
        assertEquals(Set.of(), open);
    }

    @Test
    void wrongWordsAreRefusedWithTheRightOnes() {
        var option = assertThrows(IllegalArgumentException.class, () -> Order.of(List.of("--fast")));
        assertTrue(option.toString().contains("--quick"), option::toString);
        var group = assertThrows(
                IllegalArgumentException.class,
                () -> Order.of(List.of("checkin")).heats());
        assertTrue(group.toString().contains("checkout"), group::toString);
        assertThrows(IllegalArgumentException.class, () -> Order.of(List.of("--into")));
        assertEquals(Pace.QUICK, Order.of(List.of("--quick", "drain")).pace());
    }

    @Test
    void theCommandNamesAllGroups() throws IOException {
        String command = Files.readString(Path.of("bench"));
        for (String group : Heats.groups()) {
            assertTrue(command.contains(group), group + " is not in the usage of benchmarks/bench");
        }
    }

    private void run(Trial trial, double... readings) {
        for (double reading : readings) {
            results.add(trial, new Run.Done(Map.of(Measure.OPS.key(), reading)));
        }
    }

    private static Heat heat() {
        return Heat.of("group", "a work")
                .ours("Lifeguard", OURS)
                .rival("the fast one", FAST, Aim.atLeast(Goal.CHECKOUT_STORMPOT, 3))
                .rival("the slow one", SLOW, Aim.atLeast(Goal.CHECKOUT_STORMPOT, 3))
                .build();
    }

    private String report(Heat heat) {
        return new Report(machine(), Pace.THOROUGH, Duration.ofSeconds(61), List.of(heat), results).markdown();
    }

    private static Machine machine() {
        return new Machine(Instant.EPOCH, "a \"commit\"", "a processor", 2, "some", "a JDK", "a system", "0.00");
    }
}
