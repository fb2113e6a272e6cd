package dev.lifeguard.executor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.ContextCarrier;
import dev.lifeguard.Drain;
import dev.lifeguard.Escalation;
import dev.lifeguard.Limits;
import dev.lifeguard.Operation;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolBuilder;
import dev.lifeguard.Refusal;
import dev.lifeguard.RefusedException;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerPool;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tasks of a {@code CompletableFuture} cannot be told that they are given up, so they are not given up. */
@Timeout(60)
class CompletableFutureTest {

    private static final Duration SHORT = Duration.ofMillis(10);
    private static final int LONG = 30;

    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void letEverybodyGo() {
        release.countDown();
    }

    private static PoolBuilder<Object, WorkerPool<Object>> pool() {
        return WorkerPool.of(Object::new)
                .size(1)
                .escalation(new Escalation(Duration.ofMillis(20), Duration.ofMillis(50)));
    }

    private void hold(Executor executor) throws InterruptedException {
        var held = new CountDownLatch(1);
        executor.execute(() -> {
            held.countDown();
            try {
                release.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        held.await();
    }

    /** The fact that all of this rests on; when the JDK shows a way, this is red, and the view can do better. */
    @Test
    void theJdkShowsNoWayFromATaskToItsFuture() {
        Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        CompletableFuture<String> supplied = CompletableFuture.supplyAsync(() -> "never", tasks::add);
        CompletableFuture<String> then =
                CompletableFuture.completedFuture("before").thenApplyAsync(before -> "never", tasks::add);
        for (Runnable task : tasks) {
            assertInstanceOf(CompletableFuture.AsynchronousCompletionTask.class, task);
            assertInstanceOf(Future.class, task).cancel(true);
        }
        assertEquals(2, tasks.size());
        assertFalse(supplied.isDone());
        assertFalse(then.isDone());
    }

    @Test
    void aNewcomerIsRefusedBeforeItIsShed() throws Exception {
        try (var pool = pool().queue(1, WhenFull.shedOldest()).start()) {
            var view = pool.asExecutor();
            hold(view);
            var first = CompletableFuture.supplyAsync(() -> "kept", view);
            var rejected = assertThrows(
                    RejectedExecutionException.class, () -> CompletableFuture.supplyAsync(() -> "no place", view));
            var refused = assertInstanceOf(RefusedException.class, rejected.getCause());
            assertEquals(Refusal.Reason.FULL, refused.refusal().reason());
            assertTrue(refused.refusal().message().contains("may be shed"), refused::getMessage);
            release.countDown();
            assertEquals("kept", first.get(LONG, TimeUnit.SECONDS));
        }
    }

    @Test
    void whatCanBeToldIsShedInItsPlace() throws Exception {
        try (var pool = pool().queue(2, WhenFull.shedOldest()).start()) {
            var view = pool.asExecutor();
            hold(view);
            var first = CompletableFuture.supplyAsync(() -> "kept", view);
            Future<String> told = view.submit(() -> "made room");
            var second = CompletableFuture.supplyAsync(() -> "kept too", view);
            assertTrue(told.isDone());
            release.countDown();
            assertEquals("kept", first.get(LONG, TimeUnit.SECONDS));
            assertEquals("kept too", second.get(LONG, TimeUnit.SECONDS));
        }
    }

    @Test
    void aContextThatIsCarriedChangesNothingOfIt() throws Exception {
        try (var pool = pool().queue(1, WhenFull.shedOldest())
                .carry(ContextCarrier.threadLocal(new ThreadLocal<String>()))
                .start()) {
            var view = pool.asExecutor();
            hold(view);
            var first = CompletableFuture.supplyAsync(() -> "kept", view);
            assertThrows(RejectedExecutionException.class, () -> view.execute(() -> {}));
            release.countDown();
            assertEquals("kept", first.get(LONG, TimeUnit.SECONDS));
        }
    }

    @Test
    void aDependentThatIsRefusedEndsItsFuture() throws Exception {
        try (var pool = pool().queue(0, WhenFull.refuse()).start()) {
            var view = pool.asExecutor();
            hold(view);
            var first = new CompletableFuture<String>();
            var then = first.thenApplyAsync(value -> value + " and then", view);
            first.complete("first");
            var failure = assertThrows(CompletionException.class, then::join);
            assertInstanceOf(RejectedExecutionException.class, failure.getCause());
            release.countDown();
        }
    }

    @Test
    void aLimitOfWaitingDoesNotEndIt() throws Exception {
        try (var pool = pool().limits(Limits.none().withQueue(SHORT).withTotal(Duration.ofMillis(20)))
                .start()) {
            Operation pause = pool.pause("so that it waits for longer than its limits");
            assertEquals(Operation.Result.APPLIED, pause.result());
            var view = pool.asExecutor();
            Future<String> told = view.submit(() -> "too late");
            var future = CompletableFuture.supplyAsync(() -> "late", view);
            Awaitility.await("the limits have passed").until(told::isDone);
            pool.resume();
            assertEquals("late", future.get(LONG, TimeUnit.SECONDS));
        }
    }

    @Test
    void theTotalLimitCountsFromItsBegin() throws Exception {
        try (var pool = pool().limits(Limits.none().withTotal(SHORT)).start()) {
            var view = pool.asExecutor();
            var future = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            release.await();
                            return "released";
                        } catch (InterruptedException interrupted) {
                            return "interrupted";
                        }
                    },
                    view);
            assertEquals("interrupted", future.get(LONG, TimeUnit.SECONDS));
        }
    }

    /** What the page of the view says that is not promised. */
    @Test
    void whatThePoolHandsBackAtItsEndStaysPendingAndIsReported() throws Exception {
        var pool = pool().start();
        var view = pool.asExecutor();
        hold(view);
        var future = CompletableFuture.supplyAsync(() -> "never", view);
        Drain.Report report = pool.drain(Drain.within(Duration.ofMillis(100)).handBackQueued());
        assertEquals(1, report.count(Outcome.Refused.class));
        assertFalse(future.isDone());
    }
}
