package dev.lifeguard.control;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How long the workers that were replaced last had lived, and how long their successors took to start. Supervisor only. */
final class Lives {

    /** How many replacements are remembered. */
    static final int KEPT = 16;

    private record Life(long livedNanos, long startNanos) {}

    private final Deque<Life> lives = new ArrayDeque<>();
    private long replaced;

    void add(long livedNanos, long startNanos) {
        replaced++;
        lives.addLast(new Life(livedNanos, startNanos));
        if (lives.size() > KEPT) {
            lives.removeFirst();
        }
    }

    /** {@return how many were ever replaced} */
    long replaced() {
        return replaced;
    }

    /** {@return how long they had lived, on average} */
    Duration meanLife() {
        return Duration.ofNanos(
                (long) lives.stream().mapToLong(Life::livedNanos).average().orElse(0));
    }

    /** {@return how long their successors took to start, on average} */
    Duration meanStart() {
        return Duration.ofNanos(
                (long) lives.stream().mapToLong(Life::startNanos).average().orElse(0));
    }
}
