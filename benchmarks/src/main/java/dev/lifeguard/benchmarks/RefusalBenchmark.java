package dev.lifeguard.benchmarks;

import dev.lifeguard.Outcome;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerThreads;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.threads.EnhancedQueueExecutor;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a full pool needs to say no, and its caller to hear it: the one worker is held, and the queue is full. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class RefusalBenchmark {
    private static final int QUEUE = 16;

    /** Who refuses. */
    public enum Refuser {
        LIFEGUARD,
        ARRAY_QUEUE,
        JBOSS
    }

    /** Who refuses. */
    @Param("LIFEGUARD")
    @SuppressWarnings("NullAway.Init") // JMH sets it.
    public Refuser who;

    private final CountDownLatch hold = new CountDownLatch(1);
    private @Nullable WorkerPool<Object> pool;
    private @Nullable ExecutorService executor;

    /** Starts the pool, and fills it until it refuses. */
    @Setup
    public void fill() throws InterruptedException {
        switch (who) {
            case LIFEGUARD ->
                pool = WorkerPool.of(Object::new)
                        .size(1)
                        .threads(WorkerThreads.PLATFORM)
                        .queue(QUEUE, WhenFull.refuse())
                        .minReady(1, Duration.ofSeconds(5))
                        .start();
            case ARRAY_QUEUE ->
                executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE));
            case JBOSS ->
                executor = new EnhancedQueueExecutor.Builder()
                        .setCorePoolSize(1)
                        .setMaximumPoolSize(1)
                        .setMaximumQueueSize(QUEUE)
                        .setRegisterMBean(false)
                        .build();
        }
        int taken = 0;
        while (!refuses()) {
            taken++;
        }
        if (taken > QUEUE + 1) {
            throw new IllegalStateException(
                    who + " took " + taken + " tasks, although it may hold " + (QUEUE + 1) + "; its bound is not one.");
        }
    }

    /** Lets the worker go, and all that wait. */
    @TearDown
    public void end() {
        hold.countDown();
        if (pool != null) {
            pool.close();
        }
        if (executor != null) {
            executor.close();
        }
    }

    /** Hands in a task that is refused, and hears of it. {@return that it was} */
    @Benchmark
    public boolean refusal() throws InterruptedException {
        if (!refuses()) {
            throw new IllegalStateException(who + " took a task although it is full, so this is no refusal.");
        }
        return true;
    }

    private boolean refuses() throws InterruptedException {
        return pool != null ? refuses(pool) : executor != null && refuses(executor);
    }

    private boolean refuses(WorkerPool<Object> full) throws InterruptedException {
        var handle = full.submit((worker, context) -> {
            hold.await();
            return 1;
        });
        // Looked at and not awaited: what was taken will not end before the teardown.
        return handle.outcome()
                .filter(outcome -> outcome instanceof Outcome.Refused<Integer>)
                .isPresent();
    }

    private boolean refuses(ExecutorService full) {
        try {
            full.execute(() -> {
                try {
                    hold.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            });
            return false;
        } catch (RejectedExecutionException refused) {
            return true;
        }
    }
}
