package dev.lifeguard.verification.scars;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Cancel;
import dev.lifeguard.Change;
import dev.lifeguard.Outcome;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What the death of one worker takes with it, and what it must not. */
final class WorkerDeathScarsTest extends Scars {

    /** One dead child broke the executor and everybody's work: https://github.com/TkTech/chancy/issues/94. */
    @Test
    void aDeathTakesItsOwnTaskAndNoOther() throws Exception {
        try (var pool = pool(2).queue(200, WhenFull.block(SOON)).start()) {
            var handles = new ArrayList<TaskHandle<String>>();
            for (int number = 0; number < 100; number++) {
                boolean deadly = number % 10 == 0;
                handles.add(pool.submit((worker, context) -> {
                    if (deadly) {
                        throw new AssertionError("the worker dies");
                    }
                    return "done";
                }));
            }
            for (int number = 0; number < 100; number++) {
                Outcome<String> outcome = handles.get(number).await();
                Class<?> expected = number % 10 == 0 ? Outcome.WorkerLost.class : Outcome.Success.class;
                assertInstanceOf(expected, outcome);
            }
        }
    }

    /** Replacing a worker stranded the queue: https://github.com/python/cpython/issues/140900. */
    @Test
    void replacingWorkersWhileWorkWaitsStrandsNothing() throws Exception {
        try (var pool = pool(2).queue(1_000, WhenFull.block(SOON)).start()) {
            var handles = new ArrayList<TaskHandle<Integer>>();
            for (int number = 0; number < 1_000; number++) {
                handles.add(pool.submit((worker, context) -> ++worker[0]));
                if (number % 20 == 0) {
                    pool.operate(new Change.DrainWorker(number / 20 % 2), "the test", "replace it under load");
                }
            }
            for (TaskHandle<Integer> handle : handles) {
                assertTrue(handle.get() > 0);
            }
            assertTrue(
                    pool.snapshot().workers().stream().anyMatch(worker -> worker.incarnation() > 2),
                    "no worker was replaced, so nothing was proved");
        }
    }

