package dev.lifeguard.verification.scars;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Drain;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolState;
import dev.lifeguard.Refusal;
import dev.lifeguard.StopReason;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerContext;
import dev.lifeguard.WorkerDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The end of a pool. */
final class ShutdownScarsTest extends Scars {

    /** Tasks were neither run nor rejected: https://github.com/elastic/elasticsearch/issues/104580, geode#3821. */
    @Test
    void whatIsSubmittedWhileThePoolClosesRunsOrIsRefused() throws Exception {
        for (int round = 0; round < 20; round++) {
            var ran = new AtomicInteger();
            var pool = pool(2).queue(50, WhenFull.refuse()).start();
            var handles = new ConcurrentLinkedQueue<TaskHandle<Integer>>();
            var submitters = new ArrayList<Thread>();
            for (int number = 0; number < 3; number++) {
                submitters.add(Thread.ofPlatform().start(() -> {
                    while (pool.state() != PoolState.STOPPED) {
                        handles.add(pool.submit((worker, context) -> ran.incrementAndGet()));
                    }
                }));
            }
            eventually(() -> ran.get() > 50);
            assertTrue(pool.drain(round % 2 == 0 ? Drain.within(SOON) : Drain.now())
                    .complete());
            for (Thread submitter : submitters) {
                assertTrue(submitter.join(SOON));
            }
            int succeeded = 0;
            int asked = 0;
            for (TaskHandle<Integer> handle : handles) {
                switch (handle.outcome().orElseThrow()) {
                    case Outcome.Success<Integer> success -> succeeded++;
                    case Outcome.Refused<Integer> refused ->
                        assertTrue(refused.refusal().reason() == Refusal.Reason.DRAINING
                                || refused.refusal().reason() == Refusal.Reason.FULL);
                    case Outcome.Cancelled<Integer> cancelled -> {
                        // It ran when the pool was told to end at once, and its outcome says so.
                        assertTrue(cancelled.report().mayHaveRun());
                        asked++;
                    }
                    case Outcome<Integer> other -> throw new AssertionError("neither run nor refused: " + other);
                }
            }
            assertTrue(
                    succeeded <= ran.get() && ran.get() <= succeeded + asked,
                    ran + " ran, " + succeeded + " succeeded");
        }
    }

    /** Close waited for ever: https://github.com/opensearch-project/OpenSearch/issues/22485, kestra#15030. */
    @Test
    void closeDoesNotWaitForCodeThatIgnoresEverything() throws Exception {
        var pool = pool(2).closing(Drain.within(Duration.ofMillis(100))).start();
        var deaf = pool.submit((worker, context) -> holdDeaf());
        var queued = pool.submit((worker, context) -> holdDeaf());
        pool.close();
        assertEquals(PoolState.STOPPED, pool.state());
        assertFalse(deaf.await() instanceof Outcome.Success);
        assertFalse(queued.await() instanceof Outcome.Success);
        assertTrue(deaf.await().report().mayStillRun());
    }

    /** One after another was asked to stop, and the others went on starting work: https://github.com/oban-bg/oban/issues/856. */
    @Test
    void workersStopSideBySideAndNothingBeginsMeanwhile() throws Exception {
        var together = new CyclicBarrier(4);
        var definition = new WorkerDefinition<int[]>() {
            @Override
            public int[] start(WorkerContext context) {
                return new int[1];
            }

            @Override
            public void stop(int[] worker, StopReason reason) throws Exception {
                together.await(20, TimeUnit.SECONDS);
            }
        };
        var pool = pool(4, definition).start();
        assertTrue(pool.drain(Drain.within(SOON)).complete());
        assertFalse(together.isBroken(), "the stop hooks did not run side by side");
        assertInstanceOf(
                Outcome.Refused.class, pool.submit((worker, context) -> "late").await());
    }

    /** There was no drain: workers were killed because the pool went first: https://github.com/devinus/poolboy/issues/135. */
    @Test
    void aDrainRunsWhatWaitsAndTellsTheFateOfEach() throws Exception {
        var pool = pool(1).queue(100, WhenFull.refuse()).start();
        var handles = new ArrayList<TaskHandle<Integer>>();
        for (int number = 0; number < 50; number++) {
            handles.add(pool.submit((worker, context) -> ++worker[0]));
        }
        int before = (int) handles.stream().filter(TaskHandle::isDone).count();
        Drain.Report report = pool.drain(Drain.within(SOON));
        assertTrue(report.complete());
        assertTrue(report.tasks().size() <= 50 - before);
        for (int number = 0; number < 50; number++) {
            assertEquals(number + 1, handles.get(number).get());
        }
    }

    /** A drain said that it was done with work left: https://github.com/slawlor/ractor/pull/353. */
    @Test
    void aDrainIsOverWhenTheLastOutcomeIsThere() throws Exception {
        for (int round = 0; round < 50; round++) {
            var pool = pool(2).start();
            var handles = new ArrayList<TaskHandle<Integer>>();
            for (int number = 0; number < 30; number++) {
                handles.add(pool.submit((worker, context) -> ++worker[0]));
            }
            assertTrue(pool.drain(Drain.within(SOON)).complete());
            for (TaskHandle<Integer> handle : handles) {
                assertTrue(handle.isDone());
            }
            assertEquals(0, pool.snapshot().unfinished());
        }
    }

    /** A second close did harm: https://github.com/brettwooldridge/HikariCP/issues/2152. */
    @Test
    void closingTwiceAndFromManyThreadsIsOneEnd() throws Exception {
        var stops = new AtomicInteger();
        var definition = new WorkerDefinition<int[]>() {
            @Override
            public int[] start(WorkerContext context) {
                return new int[1];
            }

            @Override
            public void stop(int[] worker, StopReason reason) {
                stops.incrementAndGet();
            }
        };
        var pool = pool(3, definition).start();
        var closers = new ArrayList<Thread>();
        for (int number = 0; number < 4; number++) {
            closers.add(Thread.ofPlatform().start(pool::close));
        }
        for (Thread closer : closers) {
            assertTrue(closer.join(SOON));
        }
        pool.close();
        assertEquals(3, stops.get());
    }

    /** A pool could not be made larger or smaller while it ran: https://github.com/devinus/poolboy/issues/26. */
    @Test
    void aResizeLosesNothingThatWaits() throws Exception {
        try (var pool = pool(1).queue(1_000, WhenFull.block(SOON)).start()) {
            var handles = new ArrayList<TaskHandle<Integer>>();
            for (int number = 0; number < 600; number++) {
                handles.add(pool.submit((worker, context) -> ++worker[0]));
                if (number % 40 == 0) {
                    pool.resize(1 + number / 40 % 4);
                }
            }
            for (TaskHandle<Integer> handle : handles) {
                assertTrue(handle.get() > 0);
            }
        }
    }
}
