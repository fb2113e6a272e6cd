package dev.lifeguard.timing;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * The time of the machine for one thread that parks and one that has something to say to it. It notices when the first
 * would have slept forever: everything was said, and yet nothing woke it. A lost wake-up would otherwise only be a stress
 * run that hangs.
 */
public final class WatchedTime implements TimeSource {

    /** Far longer than it takes a permit that is there to end a park. */
    private static final long FOREVER_NANOS = 250_000_000L;

    /** How long somebody waits for the other to park, before he goes on all the same. */
    private static final int SPINS = 2_000;

    /** Whether one was asleep in this JVM: then the run has failed, and nobody else sleeps that long. */
    private static volatile boolean found;

    private volatile int parks;
    private volatile boolean said;
    private volatile boolean asleep;

    /** Nothing more will be said, and who was to be woken has been. */
    public void said() {
        said = true;
    }

    /** Waits a little until the other has parked so often, so that what is said then crosses its next look. */
    public void awaitParks(int count) {
        for (int spin = 0; spin < SPINS && parks < count; spin++) {
            Thread.onSpinWait();
        }
    }

    /** {@return whether the thread slept although everything was said} */
    public boolean asleep() {
        return asleep;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant wallTime() {
        return Instant.EPOCH;
    }

    /**
     * Parks the calling thread, not longer than for a while.
     *
     * @param blocker what it waits for
     * @return whether there was another way out: {@code false} when it would have slept forever
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread parks.
    public boolean parks(Object blocker) {
        parks++;
        if (found) {
            asleep = true;
        } else if (sleeps(blocker) && said) {
            // Order: whoever said everything woke this thread before that, so the permit is there, if it came too late
            // for the first park. A wake-up before that one was answered by a look, which saw everything.
            asleep = sleeps(blocker);
            found |= asleep;
        }
        return !asleep;
    }

    private static boolean sleeps(Object blocker) {
        long began = System.nanoTime();
        LockSupport.parkNanos(blocker, FOREVER_NANOS);
        return System.nanoTime() - began >= FOREVER_NANOS;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException when the thread would have slept forever, so that it ends
     */
    @Override
    public void park(Object blocker) {
        if (!parks(blocker)) {
            throw new IllegalStateException("Everything was said, and nothing ended this park.");
        }
    }

    @Override
    public void parkUntil(Object blocker, long deadlineNanos) {
        park(blocker);
    }
}
