package dev.lifeguard.verification.scars;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Cancel;
import dev.lifeguard.ContextCarrier;
import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Limits, cancels and retries. */
final class TimeoutScarsTest extends Scars {

    /** A timeout freed the caller, and the code kept its slot: https://github.com/resilience4j/resilience4j/issues/2296. */
    @Test
    void aTimeoutFreesTheSlotToo() throws Exception {
        try (var pool = pool(1).limits(Limits.none().withRun(SHORT)).start()) {
            for (int round = 0; round < 5; round++) {
                assertInstanceOf(
                        Outcome.TimedOut.class,
                        pool.submit((worker, context) -> hold()).await());
                assertEquals("next", pool.submit((worker, context) -> "next").get());
            }
        }
    }

    /** Jobs that ignored their cancellation held every slot: https://github.com/riverqueue/river/issues/1258, pull 1291. */
    @Test
    void codeThatIgnoresEverythingLosesItsSlot() throws Exception {
        try (var pool = pool(2).limits(Limits.none().withRun(SHORT)).start()) {
            var deaf = new ArrayList<TaskHandle<String>>();
            for (int number = 0; number < 2; number++) {
                deaf.add(pool.submit((worker, context) -> holdDeaf()));
            }
            for (TaskHandle<String> task : deaf) {
                assertInstanceOf(Outcome.TimedOut.class, task.await());
            }
            assertEquals("next", pool.submit((worker, context) -> "next").get());
            // The next one may have run when the first of the two was replaced.
            eventually(() -> pool.snapshot().zombies() == 2);
            assertEquals(2, pool.snapshot().health().stuck().size());
            gate.countDown();
            eventually(() -> pool.snapshot().zombies() == 0);
        }
    }

    /** The time of a task began with its wait in the queue: https://github.com/piscinajs/piscina/issues/869. */
    @Test
    void theRunLimitBeginsWithTheRun() throws Exception {
        try (var pool = pool(1).start()) {
            var second = new CountDownLatch(1);
            var held = pool.submit((worker, context) -> hold());
            var late = pool.submit(
                    (worker, context) -> {
                        second.await();
                        return "in time";
                    },
                    TaskOptions.none().withLimits(Limits.none().withRun(Duration.ofMillis(500))));
            eventually(() -> pool.snapshot().queue().oldestWait().toMillis() > 600);
            gate.countDown();
            assertEquals("held", held.get());
            // Long enough for the supervisor to look at it several times, and not for the limit.
            eventually(() -> late.isDone()
                    || pool.snapshot().workers().getFirst().task().stream()
                            .anyMatch(task -> task.age().toMillis() > 100));
            second.countDown();
            assertEquals("in time", late.get());
        }
    }

    /** One message for two causes: https://github.com/joblib/joblib/issues/869. */
    @Test
    void aTimeoutNamesWhichLimitItWas() throws Exception {
        try (var pool = pool(1).start()) {
            Map<Limit, Limits> each = Map.of(
                    Limit.RUN, Limits.none().withRun(SHORT),
                    Limit.SILENCE, Limits.none().withSilence(SHORT),
                    Limit.TOTAL, Limits.none().withTotal(SHORT));
            for (var entry : each.entrySet()) {
                var late = pool.submit(
                        (worker, context) -> hold(), TaskOptions.none().withLimits(entry.getValue()));
                assertNames(entry.getKey(), late);
            }
            var held = pool.submit((worker, context) -> hold());
            assertNames(
                    Limit.QUEUE,
                    pool.submit(
                            (worker, context) -> "never",
                            TaskOptions.none().withLimits(Limits.none().withQueue(SHORT))));
            gate.countDown();
            assertEquals("held", held.get());
        }
    }

    private static void assertNames(Limit limit, TaskHandle<String> late) throws InterruptedException {
        var timedOut = assertInstanceOf(Outcome.TimedOut.class, late.await());
        assertEquals(limit, timedOut.limit());
        assertEquals(SHORT, timedOut.allowed());
        String message = String.valueOf(late.exceptionNow().getMessage());
        assertTrue(message.contains(limit + " = " + SHORT), message);
    }

    /** Cancelling a future interrupted nothing: https://github.com/smallrye/smallrye-fault-tolerance/pull/309. */
    @Test
    void cancelReachesTheCode() throws Exception {
        var interrupted = new CountDownLatch(1);
        var running = new CountDownLatch(1);
        try (var pool = pool(1).start()) {
            var task = pool.submit((worker, context) -> {
                running.countDown();
                try {
                    return hold();
                } catch (InterruptedException reached) {
                    interrupted.countDown();
                    throw reached;
                }
            });
            running.await();
            assertTrue(task.cancel(true));
            assertTrue(interrupted.await(20, TimeUnit.SECONDS));
            task.settled().toCompletableFuture().get(20, TimeUnit.SECONDS);
            eventually(() -> pool.snapshot().workers(WorkerState.IDLE) == 1);
        }
    }

