package dev.lifeguard.benchmarks;

import dev.lifeguard.PoolBuilder;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WhenFull;
import dev.lifeguard.Work;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.policy.Caps;
import dev.lifeguard.policy.Quarantine;
import dev.lifeguard.policy.RateLimit;
import dev.lifeguard.policy.Recycling;
import dev.lifeguard.policy.RetryBudget;
import dev.lifeguard.policy.Scaling;
import dev.lifeguard.policy.Shedding;
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

/** What each policy costs a task that it leaves alone: a batch of small tasks, each policy on by itself, and none. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class PolicyBenchmark {
    private static final int BATCH = 512;
    private static final int WORKERS = 2;
    private static final int KEYS = 64;

    /** Which is on. */
    public enum Policy {
        NONE,
        RETRY,
        BUDGET,
        QUARANTINE,
        SHEDDING,
        RATE,
        ELASTIC,
        RECYCLING,
        CAP,
        KEYS;

        private PoolBuilder<Object, WorkerPool<Object>> in(PoolBuilder<Object, WorkerPool<Object>> pool) {
            return switch (this) {
                case NONE, KEYS -> pool;
                case RETRY -> pool.retry(Retry.attempts(3));
                case BUDGET -> pool.retry(Retry.attempts(3)).retryBudget(RetryBudget.share(0.1));
                case QUARANTINE -> pool.quarantine(Quarantine.after(3));
                case SHEDDING -> pool.shed(Shedding.controlledDelay(Duration.ofMillis(20), Duration.ofMillis(400)));
                case RATE -> pool.rate(RateLimit.of(1_000_000_000, Duration.ofSeconds(1)));
                case ELASTIC -> pool.scale(Scaling.elastic(1, WORKERS));
                case RECYCLING -> pool.recycle(Recycling.none().afterUses(Integer.MAX_VALUE));
                case CAP -> pool.caps(Caps.none().kind("kind", WORKERS));
            };
        }

        private TaskOptions options(int number) {
            return switch (this) {
                case KEYS -> TaskOptions.none().withKey("key " + number);
                case CAP -> TaskOptions.none().withKind("kind");
                default -> TaskOptions.none();
            };
        }
    }

    /** The policy. */
    @Param
    @SuppressWarnings("NullAway.Init") // JMH sets it.
    public Policy policy;

    @SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else.
    private WorkerPool<Object> pool;

    private final List<TaskOptions> options = new ArrayList<>();
    private final Work<Object, Integer> work = (worker, context) -> 1;

    /** Starts the pool. */
    @Setup
    public void start() throws InterruptedException {
        pool = policy.in(WorkerPool.of(Object::new)
                        .size(WORKERS)
                        .threads(WorkerThreads.PLATFORM)
                        .queue(2 * BATCH, WhenFull.block(Duration.ofSeconds(10)))
                        .minReady(1, Duration.ofSeconds(5)))
                .start();
        for (int number = 0; number < KEYS; number++) {
            options.add(policy.options(number));
        }
    }

    /** Ends the pool. */
    @TearDown
    public void end() {
        pool.close();
    }

    /** Submits a batch and awaits each outcome. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void submit(Blackhole sink) throws InterruptedException {
        List<TaskHandle<Integer>> handles = new ArrayList<>(BATCH);
        for (int number = 0; number < BATCH; number++) {
            handles.add(pool.submit(work, options.get(number % KEYS)));
        }
        for (TaskHandle<Integer> handle : handles) {
            sink.consume(handle.await());
        }
    }
}
