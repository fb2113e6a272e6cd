package dev.lifeguard.testkit.simulation;

import java.util.ArrayList;
import java.util.List;

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

    boolean isEmpty() {
        return seen.isEmpty();
    }

    @Override
    public String toString() {
        return String.join("; ", seen);
    }
}
