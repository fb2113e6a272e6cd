package dev.lifeguard.dataplane;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;

/** What a line of two levels is: whoever is urgent first, and of the same level whoever came first. */
public class LevelLineSpecification {

    private final Queue<Long> urgent = new ArrayDeque<>();
    private final Queue<Long> others = new ArrayDeque<>();

    public void offer(int task) {
        (task % 2 == 0 ? urgent : others).add((long) task);
    }

    public long poll() {
        return Objects.requireNonNullElse(next().poll(), FifoLineOperations.NOBODY);
    }

    public boolean isEmpty() {
        return next().isEmpty();
    }

    public long first() {
        return Objects.requireNonNullElse(next().peek(), FifoLineOperations.NOBODY);
    }

    private Queue<Long> next() {
        return urgent.isEmpty() ? others : urgent;
    }
}
