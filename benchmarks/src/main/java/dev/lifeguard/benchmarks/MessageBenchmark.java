package dev.lifeguard.benchmarks;

import dev.lifeguard.Message;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerContext;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/**
 * What messages cost: one of them, and tasks beside a storm of them at full channels in both directions. A storm takes
 * processors from the tasks wherever it blows; so there is the same storm in another pool to compare with.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class MessageBenchmark {
    private static final int BATCH = 256;
    private static final Duration LONG = Duration.ofSeconds(10);

    /** Two pools, the one whose tasks are measured and another, and who is told without a pause, if anybody is. */
    public abstract static class Weather {

        @SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else.
        WorkerPool<WorkerContext> here;

        @SuppressWarnings("NullAway.Init") // As above.
        WorkerPool<WorkerContext> elsewhere;

        final Semaphore read = new Semaphore(0);
        private @Nullable Thread storm;

        /** {@return the pool in which the storm blows} */
        abstract @Nullable WorkerPool<WorkerContext> stormy();

        /** Starts the pools and the storm. */
        @Setup
        public void start() throws InterruptedException {
            here = pool();
            elsewhere = pool();
            WorkerPool<WorkerContext> told = stormy();
            if (told != null) {
                storm = Thread.ofPlatform().daemon().name("storm").start(() -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        told.broadcast("storm");
                    }
                });
            }
        }

        private WorkerPool<WorkerContext> pool() throws InterruptedException {
            return WorkerPool.of(new Answering(read))
                    .size(2)
                    .threads(WorkerThreads.PLATFORM)
                    .queue(1_024, WhenFull.block(LONG))
                    .minReady(2, LONG)
                    .listener(event -> {})
                    .start();
        }

        /** Ends everything. */
        @TearDown
        public void end() throws InterruptedException {
            Thread blowing = storm;
            if (blowing != null) {
                blowing.interrupt();
                blowing.join();
            }
            here.close();
            elsewhere.close();
        }
    }

    /** No storm. */
    @State(Scope.Benchmark)
    public static class Calm extends Weather {
        @Override
        @Nullable
        WorkerPool<WorkerContext> stormy() {
            return null;
        }
    }

    /** A storm in the other pool. */
    @State(Scope.Benchmark)
    public static class StormElsewhere extends Weather {
        @Override
        WorkerPool<WorkerContext> stormy() {
            return elsewhere;
        }
    }

    /** A storm in the pool of the tasks. */
    @State(Scope.Benchmark)
    public static class StormHere extends Weather {
        @Override
        WorkerPool<WorkerContext> stormy() {
            return here;
        }
    }

    /** Workers that answer each message with an event, so that both directions are full. */
    private record Answering(Semaphore read) implements WorkerDefinition<WorkerContext> {
        @Override
        public WorkerContext start(WorkerContext context) {
            return context;
        }

        @Override
        public void receive(WorkerContext worker, Message message) {
            worker.emit(message.body());
            if (message.body() instanceof Integer) {
                read.release();
            }
        }
    }

    /** Tasks submitted and awaited, as in {@link SubmitBenchmark}. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void tasks(Calm weather, Blackhole sink) throws InterruptedException {
        tasks(weather.here, sink);
    }

    /** The same, beside a storm in another pool. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void tasksStormElsewhere(StormElsewhere weather, Blackhole sink) throws InterruptedException {
        tasks(weather.here, sink);
    }

    /** The same, in the storm. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void tasksStormHere(StormHere weather, Blackhole sink) throws InterruptedException {
        tasks(weather.here, sink);
    }

    private static void tasks(WorkerPool<WorkerContext> pool, Blackhole sink) throws InterruptedException {
        List<TaskHandle<Integer>> handles = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            int task = i;
            handles.add(pool.submit((worker, context) -> task + 1));
        }
        for (TaskHandle<Integer> handle : handles) {
            sink.consume(handle.await());
        }
    }

    /** A message to a worker, and its event back to the listener; a mailbox full at a time. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void messages(Calm weather) throws InterruptedException {
        for (int message = 0; message < BATCH; ) {
            message += weather.here.tell(0, 1) ? 1 : 0;
        }
        weather.read.acquire(BATCH);
    }
}
