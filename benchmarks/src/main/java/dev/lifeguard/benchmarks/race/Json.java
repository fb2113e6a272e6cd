package dev.lifeguard.benchmarks.race;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What came of a race, for programs: every reading of every round, in the order of the rounds.
 *
 * @param machine where it was
 * @param pace how thorough it was
 * @param heats what was run
 * @param results what was read
 */
record Json(Machine machine, Pace pace, List<Heat> heats, Results results) {

    String text() {
        return object(
                        member("began", string(machine.when().toString())),
                        member("pace", string(pace.name().toLowerCase(Locale.ROOT))),
                        member("commit", string(machine.commit())),
                        member("processors", Integer.toString(machine.processors())),
                        member("processor", string(machine.processor())),
                        member("memory", string(machine.memory())),
                        member("jdk", string(machine.jdk())),
                        member("system", string(machine.system())),
                        member("load", string(machine.load())),
                        member("comparisons", array(comparisons(), one -> "\n" + one)))
                + "\n";
    }

    private List<String> comparisons() {
        List<String> all = new ArrayList<>();
        for (Heat heat : heats) {
            for (Comparison comparison : heat.comparisons()) {
                all.add(comparison(heat, comparison));
            }
        }
        return all;
    }

    private String comparison(Heat heat, Comparison comparison) {
        List<String> members = new ArrayList<>();
        members.add(member("group", string(heat.group())));
        members.add(member("work", string(heat.work())));
        members.add(member("measure", string(comparison.measure().key())));
        members.add(member("ours", string(comparison.ours().name())));
        members.add(
                member("our_readings", numbers(results.scores(comparison.ours().trial(), comparison.measure()))));
        Comparison.Side theirs = comparison.theirs();
        if (theirs != null) {
            members.add(member("theirs", string(theirs.entrant().name())));
            members.add(member(
                    "their_readings", numbers(results.scores(theirs.entrant().trial(), theirs.measure()))));
            members.add(member("ratios", numbers(results.values(comparison))));
        }
        Aim aim = comparison.aim();
        if (aim != null) {
            members.add(member("goal", string(aim.goal().name().toLowerCase(Locale.ROOT))));
            members.add(member(aim.atLeast() ? "at_least" : "at_most", Double.toString(aim.bound())));
        }
        if (results.values(comparison).isEmpty()) {
            members.add(member("why_none", string(results.whyNone(comparison))));
        }
        return object(members.toArray(String[]::new));
    }

    private static String numbers(Scores scores) {
        return array(scores.all(), score -> Double.isFinite(score) ? Double.toString(score) : "null");
    }

    private static <T> String array(List<T> values, Function<T, String> text) {
        return values.stream().map(text).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String object(String... members) {
        return "{" + String.join(", ", members) + "}";
    }

    private static String member(String name, String value) {
        return string(name) + ": " + value;
    }

    private static String string(String words) {
        var text = new StringBuilder("\"");
        for (int index = 0; index < words.length(); index++) {
            char letter = words.charAt(index);
            switch (letter) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                default -> text.append(letter < ' ' ? String.format("\\u%04x", (int) letter) : String.valueOf(letter));
            }
        }
        return text.append('"').toString();
    }
}
