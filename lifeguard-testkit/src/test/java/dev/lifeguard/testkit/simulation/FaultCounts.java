package dev.lifeguard.testkit.simulation;

import dev.lifeguard.PoolState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** How often each fault struck, and each command came, in each state of the pool, over all lives of this process. */
final class FaultCounts {

    private record Cell(Enum<?> what, PoolState state) {}

    private static final Map<Cell, LongAdder> COUNTS = new ConcurrentHashMap<>();

    private FaultCounts() {}

    static void count(Enum<?> what, PoolState state) {
        COUNTS.computeIfAbsent(new Cell(what, state), fresh -> new LongAdder()).increment();
    }

    static long of(Enum<?> what, PoolState state) {
        LongAdder count = COUNTS.get(new Cell(what, state));
        return count == null ? 0 : count.sum();
    }

    /** {@return how often in all states together} */
    static long of(Enum<?> what) {
        return Stream.of(PoolState.values()).mapToLong(state -> of(what, state)).sum();
    }

    /** {@return a table: a row for each fault or command, a column for each state} */
    static List<String> table(Enum<?>[] rows) {
        List<String> lines = new ArrayList<>();
        var head = new StringBuilder("| |");
        var rule = new StringBuilder("| --- |");
        for (PoolState state : PoolState.values()) {
            head.append(' ').append(state).append(" |");
            rule.append(" ---: |");
        }
        lines.add(head.toString());
        lines.add(rule.toString());
        for (Enum<?> row : rows) {
            var line = new StringBuilder("| `" + row + "` |");
            for (PoolState state : PoolState.values()) {
                line.append(' ').append(of(row, state)).append(" |");
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
