package dev.lifeguard.lifecycle;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts which rows of the tables were taken, so that a test can demand that none is left out. Nothing in production:
 * the switch is a constant, and the compiler removes the call.
 */
public final class Edges {

    /** Whether rows are counted: the system property {@code lifeguard.edges}, read once. */
    public static final boolean COUNTING = Boolean.getBoolean("lifeguard.edges");

    private static final Map<String, LongAdder> TAKEN = new ConcurrentHashMap<>();

    private Edges() {}

    /**
     * Counts a row.
     *
     * @param table the table
     * @param from the state
     * @param signal the signal
     * @param <S> the states
     * @param <G> the signals
     */
    public static <S extends Enum<S>, G extends Enum<G>> void taken(TransitionTable<S, G> table, S from, G signal) {
        if (COUNTING) {
            TAKEN.computeIfAbsent(table.name() + " " + from + " " + signal, row -> new LongAdder())
                    .increment();
        }
    }

    /** {@return how often each row was taken, by {@code "table STATE SIGNAL"}} */
    public static Map<String, Long> counts() {
        var counts = new TreeMap<String, Long>();
        TAKEN.forEach((row, count) -> counts.put(row, count.sum()));
        return counts;
    }
}
