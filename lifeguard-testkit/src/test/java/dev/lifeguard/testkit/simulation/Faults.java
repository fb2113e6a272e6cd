package dev.lifeguard.testkit.simulation;

import dev.lifeguard.timing.TimeSource;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Chance, and everything that hangs because of it, until the faults end. */
final class Faults {
    static final long MILLI_NANOS = 1_000_000;

    /** What a hanging piece of code answers to. */
    enum Leaves {
        WHEN_INTERRUPTED,
        NEVER
    }

    private final SplittableRandom random;
    private final TimeSource time;
    private final Set<Thread> hanging = new LinkedHashSet<>();
    private boolean on = true;

    Faults(long seed, TimeSource time) {
        this.random = new SplittableRandom(seed);
        this.time = time;
    }

    boolean strikes(double probability) {
        return on && random.nextDouble() < probability;
    }

    double chance() {
        return random.nextDouble();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Waits in virtual time. */
    void pause(int millis, BooleanSupplier over) throws InterruptedException {
        long until = time.nanoTime() + millis * MILLI_NANOS;
        while (!over.getAsBoolean() && until - time.nanoTime() > 0) {
            time.parkUntil(this, until);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted in a pause");
            }
        }
    }

    /** Waits in virtual time whatever comes. */
    void doze(int millis) {
        long until = time.nanoTime() + millis * MILLI_NANOS;
        while (until - time.nanoTime() > 0) {
            time.parkUntil(this, until);
            Thread.interrupted();
        }
    }

    /** Hangs for a while or, more seldom, until the faults end. */
    void hang(Leaves leaves) throws InterruptedException {
        boolean endless = random.nextInt(3) == 0;
        long until = time.nanoTime() + (endless ? 3_600_000 : 5 + random.nextInt(200)) * MILLI_NANOS;
        hanging.add(Thread.currentThread());
        try {
            while (on && until - time.nanoTime() > 0) {
                time.parkUntil(this, until);
                if (Thread.interrupted() && leaves == Leaves.WHEN_INTERRUPTED) {
                    throw new InterruptedException("interrupted while it hung");
                }
            }
        } finally {
            hanging.remove(Thread.currentThread());
        }
    }

    boolean hangs(Thread thread) {
        return hanging.contains(thread);
    }

    /** No fault strikes from now on, and nothing hangs any longer. */
    void end() {
        on = false;
        hanging.forEach(LockSupport::unpark);
    }
}
