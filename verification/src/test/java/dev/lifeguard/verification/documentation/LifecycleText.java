package dev.lifeguard.verification.documentation;

import dev.lifeguard.lifecycle.TransitionTable;
import dev.lifeguard.lifecycle.TransitionTable.Cell;
import dev.lifeguard.lifecycle.TransitionTable.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A transition table as text: a diagram of its moves, the whole grid, and each cell with its reason. */
final class LifecycleText {
    private LifecycleText() {}

    static <S extends Enum<S>, G extends Enum<G>> String of(TransitionTable<S, G> table) {
        return diagram(table) + "\n" + grid(table) + "\n" + reasons(table) + "\n" + illegal(table);
    }

    private static <S extends Enum<S>, G extends Enum<G>> String diagram(TransitionTable<S, G> table) {
        int widest = longest(table.signals());
        var text = new StringBuilder("```text\n");
        for (S state : table.states()) {
            text.append(state).append('\n');
            table.rows().stream()
                    .filter(cell -> cell.from() == state && cell.kind() == Kind.MOVE)
                    .forEach(cell -> text.append("    --")
                            .append(cell.signal())
                            .append("-".repeat(widest - cell.signal().name().length()))
                            .append("--> ")
                            .append(cell.to())
                            .append('\n'));
        }
        return text.append("```\n").toString();
    }

    private static <S extends Enum<S>, G extends Enum<G>> String grid(TransitionTable<S, G> table) {
        var text =
                new StringBuilder("In the grid a name is the next state, `·` is ignored, `x` is illegal.\n\n| state |");
        table.signals().forEach(signal -> text.append(' ').append(signal).append(" |"));
        text.append("\n| --- |").append(" --- |".repeat(table.signals().size())).append('\n');
        for (S state : table.states()) {
            text.append("| **").append(state).append("** |");
            for (G signal : table.signals()) {
                Cell<S, G> cell = table.at(state, signal);
                text.append(' ')
                        .append(
                                switch (cell.kind()) {
                                    case MOVE -> cell.to().name();
                                    case IGNORE -> "·";
                                    case ILLEGAL -> "x";
                                })
                        .append(" |");
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static <S extends Enum<S>, G extends Enum<G>> String reasons(TransitionTable<S, G> table) {
        var text = new StringBuilder("| state | signal | kind | next | reason |\n| --- | --- | --- | --- | --- |\n");
        table.rows().stream()
                .filter(cell -> cell.kind() != Kind.ILLEGAL)
                .forEach(cell -> text.append("| ")
                        .append(cell.from())
                        .append(" | ")
                        .append(cell.signal())
                        .append(" | ")
                        .append(cell.kind() == Kind.MOVE ? "move" : "ignore")
                        .append(" | ")
                        .append(cell.kind() == Kind.MOVE ? cell.to().name() : "")
                        .append(" | ")
                        .append(cell.reason())
                        .append(" |\n"));
        return text.toString();
    }

    /** Illegal cells, those of one reason together: a signal that meets one of them is a bug and is reported as one. */
    private static <S extends Enum<S>, G extends Enum<G>> String illegal(TransitionTable<S, G> table) {
        Map<String, Map<G, List<S>>> byReason = new LinkedHashMap<>();
        table.rows().stream()
                .filter(cell -> cell.kind() == Kind.ILLEGAL)
                .forEach(cell -> byReason.computeIfAbsent(cell.reason(), reason -> new TreeMap<>())
                        .computeIfAbsent(cell.signal(), signal -> new ArrayList<>())
                        .add(cell.from()));
        var text = new StringBuilder("| illegal | reason |\n| --- | --- |\n");
        byReason.forEach((reason, cells) -> text.append("| ")
                .append(cells.entrySet().stream()
                        .map(entry -> entry.getKey() + " in " + words(entry.getValue()))
                        .collect(Collectors.joining("; ")))
                .append(" | ")
                .append(reason)
                .append(" |\n"));
        return text.toString();
    }

    private static String words(List<?> states) {
        return states.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private static int longest(List<? extends Enum<?>> names) {
        return names.stream().mapToInt(name -> name.name().length()).max().orElse(0);
    }
}
