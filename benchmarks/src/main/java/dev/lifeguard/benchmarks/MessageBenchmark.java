package dev.lifeguard.benchmarks;

import dev.lifeguard.Message;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerContext;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerThreads;
import java.time.Duration;
import java.util.concurrent.Semaphore;
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

/**
 * A message to a worker, and the event with which the worker answers, up to the listener. What many of them cost who has
 * nothing to do with them: {@link MessageStorm}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class MessageBenchmark {
    /** As many as a mailbox has places, and fewer than the channel of events: none is refused. */
    private static final int BATCH = 256;

    private static final Duration LONG = Duration.ofSeconds(10);

    private final Semaphore heard = new Semaphore(0);

    @SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else.
    private WorkerPool<WorkerContext> pool;

    /** Workers that answer each message with an event. */
    private record Answering() implements WorkerDefinition<WorkerContext> {
        @Override
        public WorkerContext start(WorkerContext context) {
            return context;
        }

        @Override
        public void receive(WorkerContext worker, Message message) {
            worker.emit(message.body());
        }
    }

    /** Starts the pool. */
    @Setup
    public void start() throws InterruptedException {
        pool = WorkerPool.of(new Answering())
                .size(1)
                .threads(WorkerThreads.PLATFORM)
                .queue(1_024, WhenFull.block(LONG))
                .minReady(1, LONG)
                .listener(event -> {
                    if (event instanceof PoolEvent.WorkerMessage) {
                        heard.release();
                    }
                })
                .start();
    }

    /** Ends it. */
    @TearDown
    public void end() {
        pool.close();
    }

    /** As many messages as the mailbox has places, and as many events back. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void messages() throws InterruptedException {
        for (int told = 0; told < BATCH; ) {
            told += pool.tell(0, "message") ? 1 : 0;
        }
        heard.acquire(BATCH);
    }
}
