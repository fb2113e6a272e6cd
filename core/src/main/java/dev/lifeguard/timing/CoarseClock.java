package dev.lifeguard.timing;

/**
 * A clock that costs one read: the supervisor sets it every millisecond while the pool is busy, and lets it sleep when
 * nothing is going on.
 *
 * <p>A {@code nanoTime} for each task costs a third of the time of an empty task, so the hot path reads this instead.
 * Values can be a tick old, and two readers can see them a tick apart; users clamp differences at zero.
 *
 * <p>Any thread reads; only the supervisor ticks and puts to sleep.
 */
public final class CoarseClock {

    private final TimeSource time;
    private final Runnable onWake;
    private volatile long nowNanos;
    private volatile boolean awake;

    /**
     * Makes a sleeping clock.
     *
     * @param time what it shows
     * @param onWake tells the supervisor to tick; called on the thread that woke the clock
     */
    public CoarseClock(TimeSource time, Runnable onWake) {
        this.time = time;
        this.onWake = onWake;
        this.nowNanos = time.nanoTime();
    }

    /** {@return the time, at most a tick old; wakes the clock when it sleeps} */
    public long now() {
        return awake ? nowNanos : wake();
    }

    private long wake() {
        long now = time.nanoTime();
        nowNanos = now;
        // Order: the value before the flag; a reader that sees the flag sees a fresh value.
        awake = true;
        try {
            onWake.run();
        } catch (Throwable noMemory) {
            // Nobody was told, so nobody ticks: the next reader tells.
            awake = false;
            throw noMemory;
        }
        return now;
    }

    /** {@return whether somebody needs ticks} */
    public boolean isAwake() {
        return awake;
    }

    /**
     * Sets the time.
     *
     * @param now a value of the time source
     */
    public void tick(long now) {
        nowNanos = now;
    }

    /**
     * Stops the ticks. The supervisor must look once more, after this call, whether anything is going on, and call
     * {@link #now} if so: who begins something first makes it visible and then reads the clock.
     */
    public void sleep() {
        awake = false;
    }
}
