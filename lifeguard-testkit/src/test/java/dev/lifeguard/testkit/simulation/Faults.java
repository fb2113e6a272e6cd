package dev.lifeguard.testkit.simulation;

import dev.lifeguard.timing.TimeSource;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Chance, and everything that hangs because of it, until the faults end. */
final class Faults {
    static final long MILLI_NANOS = 1_000_000;

    /** How late a timer can be by {@link Fault#TIMERS_LATE}. */
    static final long LATEST_TIMER_NANOS = 2 * MILLI_NANOS;

    /** What a hanging piece of code answers to. */
    enum Leaves {
        WHEN_INTERRUPTED,
        NEVER
    }

    private final SplittableRandom random;
    private final TimeSource time;
    private final Set<Thread> hanging = new LinkedHashSet<>();
    private final Set<Fault> spared;
    private Consumer<Fault> counter = struck -> {};
    private boolean on = true;

    /** All of them can strike. */
    Faults(long seed, TimeSource time) {
        this(seed, time, EnumSet.noneOf(Fault.class));
    }

    /** Those that are spared do not strike in this life. */
    Faults(long seed, TimeSource time, Set<Fault> spared) {
        this.random = new SplittableRandom(seed);
        this.time = time;
        this.spared = spared;
    }

    /**
     * {@return which faults a life is spared: none in every other one, else each with even odds} A fault that nearly
     * always strikes hides others, which then are found in the lives that are spared it.
     */
    static Set<Fault> spared(SplittableRandom random) {
        Set<Fault> spared = EnumSet.noneOf(Fault.class);
        if (random.nextBoolean()) {
            for (Fault fault : Fault.values()) {
                if (random.nextBoolean()) {
                    spared.add(fault);
                }
            }
        }
        return spared;
    }

    /** Says who counts what strikes. */
    void countedBy(Consumer<Fault> who) {
        counter = who;
    }

    /** {@return whether this fault strikes now} */
    boolean strikes(Fault fault, double probability) {
        if (!strikes(probability) || spared.contains(fault)) {
            return false;
        }
        counter.accept(fault);
        return true;
    }

    /** {@return whether something happens now that has no name, until the faults end} */
    boolean strikes(double probability) {
        return on && random.nextDouble() < probability;
    }

    /** {@return whether the faults have not ended} */
    boolean areOn() {
        return on;
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
