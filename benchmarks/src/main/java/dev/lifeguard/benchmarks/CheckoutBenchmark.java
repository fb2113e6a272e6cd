package dev.lifeguard.benchmarks;

import com.zaxxer.hikari.util.ConcurrentBag;
import dev.lifeguard.Lease;
import dev.lifeguard.WorkerPool;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import stormpot.Allocator;
import stormpot.Pool;
import stormpot.Poolable;
import stormpot.Slot;
import stormpot.Timeout;

/** One object out of a pool of eight, a look at it, and back: Lifeguard and its rivals, each as its documentation advises. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class CheckoutBenchmark {
    private static final int SIZE = 8;
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final Timeout LIMIT = new Timeout(5, TimeUnit.SECONDS);

    private final ArrayBlockingQueue<Tool> queue = new ArrayBlockingQueue<>(SIZE);
    private final Semaphore permits = new Semaphore(SIZE);
    private final ConcurrentLinkedDeque<Tool> deque = new ConcurrentLinkedDeque<>();
    private final ConcurrentBag<BagTool> bag = new ConcurrentBag<>(waiting -> {});

    @SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else.
    private GenericObjectPool<Tool> commons;

    @SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else.
    private Pool<PooledTool> stormpot;

    @SuppressWarnings("NullAway.Init") // As above.
    private WorkerPool<Tool> lifeguard;

    /** What is pooled: something that has a state of its own. */
    static final class Tool {
        private long uses;

        long use() {
            return ++uses;
        }
    }

    /** The same for the bag of HikariCP, which keeps its state in it. */
    static final class BagTool implements ConcurrentBag.IConcurrentBagEntry {
        private final Tool tool = new Tool();
        private final AtomicInteger state = new AtomicInteger();

        @Override
        public boolean compareAndSet(int expected, int next) {
            return state.compareAndSet(expected, next);
        }

        @Override
        public void setState(int next) {
            state.set(next);
        }

        @Override
        public int getState() {
            return state.get();
        }
    }

    private static final class ToolFactory extends BasePooledObjectFactory<Tool> {
        @Override
        public Tool create() {
            return new Tool();
        }

        @Override
        public PooledObject<Tool> wrap(Tool tool) {
            return new DefaultPooledObject<>(tool);
        }
    }

    /** The same for Stormpot, which wants to know its slot. */
    static final class PooledTool implements Poolable {
        private final Tool tool = new Tool();
        private final Slot slot;

        PooledTool(Slot slot) {
            this.slot = slot;
        }

        @Override
        public void release() {
            slot.release(this);
        }
    }

    private static final class ToolAllocator implements Allocator<PooledTool> {
        @Override
        public PooledTool allocate(Slot slot) {
            return new PooledTool(slot);
        }

        @Override
        public void deallocate(PooledTool tool) {
            // Nothing is held outside the object.
        }
    }

    /** Fills each pool. */
    @Setup
    public void fill() throws InterruptedException {
        lifeguard = WorkerPool.of(Tool::new).size(SIZE).minReady(SIZE, WAIT).start();
        stormpot = Pool.from(new ToolAllocator()).setSize(SIZE).build();
        var config = new GenericObjectPoolConfig<Tool>();
        config.setMaxTotal(SIZE);
        config.setMaxIdle(SIZE);
        config.setMaxWait(WAIT);
        config.setJmxEnabled(false);
        commons = new GenericObjectPool<>(new ToolFactory(), config);
        for (int i = 0; i < SIZE; i++) {
            queue.add(new Tool());
            deque.add(new Tool());
            bag.add(new BagTool());
        }
    }

    /** Lets each pool go. */
    @TearDown
    public void empty() throws InterruptedException {
        stormpot.shutdown().await(LIMIT);
        queue.clear();
        deque.clear();
        bag.close();
        commons.close();
        lifeguard.close();
    }

    /** Lifeguard, with everything that it does for a lease. */
    @Benchmark
    public void lifeguard(Blackhole sink) throws InterruptedException {
        try (Lease<Tool> lease = lifeguard.checkout(WAIT)) {
            sink.consume(lease.worker().use());
        }
    }

    /** Stormpot. */
    @Benchmark
    public void stormpot(Blackhole sink) throws InterruptedException {
        PooledTool pooled = stormpot.claim(LIMIT);
        sink.consume(pooled.tool.use());
        pooled.release();
    }

    /** A blocking queue as the simplest pool. */
    @Benchmark
    public void blockingQueue(Blackhole sink) throws InterruptedException {
        Tool tool = queue.take();
        sink.consume(tool.use());
        queue.put(tool);
    }

    /** The bag that HikariCP keeps its connections in. It is not fair, and knows nothing of what it keeps. */
    @Benchmark
    public void hikariBag(Blackhole sink) throws InterruptedException {
        BagTool entry = Objects.requireNonNull(bag.borrow(WAIT.toNanos(), TimeUnit.NANOSECONDS));
        sink.consume(entry.tool.use());
        bag.requite(entry);
    }

    /** Commons Pool. */
    @Benchmark
    public void commonsPool(Blackhole sink) throws Exception {
        Tool tool = commons.borrowObject();
        sink.consume(tool.use());
        commons.returnObject(tool);
    }

    /** What many write by hand: permits, and a deque of what is free. */
    @Benchmark
    public void semaphoreAndDeque(Blackhole sink) throws InterruptedException {
        permits.acquire();
        Tool tool = deque.pop();
        sink.consume(tool.use());
        deque.push(tool);
        permits.release();
    }
}
