package dev.lifeguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.PoolSnapshot.Counts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is counted is counted once and stays counted, while those who counted it come and go. */
class CountsTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final CountDownLatch release = new CountDownLatch(1);

    /** Its stop hook waits, so that a worker is on its way out for as long as the test wants. */
    private WorkerDefinition<Object> slowToStop() {
        return new WorkerDefinition<>() {
            @Override
            public Object start(WorkerContext context) {
                return new Object();
            }

            @Override
            public void stop(Object worker, StopReason reason) throws InterruptedException {
                release.await();
            }
        };
    }

    private static PoolSnapshot eventually(WorkerPool<?> pool, String what, Predicate<PoolSnapshot> holds) {
        return Awaitility.await(what)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(1))
                .until(pool::snapshot, holds);
    }

    @Test
    void aWorkerThatStopsHasStillCounted() throws Exception {
        try (var pool = WorkerPool.of(slowToStop()).size(1).start()) {
            pool.submit((worker, context) -> "done").get();
            pool.checkout(SOON).close();
            pool.operate(new Change.DrainWorker(0), "the test", "it looks at the counters meanwhile");
            PoolSnapshot seen = eventually(pool, "it stops", now -> now.workers(WorkerState.STOPPING) == 1);
            assertEquals(1, seen.counts().succeeded());
            assertEquals(1, seen.counts().leases());
            release.countDown();
            PoolSnapshot after = eventually(pool, "a fresh one serves", now -> now.workers(WorkerState.IDLE) == 1);
            assertEquals(1, after.counts().succeeded());
            assertEquals(1, after.counts().leases());
        } finally {
            release.countDown();
        }
    }

    @Test
    void aWorkerThatWasGivenUpHasStillCounted() throws Exception {
        var begun = new CountDownLatch(1);
        try (var pool = WorkerPool.of(Object::new)
                .size(1)
                .escalation(new Escalation(Duration.ofMillis(5), Duration.ofMillis(5)))
                .start()) {
            pool.submit((worker, context) -> "done").get();
            var stuck = pool.submit((worker, context) -> {
                begun.countDown();
                while (true) {
                    try {
                        return release.await(60, TimeUnit.SECONDS);
                    } catch (InterruptedException ignored) {
                        // Deaf on purpose.
                    }
                }
            });
            begun.await();
            stuck.cancel(Cancel.KILL);
            assertEquals(
                    1,
                    eventually(pool, "it is given up", now -> now.zombies() == 1)
                            .counts()
                            .succeeded());
            release.countDown();
            assertEquals(
                    1,
                    eventually(pool, "it is back", now -> now.zombies() == 0)
                            .counts()
                            .succeeded());
        } finally {
            release.countDown();
        }
    }

    @Test
    void countersNeverDecreaseWhileThePoolGrowsAndShrinks() throws Exception {
        var dips = new ConcurrentLinkedQueue<String>();
        var over = new CountDownLatch(1);
        long done = 0;
        try (var pool = WorkerPool.of(Object::new).size(1).start()) {
            var readers = new ArrayList<Thread>();
            for (int reader = 0; reader < 2; reader++) {
                readers.add(Thread.ofPlatform().start(() -> {
                    Counts before = pool.snapshot().counts();
                    while (over.getCount() > 0) {
                        Counts now = pool.snapshot().counts();
                        if (now.succeeded() < before.succeeded() || now.leases() < before.leases()) {
                            dips.add(before + " and then " + now);
                        }
                        before = now;
                    }
                }));
            }
            for (int round = 0; round < 200; round++) {
                pool.resize(3);
                for (int task = 0; task < 8; task++) {
                    pool.submit((worker, context) -> "done").get();
                    pool.checkout(SOON).close();
                    done++;
                }
                pool.resize(1);
            }
            over.countDown();
            for (Thread reader : readers) {
                reader.join();
            }
            pool.drain(Drain.within(SOON));
            assertEquals(done, pool.snapshot().counts().succeeded());
            assertEquals(done, pool.snapshot().counts().leases());
        }
        assertEquals(List.of(), dips.stream().limit(3).toList());
        assertTrue(done > 0);
    }
}
