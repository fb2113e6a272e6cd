package dev.lifeguard.benchmarks.program;

import dev.lifeguard.Lease;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.benchmarks.contender.Chore;
import dev.lifeguard.benchmarks.contender.PoolTaker;
import dev.lifeguard.benchmarks.contender.Taker;
import dev.lifeguard.benchmarks.contender.TaskContender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** So many workers: how long until all of them serve, what an idle one weighs, and what a task and a checkout then cost. */
public final class Population {
    private static final int QUEUE = 4_096;
    private static final int BATCH = 512;
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final long RUN_NANOS =
            Duration.ofMillis(Readings.of(1_000, 100)).toNanos();
    private static final int WARM_UP = Readings.of(20, 3);
    private static final int WARM_UP_WORKERS = 64;

    private Population() {}

    /**
     * Measures.
     *
     * @param arguments POOL or THREADS, PLATFORM or VIRTUAL, how many
     * @throws InterruptedException when interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        String[] words = Readings.expect(arguments, 3, "POOL or THREADS, PLATFORM or VIRTUAL, how many");
        WorkerThreads kind = WorkerThreads.valueOf(words[1]);
        int count = Integer.parseInt(words[2]);
        boolean pool = words[0].equals("POOL");
        for (int round = 0; round < WARM_UP; round++) {
            if (pool) {
                pool(kind, WARM_UP_WORKERS).close();
            } else {
                end(threads(kind, WARM_UP_WORKERS));
            }
        }
        long heap = Heap.used();
        long resident = Heap.resident();
        long start = System.nanoTime();
        if (pool) {
            try (PoolTaker taker = pool(kind, count)) {
                tell(count, start, heap, resident);
                requireServing(taker.pool(), count);
                tellCosts(taker);
            }
        } else {
            List<Thread> group = threads(kind, count);
            tell(count, start, heap, resident);
            end(group);
        }
    }

    private static void tell(int count, long start, long heap, long resident) {
        Readings.tell("start_us", (System.nanoTime() - start) / 1e3 / count);
        Readings.tell("idle_bytes", (Heap.used() - heap) / (double) count);
        Readings.tell("idle_resident_bytes", (Heap.resident() - resident) / (double) count);
    }

    private static PoolTaker pool(WorkerThreads kind, int count) throws InterruptedException {
        return TaskContender.lifeguard(count, QUEUE, kind);
    }

    private static void requireServing(WorkerPool<?> pool, int count) {
        if (pool.serving() != count) {
            throw new IllegalStateException(
                    pool.serving() + " of " + count + " workers serve, so this is no pool of " + count + ".");
        }
    }

    /** {@return threads that have begun, and wait until they are interrupted} */
    private static List<Thread> threads(WorkerThreads kind, int count) throws InterruptedException {
        var begun = new CountDownLatch(count);
        var never = new CountDownLatch(1);
        Runnable life = () -> {
            begun.countDown();
            try {
                never.await();
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        };
        List<Thread> threads = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            threads.add((kind == WorkerThreads.VIRTUAL ? Thread.ofVirtual() : Thread.ofPlatform()).start(life));
        }
        begun.await();
        return threads;
    }

    private static void end(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join();
        }
    }

    private static void tellCosts(PoolTaker taker) throws InterruptedException {
        long tasks = 0;
        long taskNanos = 0;
        for (int part = 0; part < 2; part++) {
            // The first part warms up.
            tasks = 0;
            long start = System.nanoTime();
            for (taskNanos = 0; taskNanos < RUN_NANOS; taskNanos = System.nanoTime() - start) {
                batch(taker);
                tasks += BATCH;
            }
        }
        Readings.tell("task_ns", taskNanos / (double) tasks);
        long checkouts = 0;
        long checkoutNanos = 0;
        for (int part = 0; part < 2; part++) {
            checkouts = 0;
            long start = System.nanoTime();
            for (checkoutNanos = 0; checkoutNanos < RUN_NANOS; checkoutNanos = System.nanoTime() - start) {
                for (int number = 0; number < BATCH; number++) {
                    checkout(taker.pool());
                }
                checkouts += BATCH;
            }
        }
        Readings.tell("checkout_ns", checkoutNanos / (double) checkouts);
    }

    private static <F> void batch(Taker<F> taker) throws InterruptedException {
        List<F> futures = new ArrayList<>(BATCH);
        for (int number = 0; number < BATCH; number++) {
            futures.add(taker.submit(new Chore.Numbered(Chore.Kind.NOTHING, number)));
        }
        for (int number = 0; number < BATCH; number++) {
            int result = taker.await(futures.get(number));
            if (result != number + 1) {
                throw new IllegalStateException("Task " + number + " returned " + result + ".");
            }
        }
    }

    private static void checkout(WorkerPool<Object> pool) throws InterruptedException {
        try (Lease<Object> lease = pool.checkout(WAIT)) {
            if (lease.worker().hashCode() == 0) {
                throw new IllegalStateException("A worker without an identity was lent.");
            }
        }
    }
}
