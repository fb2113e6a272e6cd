package dev.lifeguard.verification.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Cancel;
import dev.lifeguard.Drain;
import dev.lifeguard.Escalation;
import dev.lifeguard.LeaseException;
import dev.lifeguard.Limit;
import dev.lifeguard.LimitException;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolBuilder;
import dev.lifeguard.RefusedException;
import dev.lifeguard.Restart;
import dev.lifeguard.Retry;
import dev.lifeguard.StopReason;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerContext;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The promises of the product, one group of tests for each. */
@Timeout(60)
@SuppressWarnings("FutureReturnValueIgnored") // Some tasks are only there to be in the way.
final class PromisesTest {

    private static final Duration SHORT = Duration.ofMillis(30);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch reached = new CountDownLatch(1);

    @AfterEach
    void openTheGate() {
        gate.countDown();
    }

    private static PoolBuilder<int[], WorkerPool<int[]>> pool() {
        return WorkerPool.of(() -> new int[1])
                .size(1)
                .escalation(new Escalation(Duration.ofMillis(10), Duration.ofMillis(10)))
                .restart(Restart.standard().backoff(Duration.ofMillis(1), Duration.ofMillis(5)));
    }

    private static void eventually(Callable<Boolean> condition) {
        Awaitility.await().pollInterval(Duration.ofMillis(1)).atMost(SOON).until(condition);
    }

    private String hold() throws InterruptedException {
        reached.countDown();
        gate.await();
        return "held";
    }

    private String holdDeaf() {
        reached.countDown();
        while (gate.getCount() > 0) {
            Thread.onSpinWait();
        }
        return "held";
    }

    @Nested
    class EveryTaskEndsInExactlyOneOutcome {

        @Test
        void eachOfTheSixIsReachedAndCounted() throws Exception {
            var pool = pool().queue(1, WhenFull.refuse()).start();
            var kinds = new ArrayList<Class<?>>();
            kinds.add(pool.submit((worker, context) -> "yes").await().getClass());
            kinds.add(pool.submit((worker, context) -> {
                        throw new IllegalStateException("no");
                    })
                    .await()
                    .getClass());
            kinds.add(pool.submit((worker, context) -> {
                        throw new AssertionError("dies");
                    })
                    .await()
                    .getClass());
            var limits = TaskOptions.none().withLimits(Limits.none().withRun(SHORT));
            kinds.add(pool.submit((worker, context) -> new CountDownLatch(1).await(1, TimeUnit.HOURS), limits)
                    .await()
                    .getClass());
            var held = pool.submit((worker, context) -> hold());
            reached.await();
            var queued = pool.submit((worker, context) -> "queued");
            kinds.add(pool.submit((worker, context) -> "no room").await().getClass());
            assertTrue(queued.cancel(Cancel.ASK));
            kinds.add(queued.await().getClass());
            gate.countDown();
            assertEquals("held", held.get());
            pool.close();
            assertEquals(
                    List.of(
                            Outcome.Success.class,
                            Outcome.Failed.class,
                            Outcome.WorkerLost.class,
                            Outcome.TimedOut.class,
                            Outcome.Refused.class,
                            Outcome.Cancelled.class),
                    kinds);
            assertEquals(7, pool.snapshot().counts().finished());
        }

        @Test
        void evenWhenThePoolClosesUnderThem() throws Exception {
            var pool = pool().size(2).start();
            var handles = new ArrayList<TaskHandle<String>>();
            for (int number = 0; number < 200; number++) {
                int task = number;
                handles.add(pool.submit((worker, context) -> {
                    if (task % 7 == 0) {
                        throw new AssertionError("dies");
                    }
                    return "done";
                }));
            }
            assertTrue(pool.drain(Drain.now()).complete());
            for (TaskHandle<String> handle : handles) {
                assertTrue(handle.isDone(), handle::toString);
            }
            assertEquals(200, pool.snapshot().counts().finished());
        }
    }

