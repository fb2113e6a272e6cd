package dev.lifeguard.benchmarks;

import dev.lifeguard.ContextCarrier;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolBuilder;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WhenFull;
import dev.lifeguard.Work;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.policy.Caps;
import dev.lifeguard.policy.Discipline;
import dev.lifeguard.policy.Quarantine;
import dev.lifeguard.policy.RateLimit;
import dev.lifeguard.policy.Recycling;
import dev.lifeguard.policy.RetryBudget;
import dev.lifeguard.policy.Scaling;
import dev.lifeguard.policy.Shedding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
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

/**
 * What each feature costs a task that it leaves alone: a batch of small tasks, each feature on by itself, and none. Its
 * bytes are asserted in continuous integration: a feature that acts on no task adds none.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class FeatureBenchmark {
    private static final int BATCH = 512;
    private static final int WORKERS = 2;
    private static final int KEYS = 64;
    private static final ThreadLocal<String> REQUEST = ThreadLocal.withInitial(() -> "request 17");

    /** Which is on. */
    public enum Feature {
        NONE,
        LIMITS,
        RETRY,
        BUDGET,
        QUARANTINE,
        SHEDDING,
        RATE,
        ELASTIC,
        RECYCLING,
        /** A listener, and a subscriber of the stream. */
        EVENTS,
        /** A cap on a kind that no task has. */
        CAP_UNUSED,
        /** A cap on the kind of all tasks. */
        CAP,
        KEYS,
        /** Levels, although all tasks have the same. */
        LEVELS,
        /** The context of the submitter goes with each task. */
        CONTEXT,
        /** All of those together that act on no task. */
        TOGETHER;

        private PoolBuilder<Object, WorkerPool<Object>> in(PoolBuilder<Object, WorkerPool<Object>> pool) {
            return switch (this) {
                case NONE, KEYS -> pool;
                case LIMITS ->
                    pool.limits(Limits.none()
                            .withRun(Duration.ofSeconds(30))
                            .withSilence(Duration.ofSeconds(10))
                            .withQueue(Duration.ofSeconds(30)));
                case RETRY -> pool.retry(Retry.attempts(3));
                case BUDGET -> pool.retry(Retry.attempts(3)).retryBudget(RetryBudget.share(0.1));
                case QUARANTINE -> pool.quarantine(Quarantine.after(3));
                case SHEDDING -> pool.shed(Shedding.controlledDelay(Duration.ofMillis(20), Duration.ofMillis(400)));
                case RATE -> pool.rate(RateLimit.of(1_000_000_000, Duration.ofSeconds(1)));
                case ELASTIC -> pool.scale(Scaling.elastic(1, WORKERS));
                case RECYCLING -> pool.recycle(Recycling.none().afterUses(Integer.MAX_VALUE));
                case EVENTS -> pool.listener(event -> {});
                case CAP_UNUSED -> pool.caps(Caps.none().kind("another kind", WORKERS));
                case CAP -> pool.caps(Caps.none().kind("kind", WORKERS));
                case LEVELS -> pool.discipline(Discipline.priorities(8));
                case CONTEXT -> pool.carry(ContextCarrier.threadLocal(REQUEST));
                case TOGETHER ->
                    EVENTS.in(RECYCLING.in(RATE.in(SHEDDING.in(QUARANTINE.in(BUDGET.in(LIMITS.in(pool)))))));
            };
        }

        private boolean isSubscribed() {
            return this == EVENTS || this == TOGETHER;
        }

        private TaskOptions options(int number) {
            return switch (this) {
                case KEYS -> TaskOptions.none().withKey("key " + number);
                case CAP -> TaskOptions.none().withKind("kind");
                default -> TaskOptions.none();
            };
        }
    }

    /** The feature. */
    @Param
    @SuppressWarnings("NullAway.Init") // JMH sets it.
    public Feature feature;

    @SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else.
    private WorkerPool<Object> pool;

    private final List<TaskOptions> options = new ArrayList<>();
    private final Work<Object, Integer> work = (worker, context) -> 1;

    /** Starts the pool. */
    @Setup
    public void start() throws InterruptedException {
        pool = feature.in(WorkerPool.of(Object::new)
                        .size(WORKERS)
                        .threads(WorkerThreads.PLATFORM)
                        .queue(2 * BATCH, WhenFull.block(Duration.ofSeconds(10)))
                        .minReady(1, Duration.ofSeconds(5)))
                .start();
        if (feature.isSubscribed()) {
            pool.events().subscribe(new Reader());
        }
        for (int number = 0; number < KEYS; number++) {
            options.add(feature.options(number));
        }
    }

    /** Ends the pool. */
    @TearDown
    public void end() {
        pool.close();
    }

    /** Submits a batch and awaits each outcome. {@return how many tasks succeeded, which were all} */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int submit() throws InterruptedException {
        List<TaskHandle<Integer>> handles = new ArrayList<>(BATCH);
        for (int number = 0; number < BATCH; number++) {
            handles.add(pool.submit(work, options.get(number % KEYS)));
        }
        int done = 0;
        for (TaskHandle<Integer> handle : handles) {
            done += handle.await() instanceof Outcome.Success<Integer>(Integer one, var report) ? one : 0;
        }
        if (done != BATCH) {
            throw new IllegalStateException(done + " of " + BATCH + " tasks succeeded, so this is no cost of a task.");
        }
        return done;
    }

    /** Asks for all events, and keeps none. */
    private static final class Reader implements Flow.Subscriber<PoolEvent> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(PoolEvent event) {
            // Being told is what is measured.
        }

        @Override
        public void onError(Throwable failure) {
            throw new IllegalStateException("The events ended, so their cost was not measured.", failure);
        }

        @Override
        public void onComplete() {
            // The pool has ended.
        }
    }
}
