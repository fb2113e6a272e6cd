package dev.lifeguard.dataplane;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;

/** What a line is that is first in, first out. */
public class FifoLineSpecification {

    private final Queue<Long> entries = new ArrayDeque<>();

    public void offer(int entry) {
        entries.add((long) entry);
    }

    public long poll() {
        return Objects.requireNonNullElse(entries.poll(), FifoLineOperations.NOBODY);
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    public long first() {
        return Objects.requireNonNullElse(entries.peek(), FifoLineOperations.NOBODY);
    }
}
