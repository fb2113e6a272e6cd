package dev.lifeguard.timing;

import org.jspecify.annotations.Nullable;

/**
 * Marks the places between two steps of a protocol where another thread can come in between, so that a deterministic
 * scheduler can try exactly that. Nothing in production: the switch is a constant, and the compiler removes the call.
 */
public final class Interleave {

    /** Whether a test explores interleavings: the system property {@code lifeguard.interleave}, read once. */
    public static final boolean EXPLORING = Boolean.getBoolean("lifeguard.interleave");

    private static volatile @Nullable Runnable hook;

    private Interleave() {}

    /** Lets another thread come in between, when a test explores. */
    public static void point() {
        if (EXPLORING) {
            Runnable yield = hook;
            if (yield != null) {
                yield.run();
            }
        }
    }

    /**
     * {@return a number that spreads threads over places} By the thread's number; when a test explores, by its name,
     * because numbers differ from run to run and a schedule could not be repeated.
     *
     * @param thread the thread
     */
    public static long spread(Thread thread) {
        return EXPLORING ? thread.getName().hashCode() : thread.threadId();
    }

    /**
     * Sets what happens at a point.
     *
     * @param yield lets another thread run; {@code null} for nothing
     */
    public static void onPoint(@Nullable Runnable yield) {
        hook = yield;
    }
}