    @Nested
    class AWorkerHasOneUserAtATime {

        @Test
        void whatOneUserDidTheNextOneSees() throws Exception {
            var pool = pool().size(2).start();
            var threads = new ArrayList<Thread>();
            int rounds = 3_000;
            for (int number = 0; number < 3; number++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int round = 0; round < rounds; round++) {
                        try (var lease = pool.checkout(SOON)) {
                            // A plain field: an unordered or a shared use would lose an increment.
                            lease.worker()[0]++;
                        } catch (InterruptedException interrupted) {
                            throw new AssertionError(interrupted);
                        }
                    }
                }));
            }
            var handles = new ArrayList<TaskHandle<Integer>>();
            for (int round = 0; round < rounds; round++) {
                handles.add(pool.submit((worker, context) -> ++worker[0]));
                if (round % 500 == 499) {
                    handles.getLast().get();
                }
            }
            for (Thread thread : threads) {
                assertTrue(thread.join(SOON));
            }
            for (TaskHandle<Integer> handle : handles) {
                handle.get();
            }
            try (var one = pool.checkout(SOON);
                    var two = pool.checkout(SOON)) {
                assertEquals(4 * rounds, one.worker()[0] + two.worker()[0]);
            }
            pool.close();
        }

        @Test
        void anAbandonedOneIsNeverLentAgain() throws Exception {
            try (var pool = pool().start()) {
                Queue<int[]> stuck = new ConcurrentLinkedQueue<>();
                var handle = pool.submit((worker, context) -> {
                    stuck.add(worker);
                    return holdDeaf();
                });
                reached.await();
                handle.cancel(Cancel.KILL);
                handle.settled().toCompletableFuture().get(20, TimeUnit.SECONDS);
                try (var lease = pool.checkout(SOON)) {
                    assertNotEquals(stuck.peek(), lease.worker());
                }
                gate.countDown();
                try (var lease = pool.checkout(SOON)) {
                    assertNotEquals(stuck.peek(), lease.worker());
                }
            }
        }

        @Test
        void aRevokedLeaseIsFenced() throws Exception {
            var pool = pool().start();
            var lease = pool.checkout(SOON);
            pool.drain(Drain.within(Duration.ofMillis(100)));
            assertThrows(LeaseException.class, lease::worker);
            lease.close();
        }
    }

    @Nested
    class ATimeoutFreesTheSlot {

        @Test
        void alsoWhenTheCodeIgnoresEverything() throws Exception {
            try (var pool = pool().limits(Limits.none().withRun(SHORT)).start()) {
                var stuck = pool.submit((worker, context) -> holdDeaf());
                assertInstanceOf(Outcome.TimedOut.class, stuck.await());
                assertEquals("next", pool.submit((worker, context) -> "next").get(20, TimeUnit.SECONDS));
                assertTrue(stuck.settled().toCompletableFuture().isDone());
                gate.countDown();
            }
        }

        @Test
        void settledSaysWhen() throws Exception {
            try (var pool = pool().escalation(new Escalation(SOON, SOON)).start()) {
                var handle = pool.submit((worker, context) -> hold());
                reached.await();
                handle.cancel(Cancel.ASK);
                assertTrue(handle.isDone());
                assertFalse(handle.settled().toCompletableFuture().isDone());
                gate.countDown();
                handle.settled().toCompletableFuture().get(20, TimeUnit.SECONDS);
            }
        }
    }

    @Nested
    class NothingIsUnbounded {

        @Test
        void theQueueIsNot() throws Exception {
            try (var pool = pool().queue(2, WhenFull.refuse()).start()) {
                pool.submit((worker, context) -> hold());
                for (int number = 0; number < 50; number++) {
                    pool.submit((worker, context) -> "x");
                }
                assertEquals(3, pool.snapshot().unfinished());
                assertEquals(48, pool.snapshot().counts().refused());
                gate.countDown();
            }
        }

        @Test
        void attemptsAreNot() throws Exception {
            try (var pool = pool().retry(Retry.attempts(3).backoff(Duration.ZERO, Duration.ZERO))
                    .start()) {
                var failed = pool.submit((worker, context) -> {
                    throw new IllegalStateException("always");
                });
                assertEquals(3, failed.await().report().attempts());
            }
        }

        @Test
        void theEndIsNot() throws Exception {
            var pool = pool().start();
            pool.submit((worker, context) -> holdDeaf());
            reached.await();
            var report = pool.drain(Drain.within(Duration.ofMillis(200)));
            assertEquals(1, report.workersAbandoned());
            assertTrue(report.took().compareTo(Duration.ofSeconds(2)) < 0, report::toString);
        }

        @Test
        void abandonedWorkersAreNot() throws Exception {
            try (var pool =
                    pool().maxZombies(0).limits(Limits.none().withRun(SHORT)).start()) {
                pool.submit((worker, context) -> holdDeaf());
                eventually(() -> pool.snapshot().workers(WorkerState.FAILED) == 1);
                assertThrows(RefusedException.class, () -> pool.checkout(SHORT));
                gate.countDown();
                assertEquals("next", pool.submit((worker, context) -> "next").get(20, TimeUnit.SECONDS));
            }
        }
    }

    @Nested
    class NoUserCodeRunsOnTheControlPath {

        @Test
        void hooksListenersAndTasksRunElsewhere() throws Exception {
            Queue<String> threads = new ConcurrentLinkedQueue<>();
            Runnable note = () -> threads.add(Thread.currentThread().getName());
            var definition = new WorkerDefinition<Object>() {
                @Override
                public Object start(WorkerContext context) {
                    note.run();
                    return new Object();
                }

                @Override
                public boolean healthy(Object worker) {
                    note.run();
                    return true;
                }

                @Override
                public void reset(Object worker) {
                    note.run();
                }

                @Override
                public void stop(Object worker, StopReason reason) {
                    note.run();
                }

                @Override
                public boolean fatal(Object worker, Throwable failure) {
                    note.run();
                    return false;
                }
            };
            try (var pool = WorkerPool.of(definition)
                    .name("control")
                    .listener(event -> note.run())
                    .retry(Retry.attempts(2)
                            .backoff(Duration.ZERO, Duration.ZERO)
                            .on(failure -> {
                                note.run();
                                return true;
                            }))
                    .start()) {
                var handle = pool.submit((worker, context) -> {
                    context.onCancel(note::run);
                    note.run();
                    throw new IllegalStateException("fails");
                });
                handle.onProgress(value -> note.run()).toStage().thenRun(note);
                handle.await();
            }
            assertFalse(threads.isEmpty());
            assertTrue(threads.stream().noneMatch(name -> name.contains("supervisor")), threads::toString);
        }

        @Test
        void aListenerThatBlocksHoldsNobody() throws Exception {
            try (var pool = pool().listener(event -> {
                        try {
                            gate.await();
                        } catch (InterruptedException interrupted) {
                            Thread.currentThread().interrupt();
                        }
                    })
                    .start()) {
                assertInstanceOf(
                        Outcome.WorkerLost.class,
                        pool.submit((worker, context) -> {
                                    throw new AssertionError("dies");
                                })
                                .await());
                assertEquals("next", pool.submit((worker, context) -> "next").get());
                gate.countDown();
            }
        }
    }

    @Nested
    class ADeathBreaksNoMoreThanItsOwnTask {

        @Test
        void theOthersSucceed() throws Exception {
            try (var pool = pool().size(2).start()) {
                var handles = new ArrayList<TaskHandle<Integer>>();
                for (int number = 0; number < 100; number++) {
                    int task = number;
                    handles.add(pool.submit((worker, context) -> {
                        if (task % 10 == 3) {
                            throw new AssertionError("dies");
                        }
                        return task;
                    }));
                }
                for (int number = 0; number < 100; number++) {
                    Class<?> expected = number % 10 == 3 ? Outcome.WorkerLost.class : Outcome.Success.class;
                    assertEquals(expected, handles.get(number).await().getClass());
                }
            }
        }
    }

    @Nested
    class RefusalsAndTimeoutsNameTheirLimit {

        @Test
        void aRefusalNamesLimitValueAndState() throws Exception {
            try (var pool = pool().name("named").queue(0, WhenFull.refuse()).start()) {
                pool.submit((worker, context) -> hold());
                reached.await();
                var refused = assertInstanceOf(
                        Outcome.Refused.class,
                        pool.submit((worker, context) -> "x").await());
                assertEquals("queue", refused.refusal().limit());
                assertTrue(refused.refusal().value().startsWith("1 unfinished"), refused::toString);
                assertTrue(refused.refusal().pool().contains("named is running"), refused::toString);
                var late = assertThrows(RefusedException.class, () -> pool.checkout(Duration.ZERO));
                assertTrue(String.valueOf(late.getMessage()).contains("named is running"), late::toString);
                gate.countDown();
            }
        }

        @Test
        void aTimeoutNamesLimitAndValue() throws Exception {
            try (var pool = pool().start()) {
                var options = TaskOptions.none().withLimits(Limits.none().withSilence(SHORT));
                var handle = pool.submit((worker, context) -> hold(), options);
                var thrown = assertThrows(ExecutionException.class, handle::get);
                var limit = assertInstanceOf(LimitException.class, thrown.getCause());
                assertEquals(Limit.SILENCE, limit.limit());
                assertEquals(SHORT, limit.allowed());
                assertTrue(String.valueOf(limit.getMessage()).contains(SHORT.toString()), limit::toString);
            }
        }
    }

    @Nested
    class TheOutcomeSaysWhetherTheTaskMayHaveRun {

        @Test
        void atMostOnceWithoutRetry() throws Exception {
            try (var pool = pool().start()) {
                Queue<Integer> runs = new ConcurrentLinkedQueue<>();
                var lost = pool.submit((worker, context) -> {
                    runs.add(context.attempt());
                    throw new AssertionError("dies");
                });
                assertTrue(lost.await().report().mayHaveRun());
                assertFalse(lost.await().report().mayStillRun());
                assertEquals(List.of(1), List.copyOf(runs));
            }
        }

        @Test
        void atLeastOnceWithRetry() throws Exception {
            try (var pool = pool().retry(Retry.attempts(2)
                            .backoff(Duration.ZERO, Duration.ZERO)
                            .on(failure -> true))
                    .start()) {
                Queue<Integer> runs = new ConcurrentLinkedQueue<>();
                var handle = pool.submit((worker, context) -> {
                    runs.add(context.attempt());
                    if (context.attempt() == 1) {
                        throw new AssertionError("dies");
                    }
                    return "done";
                });
                assertEquals("done", handle.get());
                assertEquals(List.of(1, 2), List.copyOf(runs));
            }
        }

        @Test
        void whatIsStillRunningSaysSoUntilItHasLeft() throws Exception {
            try (var pool = pool().start()) {
                var handle = pool.submit((worker, context) -> holdDeaf());
                reached.await();
                handle.cancel(Cancel.KILL);
                handle.settled().toCompletableFuture().get(20, TimeUnit.SECONDS);
                assertTrue(handle.await().report().mayStillRun());
                gate.countDown();
                eventually(() -> !handle.await().report().mayStillRun());
            }
        }

        @Test
        void whatNeverBeganSaysSo() throws Exception {
            try (var pool = pool().start()) {
                pool.submit((worker, context) -> hold());
                reached.await();
                var queued = pool.submit((worker, context) -> "x");
                queued.cancel(Cancel.ASK);
                assertFalse(queued.await().report().mayHaveRun());
                gate.countDown();
            }
        }
    }
}