    /** A task acknowledged by a worker that was being killed never completed: https://github.com/noxdafox/pebble/issues/153. */
    @Test
    void aTaskGivenToAWorkerThatIsKilledHasAnOutcome() throws Exception {
        try (var pool =
                pool(1).queue(100, WhenFull.block(SOON)).maxZombies(1_000).start()) {
            for (int round = 0; round < 60; round++) {
                var release = new CountDownLatch(1);
                var running = new CountDownLatch(1);
                var deaf = pool.submit((worker, context) -> {
                    running.countDown();
                    while (release.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    return "late";
                });
                running.await();
                var behind = pool.submit((worker, context) -> "behind");
                deaf.cancel(Cancel.KILL);
                assertEquals("behind", behind.get());
                assertInstanceOf(Outcome.Cancelled.class, deaf.await());
                release.countDown();
            }
        }
    }

    /** A worker killed while it held the pool's lock stopped the pool: https://github.com/noxdafox/pebble/issues/163. */
    @Test
    void aWorkerThatDiesInTheMiddleHoldsNobodyUp() throws Exception {
        try (var pool = pool(2).queue(500, WhenFull.block(SOON)).start()) {
            var handles = new ArrayList<TaskHandle<String>>();
            for (int number = 0; number < 400; number++) {
                int task = number;
                handles.add(pool.submit((worker, context) -> {
                    if (task % 3 == 0) {
                        // As a task that breaks into the pool's own code would leave it: interrupted and dead.
                        Thread.currentThread().interrupt();
                        throw new StackOverflowError("planted");
                    }
                    return "done";
                }));
            }
            for (TaskHandle<String> handle : handles) {
                handle.await();
            }
            eventually(() -> pool.snapshot().workers(WorkerState.IDLE) == 2);
        }
    }

    /** Submitters that waited for a place were not woken by a death: https://github.com/panjf2000/ants/issues/146. */
    @Test
    void aDeathMakesPlaceForWhoWaits() throws Exception {
        try (var pool = pool(1).queue(0, WhenFull.block(SOON)).start()) {
            var deadly = pool.submit((worker, context) -> {
                gate.await();
                throw new AssertionError("the worker dies");
            });
            var next = new ConcurrentLinkedQueue<TaskHandle<String>>();
            Thread submitter = Thread.ofPlatform().start(() -> next.add(pool.submit((worker, context) -> "next")));
            eventually(() -> submitter.getState() == Thread.State.TIMED_WAITING);
            gate.countDown();
            assertTrue(submitter.join(SOON));
            assertInstanceOf(Outcome.WorkerLost.class, deadly.await());
            assertEquals("next", next.remove().get());
        }
    }

    /** The job of a worker that crashed was lost without a word: ractor's factory, and https://github.com/oban-bg/oban/issues/364. */
    @Test
    void theTaskOfADeadWorkerSaysSoAndIsTriedAgainWhenAsked() throws Exception {
        try (var pool = pool(1).start()) {
            Outcome<String> once = pool.<String>submit((worker, context) -> {
                        throw new AssertionError("the worker dies");
                    })
                    .await();
            var lost = assertInstanceOf(Outcome.WorkerLost.class, once);
            assertTrue(lost.report().mayHaveRun());
            var retry = TaskOptions.none()
                    .withRetry(Retry.attempts(2)
                            .backoff(Duration.ZERO, Duration.ZERO)
                            .on(failure -> true));
            var twice = pool.submit(
                    (worker, context) -> {
                        if (context.attempt() == 1) {
                            throw new AssertionError("the worker dies");
                        }
                        return "attempt " + context.attempt();
                    },
                    retry);
            assertEquals("attempt 2", twice.get());
        }
    }

    /** The count of attempts began again at zero after a crash: https://github.com/geofmureithi/apalis/issues/503. */
    @Test
    void attemptsAreCountedThroughDeaths() throws Exception {
        var seen = new ConcurrentLinkedQueue<Integer>();
        try (var pool = pool(1).start()) {
            var options = TaskOptions.none()
                    .withRetry(Retry.attempts(4)
                            .backoff(Duration.ZERO, Duration.ZERO)
                            .on(failure -> true));
            Outcome<String> outcome = pool.<String>submit(
                            (worker, context) -> {
                                seen.add(context.attempt());
                                throw new AssertionError("the worker dies");
                            },
                            options)
                    .await();
            assertInstanceOf(Outcome.WorkerLost.class, outcome);
            assertEquals(4, outcome.report().attempts());
            assertEquals(List.of(1, 2, 3, 4), List.copyOf(seen));
        }
    }

    /** A restarted worker ignored the backlog and new jobs jumped it: https://github.com/slawlor/ractor/pull/118. */
    @Test
    void theReplacementTakesTheBacklogInItsOrder() throws Exception {
        var order = new ConcurrentLinkedQueue<Integer>();
        try (var pool = pool(1).start()) {
            var deadly = pool.submit((worker, context) -> {
                gate.await();
                throw new AssertionError("the worker dies");
            });
            var handles = new ArrayList<TaskHandle<Boolean>>();
            for (int number = 0; number < 20; number++) {
                int task = number;
                handles.add(pool.submit((worker, context) -> order.add(task)));
            }
            gate.countDown();
            assertInstanceOf(Outcome.WorkerLost.class, deadly.await());
            handles.add(pool.submit((worker, context) -> order.add(20)));
            for (TaskHandle<Boolean> handle : handles) {
                handle.get();
            }
            assertEquals(
                    List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20),
                    List.copyOf(order));
        }
    }

    /** A worker left dirty by one user was used by the next: https://github.com/epgsql/pgapp/issues/20. */
    @Test
    void aWorkerIsCleanedAfterATaskThatFailed() throws Exception {
        try (var pool = pool(1, new Counting()).start()) {
            var failing = pool.<Integer>submit((worker, context) -> {
                worker[0] = 99;
                throw new IllegalStateException("leaves its worker dirty");
            });
            assertInstanceOf(Outcome.Failed.class, failing.await());
            assertEquals(0, pool.submit((worker, context) -> worker[0]).get());
        }
    }

    /** A worker with a state that its reset hook clears. */
    private static final class Counting implements dev.lifeguard.WorkerDefinition<int[]> {

        @Override
        public int[] start(dev.lifeguard.WorkerContext context) {
            return new int[1];
        }

        @Override
        public void reset(int[] worker) {
            worker[0] = 0;
        }
    }
}
