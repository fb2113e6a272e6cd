package dev.lifeguard.dataplane;

import dev.lifeguard.policy.Discipline;
import dev.lifeguard.policy.Turns;
import dev.lifeguard.timing.CoarseClock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** A line for each priority. Checkouts, behind each of which a thread waits, stand in the first. */
final class LevelLine extends PartedLine {

    private final List<Part> levels;

    LevelLine(Discipline.Priorities discipline, CoarseClock clock) {
        this(discipline, IntStream.range(0, discipline.levels()).boxed().toList(), clock);
    }

    LevelLine(Discipline.Weighted discipline, CoarseClock clock) {
        this(discipline, discipline.weights(), clock);
    }

    private LevelLine(Discipline discipline, List<Integer> values, CoarseClock clock) {
        super(Turns.of(discipline), clock);
        List<Part> made = new ArrayList<>();
        for (int value : values) {
            made.add(new Part("", "priority " + made.size(), value, made.size()));
        }
        levels = List.copyOf(made);
    }

    @Override
    Part partOf(Waiting entry) {
        return switch (entry) {
            case CheckoutWaiter waiter -> levels.getFirst();
            case TaskRecord<?> task -> levels.get(Math.min(task.options().priority(), levels.size() - 1));
        };
    }

    @Override
    void left(Part part) {
        // A level stays.
    }

    @Override
    Collection<Part> all() {
        return levels;
    }
}
