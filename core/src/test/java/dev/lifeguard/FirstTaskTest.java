package dev.lifeguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The first things a user does with a pool. */
class FirstTaskTest {

    @Test
    void processesTasks() throws Exception {
        try (var pool = TaskPool.of(() -> (Worker<Integer, Integer>) (task, context) -> task * 2)
                .size(2)
                .start()) {
            var handles = new ArrayList<TaskHandle<Integer>>();
            for (int task = 0; task < 1_000; task++) {
                handles.add(pool.submit(task));
            }
            for (int task = 0; task < 1_000; task++) {
                var outcome = assertInstanceOf(
                        Outcome.Success.class, handles.get(task).await());
                assertEquals(task * 2, outcome.value());
                assertEquals(Future.State.SUCCESS, handles.get(task).state());
                assertEquals(1, handles.get(task).await().report().attempts());
            }
            assertEquals(1_000, pool.snapshot().counts().succeeded());
        }
    }

    @Test
    void lendsWorkersInTurn() throws Exception {
        var made = new AtomicInteger();
        try (var pool = WorkerPool.of(made::incrementAndGet)
                .size(2)
                .minReady(2, Duration.ofSeconds(5))
                .start()) {
            try (var one = pool.checkout(Duration.ofSeconds(1));
                    var two = pool.checkout(Duration.ofSeconds(1))) {
                assertEquals(3, one.worker() + two.worker());
                assertTrue(pool.tryCheckout().isEmpty());
                var refused = assertThrows(RefusedException.class, () -> pool.checkout(Duration.ofMillis(20)));
                assertEquals(Refusal.Reason.NO_WORKER_FREE, refused.refusal().reason());
            }
            var lease = pool.checkout(Duration.ofSeconds(1));
            lease.close();
            lease.close();
            assertThrows(LeaseException.class, lease::worker);
        }
    }

    @Test
    void replacesCrashedWorkersAndReportsTheLoss() throws Exception {
        var events = new ConcurrentLinkedQueue<PoolEvent>();
        try (var pool = TaskPool.of(() -> (Worker<String, String>) (task, context) -> {
                    if (task.equals("die")) {
                        throw new StackOverflowError("on purpose");
                    }
                    return task;
                })
                .size(1)
                .listener(events::add)
                .start()) {
            var lost = assertInstanceOf(
                    Outcome.WorkerLost.class, pool.submit("die").await());
            assertTrue(lost.report().mayHaveRun());
            assertInstanceOf(Outcome.Success.class, pool.submit("live").await());
            assertEquals(2, pool.snapshot().workers().getFirst().incarnation());
        }
        Awaitility.await()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> events.stream()
                        .anyMatch(event -> event instanceof PoolEvent.WorkerChanged changed
                                && changed.to() == WorkerState.CONDEMNED));
    }

    @Test
    void abandonsAStuckWorkerAndGoesOn() throws Exception {
        var release = new CountDownLatch(1);
        try (var pool = TaskPool.of(() -> (Worker<String, String>) (task, context) -> {
                    while (task.equals("hang") && release.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    return task;
                })
                .size(1)
                .limits(Limits.none().withRun(Duration.ofMillis(50)))
                .escalation(new Escalation(Duration.ofMillis(10), Duration.ofMillis(10)))
                .start()) {
            TaskHandle<String> hung = pool.submit("hang");
            var late = assertInstanceOf(Outcome.TimedOut.class, hung.await());
            assertEquals(Limit.RUN, late.limit());
            assertInstanceOf(Outcome.Success.class, pool.submit("next").await());
            assertEquals(1, pool.snapshot().zombies());
            release.countDown();
        }
    }

    @Test
    void drainsWhatIsQueuedAndNamesEveryFate() throws Exception {
        var gate = new CountDownLatch(1);
        var pool = TaskPool.of(() -> (Worker<Integer, Integer>) (task, context) -> {
                    gate.await();
                    return task;
                })
                .size(2)
                .start();
        List<TaskHandle<Integer>> handles = new ArrayList<>();
        for (int task = 0; task < 10; task++) {
            handles.add(pool.submit(task));
        }
        gate.countDown();
        var report = pool.drain(Drain.within(Duration.ofSeconds(10)));
        long before = handles.stream()
                .filter(handle -> report.tasks().stream().noneMatch(fate -> fate.id() == handle.id()))
                .count();
        assertEquals(10, report.count(Outcome.Success.class) + before);
        assertInstanceOf(Outcome.Refused.class, pool.submit(1).await());
        assertEquals(PoolState.STOPPED, pool.workers().state());
    }

    @Test
    void retriesAfterABackoff() throws Exception {
        var calls = new AtomicInteger();
        try (var pool = TaskPool.of(() -> (Worker<String, Integer>) (task, context) -> {
                    if (calls.incrementAndGet() < 3) {
                        throw new IllegalStateException("not yet");
                    }
                    return context.attempt();
                })
                .size(1)
                .retry(Retry.attempts(3).backoff(Duration.ofMillis(1), Duration.ofMillis(2)))
                .start()) {
            assertEquals(3, pool.submit("x").get());
            assertEquals(2, pool.snapshot().counts().retries());
        }
    }

    @Test
    void aStartThatFailsSaysWhatWentWrong() {
        var failure = assertThrows(
                PoolStartException.class,
                () -> WorkerPool.of(() -> {
                            throw new java.io.IOException("no database");
                        })
                        .size(2)
                        .minReady(1, Duration.ofSeconds(20))
                        .restart(Restart.standard().backoff(Duration.ofMillis(1), Duration.ofMillis(5)))
                        .start());
        assertTrue(String.valueOf(failure.getMessage()).contains("no database"), failure::toString);
    }
}
