package dev.lifeguard;

import dev.lifeguard.bounds.Durations;
import dev.lifeguard.policy.Backoff;
import java.time.Duration;

/**
 * How the pool replaces workers that died or failed to start. Immutable.
 *
 * <p>The first death in a while is replaced at once. Later ones wait for an exponential, jittered backoff. When more
 * than {@link #intensity} workers died by distinct causes within {@link #within}, the pool is <em>degraded</em>: it
 * says so, keeps serving with what it has, keeps trying at the longest backoff at most, and heals itself. It never
 * gives up and never spins.
 *
 * @param first the wait before the second replacement in a row
 * @param longest the longest wait
 * @param intensity how many deaths within the window are ordinary
 * @param within the window
 * @param jitter the share by which each wait is drawn shorter or longer, from 0 to 1
 */
public record Restart(Duration first, Duration longest, int intensity, Duration within, double jitter) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when a value can never act
     */
    public Restart {
        Durations.positiveNanos("first restart backoff", first);
        if (longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("The longest restart backoff (" + longest
                    + ") is shorter than the first (" + first + "); swap them or raise the longest.");
        }
        if (intensity < 1) {
            throw new IllegalArgumentException("The restart intensity must be at least 1 death, but is " + intensity
                    + "; a pool that is degraded by no death at all tells nothing.");
        }
        Durations.positiveNanos("restart window", within);
        first = Durations.cut(first);
        longest = Durations.cut(longest);
        within = Durations.cut(within);
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("The jitter is a share from 0 to 1, but is " + jitter + ".");
        }
    }

    /** {@return 100 ms doubling to 10 s, five deaths within 10 s, jitter 0.2} */
    public static Restart standard() {
        return new Restart(Duration.ofMillis(100), Duration.ofSeconds(10), 5, Duration.ofSeconds(10), 0.2);
    }

    /**
     * Sets the backoff.
     *
     * @param first the wait before the second replacement in a row
     * @param longest the longest wait
     * @return this policy with that backoff
     */
    public Restart backoff(Duration first, Duration longest) {
        return new Restart(first, longest, intensity, within, jitter);
    }

    /**
     * Sets the intensity.
     *
     * @param deaths how many deaths within the window are ordinary
     * @param within the window
     * @return this policy with that intensity
     */
    public Restart intensity(int deaths, Duration within) {
        return new Restart(first, longest, deaths, within, jitter);
    }

    /**
     * {@return the wait before a replacement, in nanoseconds}
     *
     * @param failures how many deaths in a row came before it, from 0; the first replacement does not wait
     * @param chance evenly distributed from 0 to 1
     */
    public long backoffNanos(int failures, double chance) {
        return failures <= 0
                ? 0
                : Backoff.exponential(first, longest).withJitter(jitter).nanos(failures, 0, chance);
    }
}
