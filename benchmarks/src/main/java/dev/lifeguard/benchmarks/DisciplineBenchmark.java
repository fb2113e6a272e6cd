package dev.lifeguard.benchmarks;

import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WhenFull;
import dev.lifeguard.Work;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.policy.Discipline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What a discipline costs: a batch of small tasks of eight levels and lanes, one by one and all together. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DisciplineBenchmark {
    private static final int BATCH = 512;
    private static final int WORKERS = 2;
    private static final int CLASSES = 8;

    /** Which. */
    public enum Order {
        FIFO,
        AGING,
        STRICT,
        WEIGHTED,
        FAIR;

        private Discipline discipline() {
            return switch (this) {
                case FIFO -> Discipline.fifo();
                case AGING -> Discipline.priorities(CLASSES);
                case STRICT -> Discipline.priorities(CLASSES).withoutAging();
                case WEIGHTED -> Discipline.weighted(8, 7, 6, 5, 4, 3, 2, 1);
                case FAIR -> Discipline.fair();
            };
        }
    }

    /** The discipline of the pool. */
    @Param
    @SuppressWarnings("NullAway.Init") // JMH sets it.
    public Order order;

    @SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else.
    private WorkerPool<Object> pool;

    private final List<TaskOptions> options = new ArrayList<>();
    private final List<Work<Object, Integer>> works = new ArrayList<>();

    /** Starts the pool. */
    @Setup
    public void start() throws InterruptedException {
        pool = WorkerPool.of(Object::new)
                .size(WORKERS)
                .threads(WorkerThreads.PLATFORM)
                .queue(2 * BATCH, WhenFull.block(Duration.ofSeconds(10)))
                .minReady(WORKERS, Duration.ofSeconds(5))
                .discipline(order.discipline())
                .start();
        for (int number = 0; number < CLASSES; number++) {
            options.add(TaskOptions.none().withPriority(number).withLane("lane " + number));
        }
        for (int number = 0; number < BATCH; number++) {
            works.add((worker, context) -> 1);
        }
    }

    /** Ends the pool. */
    @TearDown
    public void end() {
        pool.close();
    }

    /** One after another. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void submit(Blackhole sink) throws InterruptedException {
        List<TaskHandle<Integer>> handles = new ArrayList<>(BATCH);
        for (int number = 0; number < BATCH; number++) {
            handles.add(pool.submit(works.get(number), options.get(number % CLASSES)));
        }
        for (TaskHandle<Integer> handle : handles) {
            sink.consume(handle.await());
        }
    }

    /** All together, which is one level or lane. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void submitAll(Blackhole sink) throws InterruptedException {
        for (TaskHandle<Integer> handle : pool.submitAll(works, options.getFirst())) {
            sink.consume(handle.await());
        }
    }
}
