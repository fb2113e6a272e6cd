package dev.lifeguard;

import dev.lifeguard.bounds.Durations;
import java.time.Duration;

/**
 * When a lease is suspicious, and what is kept to find the code that took it.
 *
 * <p>The supervisor looks at the leases that are out about once a second, or more often for a shorter limit. A lease
 * whose owner thread has ended is always taken back, whatever is set here.
 *
 * @param held how long a lease may be out before listeners and the log are told ({@link PoolEvent.LeaseHeld}); nothing
 *     else happens to it
 * @param placeEvery of so many leases of a worker, one keeps the place where it was taken; 1 keeps each, 0 none. A kept
 *     place costs a stack trace. Only a lease with a place is noticed, and taken back, when it is garbage-collected
 *     without having been closed
 */
public record LeaseLimits(Duration held, int placeEvery) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when {@code held} is not positive or {@code placeEvery} is negative
     */
    public LeaseLimits {
        Durations.positiveNanos("limit of a lease", held);
        held = Durations.cut(held);
        if (placeEvery < 0) {
            throw new IllegalArgumentException("The place of one lease in " + placeEvery
                    + " cannot be kept; give 1 for each lease, more for fewer, or 0 for none.");
        }
    }

    /** {@return 10 minutes, and no places} */
    public static LeaseLimits standard() {
        return new LeaseLimits(Duration.ofMinutes(10), 0);
    }

    /**
     * Sets when a lease has been out for too long.
     *
     * @param held positive
     * @return these limits with that one
     */
    public LeaseLimits withHeld(Duration held) {
        return new LeaseLimits(held, placeEvery);
    }

    /**
     * Sets how many leases keep their place.
     *
     * @param every one of so many; 0 for none
     * @return these limits with that sampling
     */
    public LeaseLimits withPlaceEvery(int every) {
        return new LeaseLimits(held, every);
    }
}
