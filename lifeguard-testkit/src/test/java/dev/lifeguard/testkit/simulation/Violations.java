package dev.lifeguard.testkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What was seen that must not be. Collected, because a throw inside a worker would be one more fault to the pool. */
final class Violations {
    private final List<String> seen = new ArrayList<>();

    void add(String what) {
        seen.add(what);
    }

    void check(boolean holds, String otherwise) {
        if (!holds) {
            add(otherwise);
        }
    }

    /** The same, for what is looked at so often that its words would take most of the time. */
    void check(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            add(otherwise.get());
        }
    }

    boolean isEmpty() {
        return seen.isEmpty();
    }

    @Override
    public String toString() {
        return String.join("; ", seen);
    }
}
