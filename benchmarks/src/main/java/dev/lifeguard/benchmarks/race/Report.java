package dev.lifeguard.benchmarks.race;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What came of a race, for people.
 *
 * @param machine where it was
 * @param pace how thorough it was
 * @param took how long
 * @param heats what was run
 * @param results what was read
 */
record Report(Machine machine, Pace pace, Duration took, List<Heat> heats, Results results) {

    String markdown() {
        var text = new StringBuilder("# A race of " + machine.date() + "\n\n");
        if (pace == Pace.QUICK) {
            text.append(
                    "**A quick one**: one short round, good for finding out that it runs, and for nothing else.\n\n");
        }
        text.append(facts())
                .append(
                        "Each trial is a process of its own, and the rivals of a heat take turns, round after round. A ratio is"
                                + " ours by theirs in the same round: the median of the rounds, the least and the most. Of a"
                                + " throughput more is better, of a time or of bytes less.\n\n");
        goals(text);
        Set<String> groups = new LinkedHashSet<>();
        heats.forEach(heat -> groups.add(heat.group()));
        groups.forEach(group -> group(text, group));
        return text.toString();
    }

    private String facts() {
        return """
                | | |
                | --- | --- |
                | began | %s, took %d min %d s |
                | commit | %s |
                | processors | %d, %s |
                | memory | %s |
                | JDK | %s |
                | system | %s |
                | load of others at the begin | %s |

                """.formatted(
                        machine.when(),
                        took.toMinutes(),
                        took.toSecondsPart(),
                        machine.commit(),
                        machine.processors(),
                        machine.processor(),
                        machine.memory(),
                        machine.jdk(),
                        machine.system(),
                        machine.load());
    }

    private void goals(StringBuilder text) {
        text.append("## What we want to reach\n\n");
        text.append("The worst cell of a line decides it.\n\n");
        text.append("| work | rival | aim | reached | worst cell | |\n");
        text.append("| --- | --- | ---: | ---: | --- | --- |\n");
        for (Goal goal : Goal.values()) {
            goal(text, goal);
        }
        text.append('\n');
    }

    private void goal(StringBuilder text, Goal goal) {
        List<Cell> cells = new ArrayList<>();
        for (Heat heat : heats) {
            for (Comparison comparison : heat.comparisons()) {
                Aim aim = comparison.aim();
                if (aim != null && aim.goal() == goal) {
                    cells.add(new Cell(heat, comparison, aim, results.values(comparison)));
                }
            }
        }
        if (cells.isEmpty()) {
            if (goal.whyNotMeasured() != null) {
                line(text, goal.work(), goal.rival(), "", "", "", "not measured: " + goal.whyNotMeasured());
            }
            return;
        }
        Cell worst = worst(cells);
        if (worst.values().isEmpty()) {
            line(
                    text,
                    goal.work(),
                    goal.rival(),
                    worst.aim().text(),
                    "",
                    worst.words(),
                    results.whyNone(worst.comparison()));
            return;
        }
        line(
                text,
                goal.work(),
                goal.rival(),
                worst.aim().text(),
                worst.values().text(),
                cells.size() == 1 ? "the only one" : worst.words(),
                worst.verdict());
    }

    /** {@return a cell that could not be read, if there is one, because then the line is open; else the one that is farthest behind} */
    private static Cell worst(List<Cell> cells) {
        Cell worst = cells.getFirst();
        for (Cell cell : cells) {
            if (cell.margin() < worst.margin()) {
                worst = cell;
            }
        }
        return worst;
    }

    /** One comparison that has an aim. */
    private record Cell(Heat heat, Comparison comparison, Aim aim, Scores values) {

        double margin() {
            return values.isEmpty() ? Double.NEGATIVE_INFINITY : aim.margin(values.median());
        }

        String verdict() {
            return aim.isReachedBy(values.median()) ? "reached" : "**missed**";
        }

        String words() {
            String rival = Optional.ofNullable(comparison.theirs())
                    .map(theirs -> ", by " + theirs.entrant().name())
                    .orElse("");
            return heat.work() + ": " + comparison.ours().name() + ", "
                    + comparison.measure().unit() + rival;
        }
    }

    private void group(StringBuilder text, String group) {
        text.append("## ").append(group).append("\n\n");
        text.append("Again: `benchmarks/bench ").append(group).append("`\n\n");
        List<Heat> own =
                heats.stream().filter(heat -> heat.group().equals(group)).toList();
        if (Plot.isOf(own, results)) {
            text.append("![How many times as good as each rival](")
                    .append(group)
                    .append(".svg)\n\n");
        }
        own.forEach(heat -> heat(text, heat));
    }

    private void heat(StringBuilder text, Heat heat) {
        text.append("### ").append(heat.work()).append("\n\n");
        text.append("| who | | theirs | ours | ratio | aim | |\n");
        text.append("| --- | --- | ---: | ---: | ---: | ---: | --- |\n");
        heat.comparisons().forEach(comparison -> row(text, comparison));
        text.append('\n');
    }

    private void row(StringBuilder text, Comparison comparison) {
        Scores values = results.values(comparison);
        Aim aim = comparison.aim();
        Comparison.Side theirs = comparison.theirs();
        String who = theirs == null
                ? comparison.ours().name()
                : comparison.ours().name() + " by " + theirs.entrant().name();
        String verdict = values.isEmpty()
                ? results.whyNone(comparison)
                : aim == null ? "" : aim.isReachedBy(values.median()) ? "reached" : "**missed**";
        line(
                text,
                who,
                comparison.measure().unit(),
                theirs == null
                        ? ""
                        : results.scores(theirs.entrant().trial(), theirs.measure())
                                .text(),
                results.scores(comparison.ours().trial(), comparison.measure()).text(),
                theirs == null ? "" : values.text(),
                aim == null ? "" : aim.text(),
                verdict);
    }

    private static void line(StringBuilder text, String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
