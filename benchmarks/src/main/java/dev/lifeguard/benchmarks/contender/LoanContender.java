package dev.lifeguard.benchmarks.contender;

import com.zaxxer.hikari.util.ConcurrentBag;
import dev.lifeguard.Lease;
import dev.lifeguard.WorkerPool;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import stormpot.PoolTap;

/** Who lends. */
public enum LoanContender {
    LIFEGUARD("Lifeguard") {
        @Override
        public Lender start(int size, Supplier<Tool> tools) throws InterruptedException {
            WorkerPool<Tool> pool =
                    WorkerPool.of(tools::get).size(size).minReady(size, FILLED).start();
            return new Lender() {
                @Override
                public long lend(Runnable whileHeld) throws InterruptedException {
                    try (Lease<Tool> lease = pool.checkout(WAIT)) {
                        long uses = lease.worker().use();
                        whileHeld.run();
                        return uses;
                    }
                }

                @Override
                public void close() {
                    pool.close();
                }
            };
        }
    },
    /** It is not fair, and knows nothing of what it keeps. */
    HIKARI_BAG("the bag of HikariCP") {
        @Override
        public Lender start(int size, Supplier<Tool> tools) {
            var bag = new ConcurrentBag<BagEntry>(waiting -> {});
            for (int made = 0; made < size; made++) {
                bag.add(new BagEntry(tools.get()));
            }
            return new Lender() {
                @Override
                public long lend(Runnable whileHeld) throws InterruptedException {
                    BagEntry entry = Objects.requireNonNull(bag.borrow(WAIT.toNanos(), TimeUnit.NANOSECONDS));
                    long uses = entry.tool().use();
                    whileHeld.run();
                    bag.requite(entry);
                    return uses;
                }

                @Override
                public void close() {
                    bag.close();
                }
            };
        }
    },
    STORMPOT("Stormpot") {
        @Override
        public Lender start(int size, Supplier<Tool> tools) throws InterruptedException {
            var pool = StormpotTools.pool(size, tools);
            return stormpot(pool, pool.getThreadSafeTap());
        }
    },
    /** Its documentation advises this tap where the callers are virtual threads. */
    STORMPOT_VIRTUAL("Stormpot, tap for virtual threads") {
        @Override
        public Lender start(int size, Supplier<Tool> tools) throws InterruptedException {
            var pool = StormpotTools.pool(size, tools);
            return stormpot(pool, pool.getVirtualThreadSafeTap());
        }
    },
    /** The simplest pool there is. It knows nothing of what it keeps, either. */
    BLOCKING_QUEUE("ArrayBlockingQueue as a pool") {
        @Override
        public Lender start(int size, Supplier<Tool> tools) {
            var queue = new ArrayBlockingQueue<Tool>(size);
            for (int made = 0; made < size; made++) {
                queue.add(tools.get());
            }
            return new Lender() {
                @Override
                public long lend(Runnable whileHeld) throws InterruptedException {
                    Tool tool = queue.take();
                    long uses = tool.use();
                    whileHeld.run();
                    queue.put(tool);
                    return uses;
                }

                @Override
                public void close() {
                    queue.clear();
                }
            };
        }
    },
    /** What many write by hand: permits, and a deque of what is free. */
    SEMAPHORE_AND_DEQUE("Semaphore and deque") {
        @Override
        public Lender start(int size, Supplier<Tool> tools) {
            var permits = new Semaphore(size);
            var free = new ConcurrentLinkedDeque<Tool>();
            for (int made = 0; made < size; made++) {
                free.push(tools.get());
            }
            return new Lender() {
                @Override
                public long lend(Runnable whileHeld) throws InterruptedException {
                    permits.acquire();
                    Tool tool = free.pop();
                    long uses = tool.use();
                    whileHeld.run();
                    free.push(tool);
                    permits.release();
                    return uses;
                }

                @Override
                public void close() {
                    free.clear();
                }
            };
        }
    },
    COMMONS_POOL("Commons Pool") {
        @Override
        public Lender start(int size, Supplier<Tool> tools) throws Exception {
            var config = new GenericObjectPoolConfig<Tool>();
            config.setMaxTotal(size);
            config.setMaxIdle(size);
            config.setMinIdle(size);
            config.setMaxWait(WAIT);
            config.setJmxEnabled(false);
            var pool = new GenericObjectPool<Tool>(new ToolFactory(tools), config);
            pool.preparePool();
            return new Lender() {
                @Override
                public long lend(Runnable whileHeld) throws Exception {
                    Tool tool = pool.borrowObject();
                    long uses = tool.use();
                    whileHeld.run();
                    pool.returnObject(tool);
                    return uses;
                }

                @Override
                public void close() {
                    pool.close();
                }
            };
        }
    };

    /** Longer than anybody waits who is served at all. */
    static final Duration WAIT = Duration.ofSeconds(30);

    private static final Duration FILLED = Duration.ofMinutes(1);

    private final String words;

    LoanContender(String words) {
        this.words = words;
    }

    /** {@return the name, for people} */
    public String words() {
        return words;
    }

    /**
     * Makes a pool and fills it.
     *
     * @param size how many tools it has
     * @param tools makes them
     * @return the pool
     * @throws Exception when it cannot be filled
     */
    public abstract Lender start(int size, Supplier<Tool> tools) throws Exception;

    private static Lender stormpot(stormpot.Pool<StormpotTools.Entry> pool, PoolTap<StormpotTools.Entry> tap) {
        return new Lender() {
            @Override
            public long lend(Runnable whileHeld) throws InterruptedException {
                StormpotTools.Entry entry = Objects.requireNonNull(tap.claim(StormpotTools.LIMIT));
                long uses = entry.tool().use();
                whileHeld.run();
                entry.release();
                return uses;
            }

            @Override
            public void close() {
                StormpotTools.end(pool);
            }
        };
    }

    private static final class ToolFactory extends BasePooledObjectFactory<Tool> {
        private final Supplier<Tool> tools;

        ToolFactory(Supplier<Tool> tools) {
            this.tools = tools;
        }

        @Override
        public Tool create() {
            return tools.get();
        }

        @Override
        public PooledObject<Tool> wrap(Tool tool) {
            return new DefaultPooledObject<>(tool);
        }
    }
}
