package dev.lifeguard.executor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the Javadoc of {@link Executor}, {@link ExecutorService} and {@link Future} promises, one sentence a test.
 * Subjects have a bounded queue and reject what finds it full.
 */
@Timeout(60)
abstract class ExecutorServiceConformance extends ExecutorFixture {

    // Executor.

    @Test
    void executesTheCommandAtSomeTimeInTheFuture() throws Exception {
        var ran = new CountDownLatch(1);
        executor(1).execute(ran::countDown);
        await(ran);
    }

    @Test
    void aNullCommandIsRefused() throws Exception {
        assertThrows(NullPointerException.class, () -> executor(1).execute(NOTHING));
    }

    @Test
    void aCommandThatCannotBeAcceptedIsRejected() throws Exception {
        var executor = executor(1, 1);
        hold(executor);
        executor.execute(() -> {});
        assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
        assertThrows(RejectedExecutionException.class, () -> executor.submit(() -> {}));
    }

    @Test
    void whatACommandThrowsReachesTheHandlerOfItsThread() throws Exception {
        var failure = new IllegalStateException("nobody asks for this");
        Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
        var told = new CountDownLatch(1);
        var executor = executor(1);
        executor.execute(() -> {
            // Not the default one: that is the whole virtual machine's, and the library that waits in tests takes it.
            Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {
                uncaught.add(thrown);
                told.countDown();
            });
            throw failure;
        });
        await(told);
        assertEquals("still there", executor.submit(() -> "still there").get());
        assertEquals(List.of(failure), List.copyOf(uncaught));
    }

    @Test
    void whatHappenedBeforeIsSeenByTheCommandAndWhatItDidByItsGetter() throws Exception {
        var executor = executor(2);
        for (int round = 0; round < 100; round++) {
            int[] plain = {round};
            Future<?> future = executor.submit(() -> {
                plain[0]++;
            });
            future.get();
            assertEquals(round + 1, plain[0]);
        }
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // The inner future is what is asked for.
    void aCommandMaySubmitAnother() throws Exception {
        var executor = executor(1);
        Future<Future<String>> outer = executor.submit(() -> executor.submit(() -> "inner"));
        assertEquals("inner", outer.get().get());
    }

    // submit.

    @Test
    void submitReturnsTheResultOfACallable() throws Exception {
        Future<String> future = executor(1).submit(() -> "result");
        assertEquals("result", future.get());
        assertTrue(future.isDone());
        assertFalse(future.isCancelled());
        assertEquals(Future.State.SUCCESS, future.state());
        assertEquals("result", future.resultNow());
    }

    @Test
    void submitOfARunnableReturnsNullOrTheGivenResult() throws Exception {
        var executor = executor(1);
        assertNull(executor.submit(() -> {}).get());
        assertEquals("given", executor.submit(() -> {}, "given").get());
    }

    @Test
    void submitOfNullIsRefused() throws Exception {
        var executor = executor(1);
        assertThrows(NullPointerException.class, () -> executor.submit(NOTHING));
        assertThrows(NullPointerException.class, () -> executor.submit(NOTHING, "result"));
        assertThrows(NullPointerException.class, () -> executor.submit(NO_CODE));
    }

    @Test
    void aFailureIsTheCauseOfTheException() throws Exception {
        var executor = executor(1);
        for (Throwable failure : List.of(new java.io.IOException("checked"), new AssertionError("an error"))) {
            Future<String> future = executor.submit(() -> {
                throwAny(failure);
                return "unreachable";
            });
            assertSame(
                    failure, assertThrows(ExecutionException.class, future::get).getCause());
            assertEquals(Future.State.FAILED, future.state());
            assertSame(failure, future.exceptionNow());
            assertTrue(future.isDone());
            assertFalse(future.isCancelled());
            assertThrows(IllegalStateException.class, future::resultNow);
        }
    }

    // Future.

    @Test
    void aTaskCancelledBeforeItBeganNeverRuns() throws Exception {
        var executor = executor(1);
        Blocker blocker = hold(executor);
        Queue<String> ran = new ConcurrentLinkedQueue<>();
        Future<?> future = executor.submit(() -> ran.add("it ran"));
        assertTrue(future.cancel(false));
        assertCancelled(future);
        blocker.release();
        executor.submit(() -> {}).get();
        assertEquals(List.of(), List.copyOf(ran));
    }

    @Test
    void cancelMayInterruptRunningCode() throws Exception {
        var executor = executor(1);
        var interrupted = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        Future<?> future = executor.submit(() -> {
            begun.countDown();
            waitForever(interrupted::countDown);
        });
        await(begun);
        assertTrue(future.cancel(true));
        assertCancelled(future);
        await(interrupted);
    }

    @Test
    void cancelWithoutInterruptLetsRunningCodeFinish() throws Exception {
        var executor = executor(1);
        Blocker blocker = new Blocker();
        Future<?> future = executor.submit(blocker);
        blocker.awaitBegun();
        assertTrue(future.cancel(false));
        assertCancelled(future);
        blocker.release();
        assertEquals("ran to its end", blocker.awaitEnd());
    }

    @Test
    void aTaskThatIsDoneCannotBeCancelled() throws Exception {
        Future<String> future = executor(1).submit(() -> "done");
        assertEquals("done", future.get());
        assertFalse(future.cancel(true));
        assertFalse(future.isCancelled());
        assertEquals("done", future.get());
    }

    @Test
    void theInterruptOfACancelReachesThatTaskAndNoOther() throws Exception {
        var executor = executor(1);
        Queue<String> disturbed = new ConcurrentLinkedQueue<>();
        for (int round = 0; round < 300; round++) {
            var begun = new CountDownLatch(1);
            Future<?> victim = executor.submit(begun::countDown);
            await(begun);
            // It is about to end by itself: the interrupt comes in time, or finds nobody.
            victim.cancel(true);
            Future<Boolean> next = executor.submit(() -> {
                for (int step = 0; step < 100 && !Thread.currentThread().isInterrupted(); step++) {
                    Thread.onSpinWait();
                }
                return Thread.currentThread().isInterrupted();
            });
            if (next.get()) {
                disturbed.add("round " + round);
            }
        }
        assertEquals(List.of(), List.copyOf(disturbed));
    }

    @Test
    void getWithALimitGivesUpAndTheTaskGoesOn() throws Exception {
        var executor = executor(1);
        Blocker blocker = new Blocker();
        Future<String> future = executor.submit(blocker, "result");
        assertThrows(TimeoutException.class, () -> future.get(5, TimeUnit.MILLISECONDS));
        assertFalse(future.isDone());
        assertEquals(Future.State.RUNNING, future.state());
        blocker.release();
        assertEquals("result", future.get(LONG, TimeUnit.SECONDS));
        assertEquals("result", future.get(0, TimeUnit.SECONDS));
    }

    @Test
    void anInterruptedGetThrowsAndTheTaskGoesOn() throws Exception {
        var executor = executor(1);
        Blocker blocker = new Blocker();
        Future<String> future = executor.submit(blocker, "result");
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, future::get);
        assertFalse(Thread.currentThread().isInterrupted());
        blocker.release();
        assertEquals("result", future.get());
    }

    private static void assertCancelled(Future<?> future) {
        assertTrue(future.isCancelled());
        assertTrue(future.isDone());
        assertEquals(Future.State.CANCELLED, future.state());
        assertThrows(CancellationException.class, future::get);
        assertThrows(CancellationException.class, () -> future.get(1, TimeUnit.SECONDS));
        assertThrows(IllegalStateException.class, future::resultNow);
        assertThrows(IllegalStateException.class, future::exceptionNow);
    }

    // The end.

    @Test
    void shutdownRunsWhatWasSubmittedAndTakesNothingNew() throws Exception {
        var executor = executor(1);
        Blocker blocker = hold(executor);
        Future<String> waiting = executor.submit(() -> "waited");
        assertFalse(executor.isShutdown());
        executor.shutdown();
        executor.shutdown();
        assertTrue(executor.isShutdown());
        assertFalse(executor.isTerminated());
        assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
        assertThrows(RejectedExecutionException.class, () -> executor.submit(() -> "too late"));
        assertThrows(RejectedExecutionException.class, () -> executor.invokeAll(List.of(() -> "too late")));
        assertThrows(RejectedExecutionException.class, () -> executor.invokeAny(List.of(() -> "too late")));
        assertFalse(executor.awaitTermination(5, TimeUnit.MILLISECONDS));
        blocker.release();
        assertEquals("waited", waiting.get());
        assertTrue(executor.awaitTermination(LONG, TimeUnit.SECONDS));
        assertTrue(executor.isTerminated());
    }

    @Test
    void anIdleExecutorTerminatesAtItsShutdown() throws Exception {
        var executor = executor(1);
        assertFalse(executor.isTerminated());
        executor.shutdown();
        assertTrue(executor.awaitTermination(LONG, TimeUnit.SECONDS));
        assertTrue(executor.isTerminated());
        assertEquals(List.of(), executor.shutdownNow());
    }

    @Test
    void shutdownNowReturnsWhatNeverBeganAndInterruptsWhatRuns() throws Exception {
        var executor = executor(1);
        var interrupted = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        executor.execute(() -> {
            begun.countDown();
            waitForever(interrupted::countDown);
        });
        await(begun);
        Queue<String> ran = new ConcurrentLinkedQueue<>();
        Runnable command = () -> ran.add("the command");
        executor.execute(command);
        Future<?> future = executor.submit(() -> ran.add("the task"));
        executor.execute(command);
        assertEquals(List.of(command, future, command), executor.shutdownNow());
        await(interrupted);
        assertTrue(executor.isShutdown());
        assertTrue(executor.awaitTermination(LONG, TimeUnit.SECONDS));
        assertEquals(List.of(), List.copyOf(ran));
        assertThrows(RejectedExecutionException.class, () -> executor.execute(command));
    }

    @Test
    void awaitTerminationCanBeInterrupted() throws Exception {
        var executor = executor(1);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> executor.awaitTermination(LONG, TimeUnit.SECONDS));
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void closeWaitsForEverythingThatWasSubmitted() throws Exception {
        var executor = executor(1);
        Blocker blocker = hold(executor);
        Future<String> waiting = executor.submit(() -> "waited");
        Thread closing = background(executor::close);
        Awaitility.await().until(executor::isShutdown);
        assertFalse(executor.isTerminated());
        blocker.release();
        join(closing);
        assertTrue(executor.isTerminated());
        assertEquals("waited", waiting.resultNow());
        executor.close();
    }

    /** The moment between the end of the code and its outcome is short, so there are many. */
    @Test
    void whenItHasTerminatedEveryFutureIsDone() throws Exception {
        for (int round = 0; round < 100; round++) {
            var executor = executor(2);
            List<Future<Integer>> futures = new ArrayList<>();
            for (int task = 0; task < 4; task++) {
                int value = task;
                futures.add(executor.submit(() -> value));
            }
            executor.shutdown();
            assertTrue(executor.awaitTermination(20, TimeUnit.SECONDS));
            for (int task = 0; task < 4; task++) {
                assertEquals(task, futures.get(task).resultNow());
            }
        }
    }

    @Test
    void anInterruptedCloseStopsEverythingAndKeepsTheInterrupt() throws Exception {
        var executor = executor(1);
        var begun = new CountDownLatch(1);
        executor.execute(() -> {
            begun.countDown();
            waitForever(() -> {});
        });
        await(begun);
        Queue<String> ran = new ConcurrentLinkedQueue<>();
        executor.execute(() -> ran.add("it ran"));
        Queue<Boolean> kept = new ConcurrentLinkedQueue<>();
        Thread closing = background(() -> {
            executor.close();
            kept.add(Thread.currentThread().isInterrupted());
        });
        closing.interrupt();
        join(closing);
        assertTrue(executor.isTerminated());
        assertEquals(List.of(true), List.copyOf(kept));
        assertEquals(List.of(), List.copyOf(ran));
    }

    @Test
    void whatTasksDidIsSeenAfterTermination() throws Exception {
        for (int round = 0; round < 50; round++) {
            var executor = executor(2, 16);
            int[] plain = new int[8];
            for (int i = 0; i < plain.length; i++) {
                int index = i;
                executor.execute(() -> plain[index] = index + 1);
            }
            executor.shutdown();
            assertTrue(executor.awaitTermination(LONG, TimeUnit.SECONDS));
            for (int i = 0; i < plain.length; i++) {
                assertEquals(i + 1, plain[i]);
            }
        }
    }

    // What stands on an executor.

    @Test
    void aCompletionServiceStandsOnIt() throws Exception {
        var completion = new ExecutorCompletionService<Integer>(executor(2));
        for (int i = 1; i <= 3; i++) {
            int number = i;
            completion.submit(() -> number);
        }
        int sum = 0;
        for (int i = 1; i <= 3; i++) {
            sum += completion.take().get();
        }
        assertEquals(6, sum);
    }

    @Test
    void aCompletableFutureStandsOnIt() throws Exception {
        var executor = executor(2);
        var future = CompletableFuture.supplyAsync(() -> 3, executor).thenApplyAsync(three -> three + 1, executor);
        assertEquals(4, future.get(LONG, TimeUnit.SECONDS));
    }

    @Test
    void manyThreadsMayUseItAtOnce() throws Exception {
        var executor = executor(2, 4_096);
        var threads = new ArrayList<Thread>();
        Queue<Future<Integer>> futures = new ConcurrentLinkedQueue<>();
        for (int t = 0; t < 4; t++) {
            threads.add(background(() -> {
                for (int i = 0; i < 500; i++) {
                    futures.add(executor.submit(() -> 1));
                }
            }));
        }
        for (Thread thread : threads) {
            join(thread);
        }
        int sum = 0;
        for (Future<Integer> future : futures) {
            sum += future.get();
        }
        assertEquals(2_000, sum);
        assertInstanceOf(List.class, executor.shutdownNow());
    }
}
