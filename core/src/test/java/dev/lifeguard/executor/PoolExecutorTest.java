package dev.lifeguard.executor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Drain;
import dev.lifeguard.Escalation;
import dev.lifeguard.Limit;
import dev.lifeguard.LimitException;
import dev.lifeguard.Limits;
import dev.lifeguard.PoolBuilder;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolState;
import dev.lifeguard.Refusal;
import dev.lifeguard.RefusedException;
import dev.lifeguard.Retry;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerPool;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where the pool behind the view does more than a thread pool does. */
@Timeout(60)
class PoolExecutorTest extends ExecutorFixture {

    private final Queue<PoolEvent> events = new ConcurrentLinkedQueue<>();
    private final Queue<WorkerPool<Object>> pools = new ConcurrentLinkedQueue<>();

    @Override
    protected Subject subject(int threads, int queue) throws InterruptedException {
        WorkerPool<Object> pool = start(pool().size(threads).queue(queue, WhenFull.refuse()));
        return new Subject(pool.asExecutor(), pool::close);
    }

    private PoolBuilder<Object, WorkerPool<Object>> pool() {
        return WorkerPool.of(Object::new)
                .size(1)
                .escalation(new Escalation(Duration.ofMillis(20), Duration.ofMillis(50)))
                .listener(events::add);
    }

    private WorkerPool<Object> start(PoolBuilder<Object, WorkerPool<Object>> builder) throws InterruptedException {
        WorkerPool<Object> pool = builder.start();
        pools.add(pool);
        return pool;
    }

    @org.junit.jupiter.api.AfterEach
    void closePools() {
        releaseAll();
        pools.forEach(WorkerPool::close);
    }

    @Test
    void whatInvokeAllCancelsFreesNoWorkerForWhatItCancelsNext() throws Exception {
        var executor = executor(1);
        Queue<String> ran = new ConcurrentLinkedQueue<>();
        for (int round = 0; round < 100; round++) {
            List<Callable<String>> tasks = List.of(
                    () -> {
                        waitForever(() -> {});
                        return "interrupted";
                    },
                    () -> {
                        ran.add("behind");
                        return "behind";
                    });
            executor.invokeAll(tasks, 3, TimeUnit.MILLISECONDS);
        }
        executor.submit(() -> {}).get(LONG, TimeUnit.SECONDS);
        assertEquals(List.of(), List.copyOf(ran));
    }

    private static Throwable cause(Future<?> future) {
        var failure = assertThrows(ExecutionException.class, () -> future.get(LONG, TimeUnit.SECONDS));
        return Objects.requireNonNull(failure.getCause());
    }

    // What the pool does not take, or gives up.

    @Test
    void aRejectionNamesTheLimitAndTheStateOfThePool() throws Exception {
        var view = executor(1, 0);
        hold(view);
        var rejected = assertThrows(RejectedExecutionException.class, () -> view.execute(() -> {}));
        var refused = assertInstanceOf(RefusedException.class, rejected.getCause());
        assertEquals(Refusal.Reason.FULL, refused.refusal().reason());
        assertEquals(refused.refusal().message(), rejected.getMessage());
    }

    @Test
    void aRejectedTaskIsNotReportedAsUnseen() throws Exception {
        var pool = start(pool().queue(0, WhenFull.refuse()));
        var view = pool.asExecutor();
        hold(view);
        for (int i = 0; i < 20; i++) {
            assertThrows(RejectedExecutionException.class, () -> view.execute(() -> {}));
        }
        releaseAll();
        for (int i = 0; i < 10; i++) {
            System.gc();
            pool.submit((worker, context) -> "look").await();
        }
        assertEquals(0, pool.snapshot().counts().unseen());
    }

    @Test
    void aTaskThatMadeRoomEndsItsFuture() throws Exception {
        var pool = start(pool().queue(1, WhenFull.shedOldest()));
        var view = pool.asExecutor();
        hold(view);
        Future<String> shed = view.submit(() -> "made room");
        Future<String> kept = view.submit(() -> "kept");
        var refused = assertInstanceOf(RefusedException.class, cause(shed));
        assertEquals(Refusal.Reason.SHED, refused.refusal().reason());
        releaseAll();
        assertEquals("kept", kept.get());
    }

