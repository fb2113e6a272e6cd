package dev.lifeguard.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a processor needs for the steps that no pool can leave out, whatever else it does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class RawBenchmark {

    private final AtomicLong word = new AtomicLong();

    /** One compare-and-set out and one back: a checkout of a pool that knows nothing. */
    @Benchmark
    public long compareAndSetPair() {
        long free = word.get();
        word.compareAndSet(free, free | 1);
        long lent = word.get();
        word.compareAndSet(lent, lent + 1);
        return lent;
    }
}