    /** A task that was cancelled before its start still ran for a moment: https://github.com/noxdafox/pebble/issues/144. */
    @Test
    void whatIsCancelledWhileItWaitsNeverRuns() throws Exception {
        var ran = new ConcurrentLinkedQueue<Integer>();
        try (var pool = pool(1).start()) {
            var held = pool.submit((worker, context) -> hold());
            var handles = new ArrayList<TaskHandle<Boolean>>();
            for (int number = 0; number < 100; number++) {
                int task = number;
                handles.add(pool.submit((worker, context) -> ran.add(task)));
            }
            for (TaskHandle<Boolean> handle : handles) {
                assertTrue(handle.cancel(Cancel.ASK));
                assertFalse(handle.outcome().orElseThrow().report().mayHaveRun());
            }
            gate.countDown();
            assertEquals("held", held.get());
            assertEquals(0, pool.submit((worker, context) -> ran.size()).get());
        }
    }

    /** An interrupt that came late reached the next task: https://github.com/josdejong/workerpool/issues/548. */
    @Test
    void anInterruptNeverReachesTheNextTask() throws Exception {
        try (var pool = pool(1).start()) {
            for (int round = 0; round < 300; round++) {
                var running = new CountDownLatch(1);
                var first = pool.submit((worker, context) -> {
                    running.countDown();
                    return "first";
                });
                var second =
                        pool.submit((worker, context) -> Thread.currentThread().isInterrupted());
                running.await();
                // Now and then it is over already, now and then the interrupt meets it at its end.
                first.cancel(Cancel.INTERRUPT);
                assertFalse(second.get());
            }
        }
    }

    /** A retry went in front of what waited, without a count: the product's own list; see Broadway and taskiq. */
    @Test
    void aRetryQueuesBehindWhatWaits() throws Exception {
        var order = new ConcurrentLinkedQueue<String>();
        try (var pool = pool(1).start()) {
            var options = TaskOptions.none().withRetry(Retry.attempts(2).backoff(Duration.ZERO, Duration.ZERO));
            var failing = pool.submit(
                    (worker, context) -> {
                        gate.await();
                        order.add("attempt " + context.attempt());
                        if (context.attempt() == 1) {
                            throw new IllegalStateException("once");
                        }
                        return "done";
                    },
                    options);
            var behind = new ArrayList<TaskHandle<Boolean>>();
            for (int number = 0; number < 3; number++) {
                int task = number;
                behind.add(pool.submit((worker, context) -> order.add("task " + task)));
            }
            gate.countDown();
            assertEquals("done", failing.get());
            for (TaskHandle<Boolean> task : behind) {
                assertTrue(task.get());
            }
            assertEquals(List.of("attempt 1", "task 0"), List.copyOf(order).subList(0, 2));
            assertTrue(List.copyOf(order).contains("attempt 2"));
        }
    }

    /** The logging context was lost on retries and callbacks: https://github.com/resilience4j/resilience4j/issues/1476. */
    @Test
    void theContextIsThereInEveryAttempt() throws Exception {
        var user = new ThreadLocal<String>();
        var seen = new ConcurrentLinkedQueue<String>();
        try (var pool = pool(1).carry(ContextCarrier.threadLocal(user)).start()) {
            user.set("ada");
            var options = TaskOptions.none().withRetry(Retry.attempts(3).backoff(Duration.ZERO, Duration.ZERO));
            var task = pool.submit(
                    (worker, context) -> {
                        seen.add(String.valueOf(user.get()));
                        if (context.attempt() < 3) {
                            throw new IllegalStateException("again");
                        }
                        return "done";
                    },
                    options);
            user.remove();
            assertEquals("done", task.get());
            assertEquals(List.of("ada", "ada", "ada"), List.copyOf(seen));
            assertEquals(
                    "null",
                    pool.submit((worker, context) -> String.valueOf(user.get())).get());
        }
    }

    /** A failure that nobody asked for vanished: https://github.com/openhab/openhab-core/issues/2392. */
    @Test
    void aFailureThatNobodyLooksAtIsTold() throws Exception {
        var told = new ConcurrentLinkedQueue<String>();
        try (var pool = pool(1).listener(event -> {
                    if (event instanceof PoolEvent.Trouble trouble) {
                        told.add(trouble.message());
                    }
                })
                .start()) {
            throwAway(pool);
            eventually(() -> {
                // The handle is found when it is collected.
                System.gc();
                return told.stream().anyMatch(message -> message.contains("never looked at"));
            });
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // That is the point.
    private static void throwAway(dev.lifeguard.WorkerPool<int[]> pool) {
        pool.submit((worker, context) -> {
            throw new IllegalStateException("vanishes elsewhere");
        });
    }

    /** Waiting for a place was not to be had: https://github.com/HubSpot/Singularity/issues/2186. */
    @Test
    void aSubmitterWaitsForAPlaceAndForNoLongerThanAsked() throws Exception {
        try (var pool = pool(1).queue(0, WhenFull.block(SHORT)).start()) {
            var held = pool.submit((worker, context) -> hold());
            var refused = assertInstanceOf(
                    Outcome.Refused.class,
                    pool.submit((worker, context) -> "no").await());
            assertTrue(
                    refused.refusal().message().contains(SHORT.toString()),
                    () -> refused.refusal().message());
            gate.countDown();
            assertEquals("held", held.get());
        }
    }
}
