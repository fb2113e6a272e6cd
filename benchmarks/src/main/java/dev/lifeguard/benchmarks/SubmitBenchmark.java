package dev.lifeguard.benchmarks;

import dev.lifeguard.benchmarks.contender.Chore;
import dev.lifeguard.benchmarks.contender.Taker;
import dev.lifeguard.benchmarks.contender.TaskContender;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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

/** A batch of tasks submitted, then awaited. Each thread of the benchmark is a submitter; they share the pool. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class SubmitBenchmark {
    static final int BATCH = 512;

    /** Room for the batches of eight submitters: nobody is refused, and nobody waits for a place. */
    static final int QUEUE = 8 * BATCH;

    /** Who takes the tasks. */
    @Param("LIFEGUARD")
    @SuppressWarnings("NullAway.Init") // JMH sets it.
    public TaskContender who;

    /** How many run them. */
    @Param("2")
    public int workers;

    /** What they do. */
    @Param("NOTHING")
    @SuppressWarnings("NullAway.Init") // JMH sets it.
    public Chore.Kind work;

    @SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else.
    private Taker<?> taker;

    /** Starts the pool. */
    @Setup
    public void start() throws InterruptedException {
        taker = who.start(workers, QUEUE);
    }

    /** Ends the pool. */
    @TearDown
    public void end() {
        taker.close();
    }

    /** Each result is waited for, in the order of submission. {@return their sum, which has been checked} */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long outcomes() throws InterruptedException {
        return submitAndAwait(taker, work);
    }

    /** Nobody looks at results; the tasks count down one latch. {@return what is left of it} */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long latch() throws InterruptedException {
        var latch = new CountDownLatch(BATCH);
        for (int number = 0; number < BATCH; number++) {
            taker.execute(new Chore.Counted(work, latch));
        }
        latch.await();
        return latch.getCount();
    }

    static <F> long submitAndAwait(Taker<F> taker, Chore.Kind work) throws InterruptedException {
        List<F> futures = new ArrayList<>(BATCH);
        for (int number = 0; number < BATCH; number++) {
            futures.add(taker.submit(new Chore.Numbered(work, number)));
        }
        long sum = 0;
        for (F future : futures) {
            sum += taker.await(future);
        }
        if (sum != BATCH * (BATCH + 1L) / 2) {
            throw new IllegalStateException("The results add up to " + sum + ", so not every task ran once.");
        }
        return sum;
    }
}
