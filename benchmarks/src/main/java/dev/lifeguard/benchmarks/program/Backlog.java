package dev.lifeguard.benchmarks.program;

import dev.lifeguard.benchmarks.contender.Chore;
import dev.lifeguard.benchmarks.contender.Taker;
import dev.lifeguard.benchmarks.contender.TaskContender;
import java.util.concurrent.CountDownLatch;

/**
 * So many tasks queued while every worker is held, then all of them run: what a task costs at that depth, how many bytes it
 * is while it waits, and how long an orderly end takes with all of them before it.
 */
public final class Backlog {
    private static final int WORKERS = 2;

    /** A shallow queue is filled and emptied so often that as many tasks are run as by a deep one. */
    private static final int TASKS = 1_000_000;

    private static final int WARM_UP = Readings.of(20, 2);
    private static final int WARM_UP_DEPTH = 10_000;

    private Backlog() {}

    /**
     * Measures.
     *
     * @param arguments a contender, how many are queued
     * @throws InterruptedException when interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        String[] words = Readings.expect(arguments, 2, "a contender, how many are queued");
        TaskContender who = TaskContender.valueOf(words[0]);
        int depth = Integer.parseInt(words[1]) / Readings.of(1, 10);
        int rounds = Math.max(1, TASKS / Readings.of(1, 10) / depth);
        int room = Math.max(depth, WARM_UP_DEPTH) + WORKERS;
        try (Taker<?> taker = who.start(WORKERS, room)) {
            for (int round = 0; round < WARM_UP; round++) {
                double unused = cost(taker, WARM_UP_DEPTH);
            }
            double nanos = 0;
            for (int round = 0; round < rounds; round++) {
                nanos += cost(taker, depth);
            }
            Readings.tell("task_ns", nanos / rounds / depth);
        }
        atTheEnd(who.start(WORKERS, room), depth);
    }

    private static double cost(Taker<?> taker, int depth) throws InterruptedException {
        var held = new Held(taker);
        var done = new CountDownLatch(depth);
        long start = System.nanoTime();
        fill(taker, depth, done);
        held.letGo();
        done.await();
        return System.nanoTime() - start;
    }

    private static void atTheEnd(Taker<?> taker, int depth) throws InterruptedException {
        var held = new Held(taker);
        var done = new CountDownLatch(depth);
        // One object for all of them: what is left is the pool's own.
        var chore = new Chore.Counted(Chore.Kind.NOTHING, done);
        long before = Heap.used();
        for (int number = 0; number < depth; number++) {
            submit(taker, chore);
        }
        Readings.tell("queued_bytes", (Heap.used() - before) / (double) depth);
        long start = System.nanoTime();
        held.letGo();
        taker.close();
        Readings.tell("drain_ns", (System.nanoTime() - start) / (double) depth);
        if (done.getCount() != 0) {
            throw new IllegalStateException(
                    done.getCount() + " of " + depth + " queued tasks did not run before the end.");
        }
    }

    private static void fill(Taker<?> taker, int depth, CountDownLatch done) {
        for (int number = 0; number < depth; number++) {
            submit(taker, new Chore.Counted(Chore.Kind.NOTHING, done));
        }
    }

    /** For its result, which a caller would keep. */
    private static <F> void submit(Taker<F> taker, Chore chore) {
        F unused = taker.submit(chore);
    }

    /** All workers, each with a task that waits. */
    private static final class Held {
        private final CountDownLatch release = new CountDownLatch(1);

        Held(Taker<?> taker) throws InterruptedException {
            var begun = new CountDownLatch(WORKERS);
            for (int number = 0; number < WORKERS; number++) {
                taker.execute(new Chore.Given(() -> {
                    begun.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                }));
            }
            begun.await();
        }

        void letGo() {
            release.countDown();
        }
    }
}
