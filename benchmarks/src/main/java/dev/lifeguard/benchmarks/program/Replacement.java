package dev.lifeguard.benchmarks.program;

import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerThreads;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A worker dies of a task while the next one waits: how long until that runs on the replacement. Each time in a pool of
 * its own, because only the first death in a window is replaced without a delay. Beside it: the start of a bare thread.
 */
public final class Replacement {
    private static final int WARM_UP = Readings.of(300, 30);
    private static final int DEATHS = Readings.of(1_000, 60);
    private static final long LIMIT_SECONDS = 30;

    private Replacement() {}

    /** Who replaces. */
    private enum Who {
        POOL_PLATFORM,
        POOL_VIRTUAL,
        EXECUTOR,
        THREAD_PLATFORM,
        THREAD_VIRTUAL
    }

    /** The moments between which is measured, each written by one thread and read after the latch. */
    private static final class Moments {
        private final CountDownLatch served = new CountDownLatch(1);
        private long died;
        private long ran;

        /** The end of a worker: its definition says that an error is one, and an executor does not survive it, either. */
        int die() {
            died = System.nanoTime();
            throw new DeathOfAWorker();
        }

        int serve() {
            ran = System.nanoTime();
            served.countDown();
            return 0;
        }

        long nanos() throws InterruptedException {
            if (!served.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody served within " + LIMIT_SECONDS + " s after a death.");
            }
            return ran - died;
        }
    }

    /** Without a stack trace, which would take a share of the time. */
    private static final class DeathOfAWorker extends Error {
        private static final long serialVersionUID = 1;

        DeathOfAWorker() {
            super("meant", null, false, false);
        }
    }

    /**
     * Measures.
     *
     * @param arguments who
     * @throws InterruptedException when interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        Who who = Who.valueOf(Readings.expect(arguments, 1, "who replaces")[0]);
        // A line in the log for each death is right, and here it would be thousands.
        Logger log = Logger.getLogger("dev.lifeguard");
        log.setLevel(Level.OFF);
        Thread.setDefaultUncaughtExceptionHandler((thread, death) -> {});
        run(who, WARM_UP);
        Waits waits = run(who, DEATHS);
        Readings.tell("p50_us", waits.micros(0.5));
        Readings.tell("p99_us", waits.micros(0.99));
        // The logger is held until here: only a weak reference knows its level.
        log.setLevel(Level.ALL);
    }

    private static Waits run(Who who, int deaths) throws InterruptedException {
        var waits = new Waits();
        for (int death = 0; death < deaths; death++) {
            waits.add(
                    switch (who) {
                        case POOL_PLATFORM -> pool(WorkerThreads.PLATFORM);
                        case POOL_VIRTUAL -> pool(WorkerThreads.VIRTUAL);
                        case EXECUTOR -> executor();
                        case THREAD_PLATFORM -> thread(Thread.ofPlatform());
                        case THREAD_VIRTUAL -> thread(Thread.ofVirtual());
                    });
        }
        return waits;
    }

    private static long pool(WorkerThreads kind) throws InterruptedException {
        var moments = new Moments();
        var queued = new CountDownLatch(1);
        try (WorkerPool<Object> pool = WorkerPool.of(Object::new)
                .size(1)
                .threads(kind)
                .queue(4, WhenFull.refuse())
                .minReady(1, Duration.ofSeconds(LIMIT_SECONDS))
                .start()) {
            var unused = pool.submit((worker, context) -> {
                queued.await();
                return moments.die();
            });
            var next = pool.submit((worker, context) -> moments.serve());
            queued.countDown();
            long nanos = moments.nanos();
            var unusedOutcome = next.await();
            return nanos;
        }
    }

    private static long executor() throws InterruptedException {
        var moments = new Moments();
        var queued = new CountDownLatch(1);
        try (var executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(4))) {
            executor.execute(() -> {
                try {
                    queued.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
                int unused = moments.die();
            });
            executor.execute(() -> {
                int unused = moments.serve();
            });
            queued.countDown();
            return moments.nanos();
        }
    }

    private static long thread(Thread.Builder kind) throws InterruptedException {
        var moments = new Moments();
        moments.died = System.nanoTime();
        Thread thread = kind.start(() -> {
            int unused = moments.serve();
        });
        long nanos = moments.nanos();
        thread.join();
        return nanos;
    }
}
