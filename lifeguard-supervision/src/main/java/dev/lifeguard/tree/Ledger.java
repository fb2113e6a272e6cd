package dev.lifeguard.tree;

import dev.lifeguard.Restart;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The restarts of one supervisor in its window. Pure calculation over its own short history, which never holds more than
 * the intensity.
 */
final class Ledger {

    private final Restart restart;
    private final long windowNanos;
    private final Deque<Long> restarts = new ArrayDeque<>();
    private int total;

    Ledger(Restart restart) {
        this.restart = restart;
        this.windowNanos = restart.within().toNanos();
    }

    /** {@return whether one more restart is allowed now; it is noted then} */
    boolean allows(long now) {
        while (!restarts.isEmpty() && now - restarts.getFirst() >= windowNanos) {
            restarts.removeFirst();
        }
        if (restarts.size() >= restart.intensity()) {
            return false;
        }
        restarts.addLast(now);
        total++;
        return true;
    }

    /** {@return how long the restart that was noted last waits: the first in the window not at all} */
    long backoffNanos(double chance) {
        return restart.backoffNanos(restarts.size() - 1, chance);
    }

    /** {@return how many were allowed in all} */
    int total() {
        return total;
    }

    /** {@return the rule, for messages} */
    String rule() {
        return "more than " + restart.intensity() + " restarts within " + restart.within();
    }
}
