package dev.lifeguard.lifecycle;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A total transition table: for every state and every signal it says move, ignore or illegal, each with its reason.
 *
 * <p>The table is the source: the supervisor looks moves up in it, the documentation is rendered from it, and tests
 * walk it. It is total and free of contradictions by construction: {@link Builder#build} fails when a cell is missing
 * or given twice. There are no guards; a decision is a signal of its own.
 *
 * <p>Immutable; any thread.
 *
 * @param <S> the states
 * @param <G> the signals
 */
public final class TransitionTable<S extends Enum<S>, G extends Enum<G>> {

    /** What a cell says. */
    public enum Kind {
        /** The state changes (or is entered anew). */
        MOVE,
        /** The signal is expected here and means nothing. */
        IGNORE,
        /** The signal cannot come here; seeing it is a bug. */
        ILLEGAL
    }

    /**
     * One cell.
     *
     * @param from the state
     * @param signal the signal
     * @param kind what to do
     * @param to the next state, which is {@code from} unless it moves
     * @param reason why
     * @param <S> the states
     * @param <G> the signals
     */
    public record Cell<S extends Enum<S>, G extends Enum<G>>(S from, G signal, Kind kind, S to, String reason) {}

    private final String name;
    private final Class<S> states;
    private final Class<G> signals;
    private final Map<S, Map<G, Cell<S, G>>> cells;

    private TransitionTable(String name, Class<S> states, Class<G> signals, Map<S, Map<G, Cell<S, G>>> cells) {
        this.name = name;
        this.states = states;
        this.signals = signals;
        this.cells = cells;
    }

    /** {@return the name of the table} */
    public String name() {
        return name;
    }

    /** {@return the states, in order} */
    public List<S> states() {
        return List.of(states.getEnumConstants());
    }

    /** {@return the signals, in order} */
    public List<G> signals() {
        return List.of(signals.getEnumConstants());
    }

    /**
     * {@return the cell of a state and a signal}
     *
     * @param state the state
     * @param signal the signal
     */
    public Cell<S, G> at(S state, G signal) {
        Cell<S, G> cell = cells.getOrDefault(state, Map.of()).get(signal);
        if (cell == null) {
            throw new AssertionError(name + ": no cell for " + state + " and " + signal);
        }
        return cell;
    }

    /** {@return every cell, by state and then by signal} */
    public List<Cell<S, G>> rows() {
        var rows = new ArrayList<Cell<S, G>>();
        for (S state : states()) {
            for (G signal : signals()) {
                rows.add(at(state, signal));
            }
        }
        return rows;
    }

    /**
     * Begins a table.
     *
     * @param name its name, for messages and counts
     * @param states the states
     * @param signals the signals
     * @param <S> the states
     * @param <G> the signals
     */
    public static <S extends Enum<S>, G extends Enum<G>> Builder<S, G> of(
            String name, Class<S> states, Class<G> signals) {
        return new Builder<>(name, states, signals);
    }

    /**
     * Collects the cells and refuses a table with a hole or a contradiction. Every row says why.
     *
     * @param <S> the states
     * @param <G> the signals
     */
    public static final class Builder<S extends Enum<S>, G extends Enum<G>> {

        private final String name;
        private final Class<S> states;
        private final Class<G> signals;
        private final Map<S, Map<G, Cell<S, G>>> cells;

        private Builder(String name, Class<S> states, Class<G> signals) {
            this.name = name;
            this.states = states;
            this.signals = signals;
            this.cells = new EnumMap<>(states);
        }

        /** The state changes. */
        public Builder<S, G> move(S from, G signal, S to, String reason) {
            return put(new Cell<>(from, signal, Kind.MOVE, to, reason));
        }

        /** The signal is expected here and means nothing. */
        public Builder<S, G> ignore(S from, G signal, String reason) {
            return put(new Cell<>(from, signal, Kind.IGNORE, from, reason));
        }

        /** The signal is expected in all of these and means nothing. */
        public Builder<S, G> ignore(Set<S> from, G signal, String reason) {
            from.forEach(state -> ignore(state, signal, reason));
            return this;
        }

        /** None of these signals can come here. */
        public Builder<S, G> illegal(S from, Set<G> which, String reason) {
            which.forEach(signal -> put(new Cell<>(from, signal, Kind.ILLEGAL, from, reason)));
            return this;
        }

        /** The signal can come in none of these. */
        public Builder<S, G> illegal(Set<S> from, G signal, String reason) {
            from.forEach(state -> put(new Cell<>(state, signal, Kind.ILLEGAL, state, reason)));
            return this;
        }

        private Builder<S, G> put(Cell<S, G> cell) {
            Cell<S, G> earlier = cells.computeIfAbsent(cell.from(), state -> new EnumMap<>(signals))
                    .putIfAbsent(cell.signal(), cell);
            if (earlier != null) {
                throw new IllegalStateException(name + ": two rows for one cell: " + earlier + " and " + cell);
            }
            return this;
        }

        /** {@return the table} Throws when a cell is missing. */
        public TransitionTable<S, G> build() {
            for (S state : EnumSet.allOf(states)) {
                for (G signal : EnumSet.allOf(signals)) {
                    if (!cells.getOrDefault(state, Map.of()).containsKey(signal)) {
                        throw new IllegalStateException(
                                name + ": no row for " + state + " and " + signal + "; the table must be total");
                    }
                }
            }
            return new TransitionTable<>(name, states, signals, cells);
        }
    }
}
