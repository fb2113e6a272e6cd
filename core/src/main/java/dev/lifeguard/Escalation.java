package dev.lifeguard;

import dev.lifeguard.bounds.Durations;
import java.time.Duration;

/**
 * How long code that must leave its worker is given at each step: ask, then interrupt, then abandon.
 *
 * <p>Java cannot kill a thread. A worker that ignores all of it is abandoned: it is never used again, a compensating
 * worker takes its place on a platform thread, and at most {@link PoolBuilder#maxZombies} may be abandoned at a time.
 *
 * @param ask from the request (flag and cancel hooks) to the interrupt
 * @param interrupt from the interrupt to the abandonment
 */
public record Escalation(Duration ask, Duration interrupt) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when one is negative
     */
    public Escalation {
        Durations.nanosFromZero("ask grace", ask);
        Durations.nanosFromZero("interrupt grace", interrupt);
        ask = Durations.cut(ask);
        interrupt = Durations.cut(interrupt);
    }

    /** {@return 100 ms to answer the request, 2 s to answer the interrupt} */
    public static Escalation standard() {
        return new Escalation(Duration.ofMillis(100), Duration.ofSeconds(2));
    }
}
