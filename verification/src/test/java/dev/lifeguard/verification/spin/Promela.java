package dev.lifeguard.verification.spin;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the text of the model says about the table.
 *
 * @param states the names of its states
 * @param signals the names of its signals
 * @param moves its moves, each as {@code "STATE SIGNAL NEXT"}
 */
record Promela(Set<String> states, Set<String> signals, Set<String> moves) {

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern DIRECTIVE = Pattern.compile("^#.*$", Pattern.MULTILINE);
    private static final Pattern NAMES = Pattern.compile("^mtype = \\{([^}]*)}", Pattern.MULTILINE);
    private static final Pattern MOVE =
            Pattern.compile("\\b(?:MOVE|MINE)\\(\\s*(\\w+)\\s*,\\s*(\\w+)\\s*,\\s*(\\w+)\\s*,");

    /** Whatever else changes the state, and is no move. */
    private static final Pattern OTHER = Pattern.compile("\\bstate\\s*=(?!=)\\s*(\\w+)");

    static Promela read(String model) {
        String text = DIRECTIVE.matcher(COMMENT.matcher(model).replaceAll("")).replaceAll("");
        var names = NAMES.matcher(text)
                .results()
                .map(found -> names(found.group(1)))
                .toList();
        Set<String> moves = MOVE.matcher(text).results().map(Promela::move).collect(sorted());
        // The state in which everything begins is given once, and no other is given without a move.
        OTHER.matcher(text).results().skip(1).forEach(found -> moves.add("? ? " + found.group(1)));
        return new Promela(names.get(0), names.get(1), moves);
    }

    private static Set<String> names(String list) {
        return Stream.of(list.split(",")).map(String::strip).collect(sorted());
    }

    private static String move(MatchResult found) {
        return found.group(1) + " " + found.group(2) + " " + found.group(3);
    }

    private static java.util.stream.Collector<String, ?, Set<String>> sorted() {
        return Collectors.toCollection(TreeSet::new);
    }
}
