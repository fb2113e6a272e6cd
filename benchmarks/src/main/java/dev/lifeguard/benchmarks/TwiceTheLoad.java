package dev.lifeguard.benchmarks;

import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.benchmarks.program.Readings;
import dev.lifeguard.policy.Shedding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;

/**
 * Twice as many tasks as the workers can do, for a while: how long those wait that are let through, and how much of the
 * workers' time is used. Every contender gets the same arrivals, one after another in one process.
 *
 * <p>Tasks park, so that the processors of the machine do not decide how much work there can be. Arrivals are at random
 * times on an average (Poisson), fixed before the run, whatever the pool does. Waits are told twice: from the call of
 * submit, which is what the pool answers for, and from the time at which the task should have come, so that a submitter
 * that is held up makes waits longer and not fewer (no coordinated omission).
 *
 * <p>Not JMH: one run is one load.
 */
public final class TwiceTheLoad {
    private static final int WORKERS = 8;
    private static final Duration TARGET = Duration.ofMillis(50);
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final double LOAD = 2;

    /** Waits rise for an interval until it is an overload; what is judged begins afterwards. */
    private static final long RAMP_NANOS = Duration.ofSeconds(2).toNanos();

    private static final long RUN_NANOS =
            Duration.ofSeconds(Integer.getInteger("seconds", 15)).toNanos();

    /** The load goes on behind what is judged, because a pool that closes runs what it has and sheds no more. */
    private static final long TAIL_NANOS = Duration.ofSeconds(1).toNanos();

    /** A bound of number that makes the same wait as twice the target, for somebody who knows how long tasks take. */
    private static final int FITTED = 160;

    private static final int LARGE = 1_000;

    private TwiceTheLoad() {}

    /** One task: when it should come, came, began and ended. Written by submitter and worker, read after the end. */
    private static final class Job implements Runnable {
        private final long workNanos;
        private long dueNanos;
        private long cameNanos;
        private long beganNanos;
        private long endedNanos;

        Job(long workNanos) {
            this.workNanos = workNanos;
        }

        @Override
        public void run() {
            beganNanos = System.nanoTime();
            long until = beganNanos + workNanos;
            for (long left = workNanos; left > 0; left = until - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            endedNanos = System.nanoTime();
        }
    }

    /** Takes a task or refuses it. */
    private interface Contender extends AutoCloseable {
        void submit(Job job);

        @Override
        void close();
    }

    /** Who is loaded. */
    public enum Who {
        SHEDDING("Lifeguard, shedding"),
        BOUNDED("Lifeguard, queue of " + LARGE + ", no shedding"),
        EXECUTOR_FITTED("ThreadPoolExecutor, ArrayBlockingQueue of " + FITTED),
        EXECUTOR_LARGE("ThreadPoolExecutor, ArrayBlockingQueue of " + LARGE),
        EXECUTOR_UNBOUNDED("ThreadPoolExecutor, LinkedBlockingQueue"),
        THREADS("threads on an unbounded queue");

        private final String words;

        Who(String words) {
            this.words = words;
        }

        /** {@return the name, for people} */
        public String words() {
            return words;
        }

        private Contender start() throws InterruptedException {
            return switch (this) {
                case SHEDDING -> shedding();
                case BOUNDED -> bounded();
                case EXECUTOR_FITTED -> executor(FITTED);
                case EXECUTOR_LARGE -> executor(LARGE);
                case EXECUTOR_UNBOUNDED -> executor(0);
                case THREADS -> naive();
            };
        }
    }

    /**
     * Measures tasks of 5 ms, and then of 10 ms, which nobody has told the fitted queue. For a race: one contender and tasks
     * of 5 ms. The system property {@code seconds} says how long each run is, 15 by default.
     *
     * @param arguments none, or a contender
     * @throws InterruptedException when interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length == 1) {
            Tail tail = measure(Who.valueOf(arguments[0]), 5);
            Readings.tell("p50_ms", at(tail.waits(), 0.5));
            Readings.tell("p99_ms", at(tail.waits(), 0.99));
            Readings.tell("p99.9_ms", at(tail.waits(), 0.999));
            Readings.tell("used_percent", tail.usedPercent());
            return;
        }
        System.out.printf(
                "%d workers, load %.1f, %d s after a ramp of %d s; shedding: target %d ms, interval %d ms%n",
                WORKERS,
                LOAD,
                RUN_NANOS / 1_000_000_000,
                RAMP_NANOS / 1_000_000_000,
                TARGET.toMillis(),
                INTERVAL.toMillis());
        for (int millis : new int[] {5, 10}) {
            System.out.printf(
                    "%n| tasks of %d ms | p50 | p99 | p99.9 | longest | p99 from due | workers' time used | let through |%n",
                    millis);
            System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
            for (Who who : Who.values()) {
                measure(who, millis).print(who.words());
            }
        }
    }

    private static Tail measure(Who who, int millis) throws InterruptedException {
        long work = Duration.ofMillis(millis).toNanos();
        var random = new SplittableRandom(1);
        double apart = work / (WORKERS * LOAD);
        List<Job> jobs = new ArrayList<>();
        for (double at = 0;
                at < RAMP_NANOS + RUN_NANOS + TAIL_NANOS;
                at += -Math.log(1 - random.nextDouble()) * apart) {
            var job = new Job(work);
            job.dueNanos = (long) at;
            jobs.add(job);
        }
        Contender contender = who.start();
        long start = System.nanoTime();
        try (contender) {
            for (Job job : jobs) {
                job.dueNanos += start;
                for (long left = job.dueNanos - System.nanoTime(); left > 0; left = job.dueNanos - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                job.cameNanos = System.nanoTime();
                contender.submit(job);
            }
        }
        return tail(jobs, start);
    }

    /** What is judged are tasks that came between the ramp and the end, and the workers' time in between. */
    private static Tail tail(List<Job> jobs, long start) {
        long from = start + RAMP_NANOS;
        long to = from + RUN_NANOS;
        List<Job> come = jobs.stream()
                .filter(job -> job.dueNanos >= from && job.dueNanos < to)
                .toList();
        // A queue without a bound is worked off before the contender is closed, so every task of it is here.
        List<Job> ran = come.stream().filter(job -> job.beganNanos != 0).toList();
        List<Double> waits = millis(ran.stream().mapToDouble(job -> job.beganNanos - job.cameNanos));
        List<Double> fromDue = millis(ran.stream().mapToDouble(job -> job.beganNanos - job.dueNanos));
        double used = jobs.stream()
                .filter(job -> job.endedNanos != 0)
                .mapToDouble(job -> Math.max(0, Math.min(job.endedNanos, to) - Math.max(job.beganNanos, from)))
                .sum();
        return new Tail(
                waits, fromDue, 100 * used / (WORKERS * (double) RUN_NANOS), 100.0 * waits.size() / come.size());
    }

