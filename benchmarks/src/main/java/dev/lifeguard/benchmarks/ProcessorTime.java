package dev.lifeguard.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerThreads;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Prints the processor time of an empty task, all threads of the process taken together, for Lifeguard and for
 * ThreadPoolExecutor. Unlike a rate it hardly depends on who else uses the machine. The two take turns, so that what
 * changes on the machine changes for both.
 *
 * <p>Not JMH: it counts the time of the threads that it measures with, and its iterations are not in pairs.
 */
public final class ProcessorTime {
    private static final int BATCH = 512;

    /** So many that the clock of the system, which can step by 10 ms, adds no more than a few nanoseconds a task. */
    private static final int BATCHES = 4_000;

    private static final int QUEUE = 1_024;
    private static final int WARM_UP = 2;
    private static final int PAIRS = 11;

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private ProcessorTime() {}

    /** Submits one batch of empty tasks and awaits every outcome. */
    private interface Batch {
        void run() throws InterruptedException;
    }

    /**
     * Measures with 2 and with 8 workers.
     *
     * @param arguments none
     * @throws InterruptedException when interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        System.out.printf("%d pairs of %d tasks, medians (least to most)%n", PAIRS, BATCH * BATCHES);
        for (int workers : new int[] {2, 8}) {
            compare(workers);
        }
    }

    private static void compare(int workers) throws InterruptedException {
        var executor = new ThreadPoolExecutor(workers, workers, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE));
        executor.prestartAllCoreThreads();
        try (WorkerPool<Object> pool = WorkerPool.of(Object::new)
                .size(workers)
                .threads(WorkerThreads.PLATFORM)
                .queue(QUEUE, WhenFull.block(Duration.ofSeconds(10)))
                .minReady(workers, Duration.ofSeconds(5))
                .start()) {
            double[] ours = new double[PAIRS];
            double[] theirs = new double[PAIRS];
            double[] ratios = new double[PAIRS];
            for (int pair = -WARM_UP; pair < PAIRS; pair++) {
                double our = nanosPerTask(() -> lifeguard(pool));
                double their = nanosPerTask(() -> executor(executor));
                if (pair >= 0) {
                    ours[pair] = our;
                    theirs[pair] = their;
                    ratios[pair] = our / their;
                }
            }
            System.out.printf(
                    "%d workers: Lifeguard %s ns a task, ThreadPoolExecutor %s ns, ratio %s%n",
                    workers, words(ours, "%.0f"), words(theirs, "%.0f"), words(ratios, "%.2f"));
        } finally {
            executor.shutdownNow();
        }
    }

    private static double nanosPerTask(Batch batch) throws InterruptedException {
        long before = PROCESS.getProcessCpuTime();
        for (int i = 0; i < BATCHES; i++) {
            batch.run();
        }
        return (PROCESS.getProcessCpuTime() - before) / (double) (BATCH * BATCHES);
    }

    private static void lifeguard(WorkerPool<Object> pool) throws InterruptedException {
        TaskHandle<?>[] handles = new TaskHandle<?>[BATCH];
        for (int i = 0; i < BATCH; i++) {
            int task = i;
            handles[i] = pool.submit((worker, context) -> task + 1);
        }
        for (TaskHandle<?> handle : handles) {
            handle.await();
        }
    }

    private static void executor(ThreadPoolExecutor executor) {
        CompletableFuture<?>[] futures = new CompletableFuture<?>[BATCH];
        for (int i = 0; i < BATCH; i++) {
            int task = i;
            futures[i] = CompletableFuture.supplyAsync(() -> task + 1, executor);
        }
        for (CompletableFuture<?> future : futures) {
            future.join();
        }
    }

    private static String words(double[] values, String format) {
        Arrays.sort(values);
        String range = format + " (" + format + " to " + format + ")";
        return range.formatted(values[PAIRS / 2], values[0], values[PAIRS - 1]);
    }
}
