package dev.lifeguard.benchmarks;

import dev.lifeguard.ContextCarrier;
import dev.lifeguard.PoolBuilder;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.policy.RateLimit;
import dev.lifeguard.policy.Shedding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** A batch of small tasks submitted, then every outcome awaited: Lifeguard with a bounded queue, and its rivals. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class SubmitBenchmark {
    private static final int BATCH = 512;
    private static final int WORKERS = 2;
    private static final int QUEUE = 1_024;

    @SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else.
    private ThreadPoolExecutor executor;

    @SuppressWarnings("NullAway.Init") // As above.
    private ThreadPoolExecutor unbounded;

    @SuppressWarnings("NullAway.Init") // As above.
    private ForkJoinPool forkJoin;

    @SuppressWarnings("NullAway.Init") // As above.
    private ExecutorService virtual;

    private final Semaphore permits = new Semaphore(WORKERS);

    @SuppressWarnings("NullAway.Init") // As above.
    private WorkerPool<Adder> lifeguard;

    @SuppressWarnings("NullAway.Init") // As above.
    private WorkerPool<Adder> carrying;

    @SuppressWarnings("NullAway.Init") // As above.
    private WorkerPool<Adder> guarded;

    private final ThreadLocal<String> request = ThreadLocal.withInitial(() -> "request 17");

    /** What a worker has: enough to be called. */
    static final class Adder {
        int addOne(int value) {
            return value + 1;
        }
    }

    /** Starts each pool. */
    @Setup
    public void start() throws InterruptedException {
        lifeguard = pool().start();
        carrying = pool().carry(ContextCarrier.threadLocal(request)).start();
        guarded = pool().shed(Shedding.controlledDelay(Duration.ofMillis(20), Duration.ofMillis(400)))
                .rate(RateLimit.of(1_000_000_000, Duration.ofSeconds(1)))
                .start();
        executor = new ThreadPoolExecutor(WORKERS, WORKERS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE));
        executor.prestartAllCoreThreads();
        unbounded = new ThreadPoolExecutor(WORKERS, WORKERS, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        unbounded.prestartAllCoreThreads();
        forkJoin = new ForkJoinPool(WORKERS);
        virtual = Executors.newVirtualThreadPerTaskExecutor();
    }

    private static PoolBuilder<Adder, WorkerPool<Adder>> pool() {
        return WorkerPool.of(Adder::new)
                .size(WORKERS)
                .threads(WorkerThreads.PLATFORM)
                .queue(QUEUE, WhenFull.block(Duration.ofSeconds(10)))
                .minReady(WORKERS, Duration.ofSeconds(5));
    }

    /** Ends each pool. */
    @TearDown
    public void end() {
        executor.shutdownNow();
        unbounded.shutdownNow();
        forkJoin.shutdownNow();
        virtual.shutdownNow();
        lifeguard.close();
        carrying.close();
        guarded.close();
    }

    /** Lifeguard with its handles, on platform threads like its rival. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void lifeguard(Blackhole sink) throws InterruptedException {
        batch(lifeguard, sink);
    }

    /** The same, each task with the context of its submitter. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void lifeguardWithContext(Blackhole sink) throws InterruptedException {
        batch(carrying, sink);
    }

    /** The same, with shedding and a rate that are looked at and never act. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void lifeguardGuarded(Blackhole sink) throws InterruptedException {
        batch(guarded, sink);
    }

    private static void batch(WorkerPool<Adder> pool, Blackhole sink) throws InterruptedException {
        List<TaskHandle<Integer>> handles = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            int task = i;
            handles.add(pool.submit((adder, context) -> adder.addOne(task)));
        }
        for (TaskHandle<Integer> handle : handles) {
            sink.consume(handle.await());
        }
    }

    /** ThreadPoolExecutor with a bounded queue, and a future for each task. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void threadPoolExecutor(Blackhole sink) {
        batch(executor, sink);
    }

    /** ThreadPoolExecutor whose queue has no bound. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void linkedQueue(Blackhole sink) {
        batch(unbounded, sink);
    }

    /** ForkJoinPool, whose queues have no bound. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void forkJoinPool(Blackhole sink) {
        batch(forkJoin, sink);
    }

    /** A virtual thread for each task. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void virtualThreads(Blackhole sink) {
        batch(virtual, sink);
    }

    private static void batch(Executor executor, Blackhole sink) {
        CompletableFuture<?>[] futures = new CompletableFuture<?>[BATCH];
        for (int i = 0; i < BATCH; i++) {
            int task = i;
            futures[i] = CompletableFuture.supplyAsync(() -> task + 1, executor);
        }
        for (CompletableFuture<?> future : futures) {
            sink.consume(future.join());
        }
    }

    /** A virtual thread for each task, and as many at a time as the others have workers. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void virtualThreadsBehindASemaphore(Blackhole sink) {
        CompletableFuture<?>[] futures = new CompletableFuture<?>[BATCH];
        for (int i = 0; i < BATCH; i++) {
            int task = i;
            futures[i] = CompletableFuture.supplyAsync(
                    () -> {
                        permits.acquireUninterruptibly();
                        try {
                            return task + 1;
                        } finally {
                            permits.release();
                        }
                    },
                    virtual);
        }
        for (CompletableFuture<?> future : futures) {
            sink.consume(future.join());
        }
    }
}
