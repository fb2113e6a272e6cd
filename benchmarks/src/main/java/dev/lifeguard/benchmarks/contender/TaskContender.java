package dev.lifeguard.benchmarks.contender;

import dev.lifeguard.Limits;
import dev.lifeguard.Retry;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerThreads;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.threads.EnhancedQueueExecutor;

/** Who takes tasks. */
public enum TaskContender {
    /** With what people switch on: a bounded queue, a limit of the run, a retry, a listener of events. */
    LIFEGUARD("Lifeguard") {
        @Override
        public Taker<?> start(int workers, int queue) throws InterruptedException {
            return lifeguard(workers, queue, WorkerThreads.PLATFORM);
        }
    },
    LIFEGUARD_VIRTUAL("Lifeguard, virtual workers") {
        @Override
        public Taker<?> start(int workers, int queue) throws InterruptedException {
            return lifeguard(workers, queue, WorkerThreads.VIRTUAL);
        }
    },
    ARRAY_QUEUE("ThreadPoolExecutor on an ArrayBlockingQueue") {
        @Override
        public Taker<?> start(int workers, int queue) {
            return executor(workers, new ArrayBlockingQueue<>(queue));
        }
    },
    LINKED_QUEUE("ThreadPoolExecutor on a LinkedBlockingQueue") {
        @Override
        public Taker<?> start(int workers, int queue) {
            return executor(workers, new LinkedBlockingQueue<>());
        }
    },
    /** Its queues have no bound. */
    FORK_JOIN("ForkJoinPool") {
        @Override
        public Taker<?> start(int workers, int queue) {
            return new ExecutorTaker(new ForkJoinPool(workers));
        }
    },
    /** Nothing bounds how many run at a time. */
    VIRTUAL_THREADS("a virtual thread for each task") {
        @Override
        public Taker<?> start(int workers, int queue) {
            return new ExecutorTaker(Executors.newVirtualThreadPerTaskExecutor());
        }
    },
    VIRTUAL_THREADS_SEMAPHORE("the same behind a Semaphore") {
        @Override
        public Taker<?> start(int workers, int queue) {
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            var permits = new Semaphore(workers);
            return new ExecutorTaker(
                    task -> threads.execute(() -> {
                        permits.acquireUninterruptibly();
                        try {
                            task.run();
                        } finally {
                            permits.release();
                        }
                    }),
                    threads);
        }
    },
    JBOSS("EnhancedQueueExecutor of jboss-threads") {
        @Override
        public Taker<?> start(int workers, int queue) {
            EnhancedQueueExecutor executor = new EnhancedQueueExecutor.Builder()
                    .setCorePoolSize(workers)
                    .setMaximumPoolSize(workers)
                    .setMaximumQueueSize(queue)
                    .setRegisterMBean(false)
                    .build();
            executor.prestartAllCoreThreads();
            return new ExecutorTaker(executor);
        }
    },
    /** Its mailboxes have no bound. */
    PEKKO("Pekko, a pool router") {
        @Override
        public Taker<?> start(int workers, int queue) {
            return PekkoTaker.start(workers);
        }
    };

    private static final Duration READY = Duration.ofMinutes(1);

    private final String words;

    TaskContender(String words) {
        this.words = words;
    }

    /** {@return the name, for people} */
    public String words() {
        return words;
    }

    /**
     * Makes a pool and starts its threads.
     *
     * @param workers how many tasks run at a time, where the contender can say so
     * @param queue how many may wait, where it has a bound
     * @return the pool
     * @throws InterruptedException when interrupted while it starts
     */
    public abstract Taker<?> start(int workers, int queue) throws InterruptedException;

    /**
     * Makes a pool of Lifeguard with what people switch on.
     *
     * @param workers how many
     * @param queue how many tasks may wait
     * @param threads of which kind
     * @return the pool
     * @throws InterruptedException when interrupted while it starts
     */
    public static PoolTaker lifeguard(int workers, int queue, WorkerThreads threads) throws InterruptedException {
        return new PoolTaker(WorkerPool.of(Object::new)
                .size(workers)
                .threads(threads)
                .queue(queue, WhenFull.block(Duration.ofMinutes(1)))
                .limits(Limits.none().withRun(Duration.ofSeconds(30)))
                .retry(Retry.attempts(3))
                .listener(event -> {})
                .minReady(workers, READY)
                .start());
    }

    private static Taker<?> executor(int workers, BlockingQueue<Runnable> queue) {
        var executor = new ThreadPoolExecutor(workers, workers, 0, TimeUnit.SECONDS, queue);
        executor.prestartAllCoreThreads();
        return new ExecutorTaker(executor);
    }
}
