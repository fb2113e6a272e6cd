package dev.lifeguard.verification.scaling;

import dev.lifeguard.PoolBuilder;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.control.Environment;
import dev.lifeguard.control.PoolEngine;
import dev.lifeguard.control.Settings;
import dev.lifeguard.control.StartBudget;
import dev.lifeguard.inprocess.ThreadStarter;
import dev.lifeguard.testkit.DeterministicScheduler;
import dev.lifeguard.testkit.VirtualTime;
import dev.lifeguard.timing.TimeSource;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Real pools on virtual threads of a schedule and in virtual time, which moves only here. The same seed gives the same
 * run, to the nanosecond.
 */
final class SteppedPools implements AutoCloseable {
    private final VirtualTime time = new VirtualTime();
    private final DeterministicScheduler scheduler;
    private final SplittableRandom random;
    private final List<PoolEngine> engines = new ArrayList<>();
    private final List<Thread> supervisors = new ArrayList<>();

    SteppedPools(long seed) {
        random = new SplittableRandom(seed);
        scheduler = DeterministicScheduler.random(random.nextLong());
    }

    /** {@return a pool, whose supervisor runs when the time moves} */
    PoolEngine open(PoolBuilder<Object, WorkerPool<Object>> builder, StartBudget starts) {
        PoolEngine engine = PoolEngine.open(
                settings(builder),
                new Environment(new Source(time), new Threads(scheduler), random::nextDouble, true, starts));
        engines.add(engine);
        supervisors.add(scheduler.start("supervisor", () -> {
            while (!engine.supervisor().isOver()) {
                long next = engine.supervisor().step();
                if (engine.isQuiet() && !engine.supervisor().isOver()) {
                    time.parkUntil(engine, next);
                }
            }
        }));
        return engine;
    }

    private static Settings settings(PoolBuilder<Object, WorkerPool<Object>> builder) {
        try {
            Method settings = PoolBuilder.class.getDeclaredMethod("settings");
            settings.setAccessible(true);
            return (Settings) settings.invoke(builder);
        } catch (ReflectiveOperationException gone) {
            throw new IllegalStateException("The builder does not tell its settings any more.", gone);
        }
    }

    SplittableRandom random() {
        return random;
    }

    long nanoTime() {
        return time.nanoTime();
    }

    void start(String name, Runnable body) {
        scheduler.start(name, body);
    }

    /** The calling thread sleeps in virtual time, whoever interrupts it. */
    void sleep(Duration duration) {
        sleepUntil(time.nanoTime() + duration.toNanos());
    }

    void sleepUntil(long deadline) {
        while (deadline - time.nanoTime() > 0) {
            time.parkUntil(this, deadline);
            // Deaf: with the flag set nobody parks, and the time, which moves when all are parked, would stand still.
            Thread.interrupted();
        }
    }

    /** Lets the time pass. */
    void pass(Duration duration) {
        runUntil(time.nanoTime() + duration.toNanos());
    }

    /** Lets the time pass until the condition holds. */
    void await(String what, BooleanSupplier condition) {
        settle();
        for (int looks = 0; !condition.getAsBoolean(); looks++) {
            if (looks > 100_000) {
                throw new AssertionError("Not within " + looks + " deadlines: " + what);
            }
            moveTo(time.nextDeadlineNanos().orElseThrow());
        }
    }

    /** Runs everything up to this time. */
    void runUntil(long end) {
        settle();
        while (true) {
            long next = time.nextDeadlineNanos().orElse(end);
            if (next - end > 0) {
                moveTo(end);
                return;
            }
            moveTo(next);
            if (next == end && time.nextDeadlineNanos().orElse(end + 1) - end > 0) {
                return;
            }
        }
    }

    private void moveTo(long target) {
        time.advance(Duration.ofNanos(Math.max(0, target - time.nanoTime())));
        settle();
    }

    private void settle() {
        boolean again = true;
        while (again) {
            boolean loud = false;
            for (int number = 0; number < engines.size(); number++) {
                if (!engines.get(number).isQuiet()) {
                    LockSupport.unpark(supervisors.get(number));
                    loud = true;
                }
            }
            again = scheduler.step() || loud;
        }
    }

    @Override
    public void close() {
        scheduler.close();
    }

    /** Virtual time as the pool wants it. */
    private record Source(VirtualTime time) implements TimeSource {
        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public Instant wallTime() {
            return Instant.EPOCH.plusNanos(time.nanoTime());
        }

        @Override
        public void park(Object blocker) {
            time.park(blocker);
        }

        @Override
        public void parkUntil(Object blocker, long deadlineNanos) {
            time.parkUntil(blocker, deadlineNanos);
        }
    }

    /** Threads of the schedule. */
    private record Threads(DeterministicScheduler scheduler) implements ThreadStarter {
        @Override
        public void start(String name, WorkerThreads kind, Runnable body) {
            scheduler.start(name, body);
        }

        @Override
        public void close() {
            // The schedule ends with its test.
        }
    }
}