    /**
     * What came of a load.
     *
     * @param waits of those that were let through, from the call of submit, in milliseconds, sorted
     * @param fromDue the same, from the time at which they should have come
     * @param usedPercent the share of the workers' time
     * @param letThroughPercent the share of the tasks
     */
    private record Tail(List<Double> waits, List<Double> fromDue, double usedPercent, double letThroughPercent) {

        void print(String name) {
            System.out.printf(
                    "| %s | %.1f ms | %.1f ms | %.1f ms | %.1f ms | %.1f ms | %.1f %% | %.0f %% |%n",
                    name,
                    at(waits, 0.5),
                    at(waits, 0.99),
                    at(waits, 0.999),
                    at(waits, 1),
                    at(fromDue, 0.99),
                    usedPercent,
                    letThroughPercent);
        }
    }

    private static List<Double> millis(DoubleStream nanos) {
        return nanos.map(wait -> wait / 1e6).sorted().boxed().toList();
    }

    private static double at(List<Double> sorted, double share) {
        if (sorted.isEmpty()) {
            throw new IllegalStateException("No task ran, so nothing waited; the run was too short.");
        }
        return sorted.get((int) Math.min(sorted.size() - 1, Math.ceil(share * sorted.size())));
    }

    private static Contender lifeguard(WorkerPool<Object> pool) {
        return new Contender() {
            @Override
            public void submit(Job job) {
                // Nobody looks at the handle: what was refused has not run, and that is seen in the job.
                var unused = pool.submit((worker, context) -> {
                    job.run();
                    return job;
                });
            }

            @Override
            public void close() {
                pool.close();
            }
        };
    }

    private static Contender shedding() throws InterruptedException {
        return lifeguard(WorkerPool.of(Object::new)
                .size(WORKERS)
                .threads(WorkerThreads.PLATFORM)
                .queue(LARGE, WhenFull.refuse())
                .minReady(WORKERS, Duration.ofSeconds(5))
                .shed(Shedding.controlledDelay(TARGET, INTERVAL))
                .start());
    }

    private static Contender bounded() throws InterruptedException {
        return lifeguard(WorkerPool.of(Object::new)
                .size(WORKERS)
                .threads(WorkerThreads.PLATFORM)
                .queue(LARGE, WhenFull.refuse())
                .minReady(WORKERS, Duration.ofSeconds(5))
                .start());
    }

    private static Contender executor(int bound) {
        var executor = new ThreadPoolExecutor(
                WORKERS,
                WORKERS,
                0,
                TimeUnit.SECONDS,
                bound == 0 ? new LinkedBlockingQueue<>() : new ArrayBlockingQueue<>(bound),
                new ThreadPoolExecutor.AbortPolicy());
        executor.prestartAllCoreThreads();
        return new Contender() {
            @Override
            public void submit(Job job) {
                try {
                    executor.execute(job);
                } catch (RejectedExecutionException refused) {
                    // It has not run, and that is seen in the job.
                    return;
                }
            }

            @Override
            public void close() {
                executor.close();
            }
        };
    }

    @SuppressWarnings("ReferenceEquality") // The mark of the end is told from jobs by its identity.
    private static Contender naive() {
        var queue = new LinkedTransferQueue<Runnable>();
        Runnable end = () -> {};
        Thread[] threads = new Thread[WORKERS];
        for (int number = 0; number < WORKERS; number++) {
            threads[number] = Thread.ofPlatform().daemon(true).start(() -> {
                try {
                    for (Runnable next = queue.take(); next != end; next = queue.take()) {
                        next.run();
                    }
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        return new Contender() {
            @Override
            public void submit(Job job) {
                queue.add(job);
            }

            @Override
            public void close() {
                Arrays.stream(threads).forEach(thread -> queue.add(end));
                for (Thread thread : threads) {
                    try {
                        thread.join();
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                        return;
                    }
                }
            }
        };
    }
}
