package dev.lifeguard.control;

import dev.lifeguard.Restart;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Counts deaths in the window and says whether there are too many. Pure calculation over its own short history, which
 * never holds more than one death beyond the intensity.
 *
 * <p>Deaths that one task caused in a row count once: they speak against the task, not against the workers.
 */
final class RestartJudge {

    /** A death: when, and the task that caused it, or 0. */
    private record Death(long atNanos, long task) {}

    private Restart restart;
    private long windowNanos;
    private final Deque<Death> deaths = new ArrayDeque<>();

    RestartJudge(Restart restart) {
        this.restart = restart;
        this.windowNanos = restart.within().toNanos();
    }

    /** Judges by another rule from now on, over the deaths that it remembers. */
    void follow(Restart rule) {
        restart = rule;
        windowNanos = rule.within().toNanos();
        while (deaths.size() > rule.intensity() + 1) {
            deaths.removeFirst();
        }
    }

    /** Notes a death. */
    void died(long now, long task) {
        forget(now);
        if (task != 0 && deaths.removeIf(death -> death.task() == task)) {
            deaths.addLast(new Death(now, task));
            return;
        }
        deaths.addLast(new Death(now, task));
        if (deaths.size() > restart.intensity() + 1) {
            deaths.removeFirst();
        }
    }

    /** {@return whether more workers died in the window than is ordinary} */
    boolean tooMany(long now) {
        forget(now);
        return deaths.size() > restart.intensity();
    }

    /** {@return when the oldest death leaves the window} */
    long calmAtNanos(long now) {
        return deaths.isEmpty() ? now : deaths.getFirst().atNanos() + windowNanos;
    }

    /** {@return how long to wait before the replacement} */
    long backoffNanos(int failuresInRow, double chance) {
        return restart.backoffNanos(failuresInRow, chance);
    }

    /** {@return whether an incarnation lived so long that its death is the first in a while} */
    boolean livedLong(long lifeNanos) {
        return lifeNanos > windowNanos;
    }

    private void forget(long now) {
        while (!deaths.isEmpty() && now - deaths.getFirst().atNanos() >= windowNanos) {
            deaths.removeFirst();
        }
    }
}