    @Test
    void aFutureTaskThatIsGivenUpIsCancelled() throws Exception {
        var pool = start(pool().queue(1, WhenFull.shedOldest()));
        var view = pool.asExecutor();
        hold(view);
        var task = new FutureTask<>(() -> "made room");
        view.execute(task);
        view.execute(() -> {});
        Awaitility.await().until(task::isCancelled);
    }

    @Test
    void aLimitOfThePoolEndsTheFutureAndFreesTheWorker() throws Exception {
        var pool = start(pool().limits(Limits.none().withRun(Duration.ofMillis(30))));
        var view = pool.asExecutor();
        var interrupted = new CountDownLatch(1);
        Future<?> future = view.submit(() -> waitForever(interrupted::countDown));
        assertEquals(
                Limit.RUN, assertInstanceOf(LimitException.class, cause(future)).limit());
        await(interrupted);
        assertEquals("free again", view.submit(() -> "free again").get());
    }

    @Test
    void aTaskThatWaitsTooLongNeverRuns() throws Exception {
        var pool = start(pool().limits(Limits.none().withQueue(Duration.ofMillis(30))));
        var view = pool.asExecutor();
        hold(view);
        Queue<String> ran = new ConcurrentLinkedQueue<>();
        Future<?> future = view.submit(() -> ran.add("it ran"));
        assertEquals(
                Limit.QUEUE,
                assertInstanceOf(LimitException.class, cause(future)).limit());
        view.shutdown();
        releaseAll();
        assertTrue(view.awaitTermination(LONG, TimeUnit.SECONDS));
        assertEquals(List.of(), List.copyOf(ran));
    }

    @Test
    void theRetryOfThePoolDoesNotRunATaskTwice() throws Exception {
        var pool = start(pool().retry(Retry.attempts(3).backoff(Duration.ZERO, Duration.ZERO)));
        var attempts = new AtomicInteger();
        Future<?> future = pool.asExecutor().submit(() -> {
            attempts.incrementAndGet();
            throw new IllegalStateException("once");
        });
        assertEquals("once", cause(future).getMessage());
        assertEquals("next", pool.asExecutor().submit(() -> "next").get());
        assertEquals(1, attempts.get());
    }

    @Test
    void anErrorReplacesTheWorkerAndIsStillTheCause() throws Exception {
        var pool = start(pool());
        var failure = new AssertionError("the worker does not survive this");
        Future<?> future = pool.asExecutor().submit(() -> {
            throw failure;
        });
        assertEquals(failure, cause(future));
        assertEquals(failure, future.exceptionNow());
        assertEquals("next", pool.asExecutor().submit(() -> "next").get());
    }

    @Test
    void codeThatIgnoresItsCancelIsAbandonedAndNotTerminated() throws Exception {
        var pool = start(pool());
        var view = pool.asExecutor();
        var stuck = new Blocker();
        Future<?> future = view.submit(stuck);
        stuck.awaitBegun();
        assertTrue(future.cancel(true));
        assertEquals("a fresh worker", view.submit(() -> "a fresh worker").get(LONG, TimeUnit.SECONDS));
        view.shutdown();
        assertFalse(view.awaitTermination(5, TimeUnit.MILLISECONDS), "its code has not left");
        stuck.release();
        assertTrue(view.awaitTermination(LONG, TimeUnit.SECONDS));
    }

    // The end of the view and of the pool.

    @Test
    void theEndOfAViewLeavesThePoolAndOtherViewsAlone() throws Exception {
        var pool = start(pool());
        var first = pool.asExecutor();
        var second = pool.asExecutor();
        first.close();
        var rejected = assertThrows(RejectedExecutionException.class, () -> first.execute(() -> {}));
        assertTrue(String.valueOf(rejected.getMessage()).contains("asExecutor()"), rejected::toString);
        assertEquals("still there", second.submit(() -> "still there").get());
        assertEquals(PoolState.RUNNING, pool.state());
    }

