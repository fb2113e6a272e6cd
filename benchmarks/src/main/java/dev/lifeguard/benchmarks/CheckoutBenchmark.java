package dev.lifeguard.benchmarks;

import dev.lifeguard.benchmarks.contender.Lender;
import dev.lifeguard.benchmarks.contender.LoanContender;
import dev.lifeguard.benchmarks.contender.Tool;
import java.util.concurrent.TimeUnit;
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

/** One tool out of a pool, one use of it, and back. One contender lives in each virtual machine. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class CheckoutBenchmark {
    /** Who lends. */
    @Param("LIFEGUARD")
    @SuppressWarnings("NullAway.Init") // JMH sets it.
    public LoanContender who;

    /** How many tools there are. */
    @Param("8")
    public int size;

    @SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else.
    private Lender lender;

    /** Fills the pool. */
    @Setup
    public void fill() throws Exception {
        lender = who.start(size, Tool::new);
    }

    /** Lets the pool go. */
    @TearDown
    public void empty() throws Exception {
        lender.close();
    }

    /** Borrows, uses, gives back. {@return how often that tool was used, so that the use is real} */
    @Benchmark
    public long checkout() throws Exception {
        return lender.lend(CheckoutBenchmark::nothing);
    }

    private static void nothing() {
        // The pool is what is measured.
    }
}