    @Test
    void theEndOfThePoolShutsItsViewsDownAndReleasesWhoWaits() throws Exception {
        var pool = start(pool());
        var view = pool.asExecutor();
        Queue<Boolean> terminated = new ConcurrentLinkedQueue<>();
        Thread waiter = background(() -> {
            try {
                terminated.add(view.awaitTermination(LONG, TimeUnit.SECONDS));
            } catch (InterruptedException unexpected) {
                terminated.add(false);
            }
        });
        Future<String> last = view.submit(() -> "runs before the end");
        pool.close();
        join(waiter);
        assertEquals(List.of(true), List.copyOf(terminated));
        assertEquals("runs before the end", last.get());
        assertTrue(view.isShutdown());
        assertTrue(view.isTerminated());
        var rejected = assertThrows(RejectedExecutionException.class, () -> view.submit(() -> "too late"));
        assertTrue(String.valueOf(rejected.getMessage()).contains("closing"), rejected::toString);
        assertTrue(pool.asExecutor().isTerminated(), "a view of a closed pool");
    }

    @Test
    void whatThePoolHandsBackEndsItsFuture() throws Exception {
        var pool = start(pool());
        var view = pool.asExecutor();
        hold(view);
        Future<String> waiting = view.submit(() -> "never");
        Thread closing = background(() -> {
            try {
                pool.drain(Drain.within(Duration.ofSeconds(10)).handBackQueued());
            } catch (InterruptedException unexpected) {
                throw new AssertionError(unexpected);
            }
        });
        assertInstanceOf(RefusedException.class, cause(waiting));
        releaseAll();
        join(closing);
        assertTrue(view.awaitTermination(LONG, TimeUnit.SECONDS));
    }

    @Test
    void whatShutdownNowHandsBackIsCancelledSoThatNobodyWaitsForIt() throws Exception {
        var view = executor(1);
        hold(view);
        Future<String> waiting = view.submit(() -> "never");
        var given = new FutureTask<>(() -> "mine again");
        view.execute(given);
        assertEquals(List.of(waiting, given), view.shutdownNow());
        assertTrue(waiting.isCancelled());
        assertFalse(given.isDone(), "it belongs to whoever it was handed back to");
        given.run();
        assertEquals("mine again", given.get());
    }

    // From inside.

    @Test
    void waitingFromInsideAWorkerIsRefused() throws Exception {
        var view = executor(1);
        for (var wait : List.<ThrowingCode>of(
                () -> view.submit(() -> "inner").get(),
                () -> view.invokeAll(List.of(() -> "inner")),
                () -> view.invokeAny(List.of(() -> "inner")),
                () -> view.awaitTermination(LONG, TimeUnit.SECONDS))) {
            Future<?> outer = view.submit(() -> {
                wait.run();
                return "waited";
            });
            assertInstanceOf(IllegalStateException.class, cause(outer));
        }
        view.submit(view::close).get();
        assertTrue(view.awaitTermination(LONG, TimeUnit.SECONDS), "close from inside does not wait for itself");
    }

    private interface ThrowingCode {
        void run() throws Exception;
    }

    // Races.

    @Test
    void theInterruptsOfShutdownNowLetNothingElseBegin() throws Exception {
        for (int round = 0; round < 200; round++) {
            ExecutorService view = executor(2, 256);
            var begun = new CountDownLatch(2);
            for (int i = 0; i < 2; i++) {
                view.execute(() -> {
                    begun.countDown();
                    waitForever(() -> {});
                });
            }
            await(begun);
            for (int i = 0; i < 10; i++) {
                view.execute(() -> {});
            }
            assertEquals(10, view.shutdownNow().size(), "round " + round);
        }
    }

    @Test
    void shutdownNowAgainstSubmittersLosesNothing() throws Exception {
        for (int round = 0; round < 100; round++) {
            ExecutorService view = executor(2, 256);
            var ran = new AtomicInteger();
            var taken = new AtomicInteger();
            var go = new CountDownLatch(1);
            Thread submitter = background(() -> {
                try {
                    await(go);
                    for (int i = 0; i < 50; i++) {
                        view.execute(ran::incrementAndGet);
                        taken.incrementAndGet();
                    }
                } catch (RejectedExecutionException expected) {
                    return;
                } catch (InterruptedException unexpected) {
                    throw new AssertionError(unexpected);
                }
            });
            go.countDown();
            int handedBack = view.shutdownNow().size();
            join(submitter);
            assertTrue(view.awaitTermination(LONG, TimeUnit.SECONDS));
            assertEquals(taken.get(), ran.get() + handedBack, "each task ran or came back");
        }
    }
}
