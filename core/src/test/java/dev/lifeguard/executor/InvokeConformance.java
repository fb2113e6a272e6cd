package dev.lifeguard.executor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the Javadoc of {@code ExecutorService} promises of invokeAll and invokeAny. */
@Timeout(60)
abstract class InvokeConformance extends ExecutorFixture {

    @SuppressWarnings({"NullAway", "DataFlowIssue"}) // What a caller must not give is given here on purpose.
    private static final Collection<Callable<String>> NO_TASKS = null;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    private final Callable<String> fails = () -> {
        throw new IllegalStateException("fails");
    };

    /** Waits until it is interrupted. */
    private final Callable<String> never = () -> {
        begun.countDown();
        waitForever(interrupted::countDown);
        return "interrupted";
    };

    // invokeAll.

    @Test
    void invokeAllReturnsTheFuturesInOrderAndAllAreDone() throws Exception {
        List<Future<String>> futures = executor(2).invokeAll(List.of(() -> "a", fails, () -> "c"));
        assertEquals(
                List.of(Future.State.SUCCESS, Future.State.FAILED, Future.State.SUCCESS),
                futures.stream().map(Future::state).toList());
        assertEquals("a", futures.get(0).get());
        assertEquals("fails", futures.get(1).exceptionNow().getMessage());
        assertEquals("c", futures.get(2).get());
    }

    @Test
    void invokeAllOfNoneReturnsNone() throws Exception {
        assertEquals(List.of(), executor(1).invokeAll(List.<Callable<String>>of()));
        assertEquals(List.of(), executor(1).invokeAll(List.<Callable<String>>of(), 1, TimeUnit.SECONDS));
    }

    @Test
    void invokeAllRefusesNull() throws Exception {
        var executor = executor(1);
        assertThrows(NullPointerException.class, () -> executor.invokeAll(NO_TASKS));
        assertThrows(NullPointerException.class, () -> executor.invokeAll(NO_TASKS, 1, TimeUnit.SECONDS));
        assertThrows(NullPointerException.class, () -> executor.invokeAll(Arrays.asList(() -> "a", NO_CODE)));
        assertThrows(
                NullPointerException.class,
                () -> executor.invokeAll(Arrays.asList(() -> "a", NO_CODE), LONG, TimeUnit.SECONDS));
    }

    @Test
    void invokeAllWithALimitCancelsWhatIsNotDone() throws Exception {
        var executor = executor(1);
        Queue<String> ran = new ConcurrentLinkedQueue<>();
        // Deaf to the interrupt: else the one that is behind could begin between two cancels.
        var deaf = new Blocker();
        List<Future<String>> futures = executor.invokeAll(
                List.of(() -> "a", Executors.callable(deaf, "never"), () -> {
                    ran.add("behind");
                    return "behind";
                }),
                200,
                TimeUnit.MILLISECONDS);
        assertTrue(futures.stream().allMatch(Future::isDone));
        assertTrue(futures.get(1).isCancelled());
        assertTrue(futures.get(2).isCancelled());
        deaf.release();
        executor.submit(() -> {}).get();
        assertEquals(List.of(), List.copyOf(ran));
    }

    @Test
    void invokeAllWithoutAnyTimeRunsNothing() throws Exception {
        var executor = executor(1);
        hold(executor);
        List<Future<String>> futures = executor.invokeAll(List.of(() -> "a", () -> "b"), 0, TimeUnit.SECONDS);
        assertEquals(2, futures.size());
        assertTrue(futures.stream().allMatch(Future::isCancelled));
    }

    @Test
    void anInterruptedInvokeAllCancelsWhatIsNotDone() throws Exception {
        var executor = executor(1);
        Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
        Thread caller = background(() -> {
            try {
                executor.invokeAll(List.of(never));
            } catch (InterruptedException expected) {
                thrown.add(expected);
            }
        });
        await(begun);
        caller.interrupt();
        join(caller);
        assertEquals(1, thrown.size());
        await(interrupted);
    }

    @Test
    void aRejectedInvokeAllCancelsWhatItHadSubmitted() throws Exception {
        var executor = executor(1, 1);
        assertThrows(
                RejectedExecutionException.class,
                () -> executor.invokeAll(List.of(
                        () -> {
                            await(begun);
                            return "";
                        },
                        never,
                        never,
                        never)));
        begun.countDown();
        executor.shutdown();
        assertTrue(executor.awaitTermination(LONG, TimeUnit.SECONDS));
    }

    // invokeAny.

    @Test
    void invokeAnyReturnsTheResultOfOneThatSucceeds() throws Exception {
        var executor = executor(1);
        assertEquals("yes", executor.invokeAny(List.of(fails, () -> "yes", fails)));
        assertEquals("yes", executor.invokeAny(List.of(fails, () -> "yes"), LONG, TimeUnit.SECONDS));
    }

    @Test
    void invokeAnyCancelsTheOthers() throws Exception {
        var executor = executor(2);
        assertEquals("first", executor.invokeAny(List.of(never, () -> {
            await(begun);
            return "first";
        })));
        await(interrupted);
    }

    @Test
    void invokeAnyThrowsWhenNoneSucceeds() throws Exception {
        var executor = executor(2);
        var failure = assertThrows(ExecutionException.class, () -> executor.invokeAny(List.of(fails, fails, fails)));
        assertInstanceOf(IllegalStateException.class, failure.getCause());
        assertThrows(ExecutionException.class, () -> executor.invokeAny(List.of(fails, fails), LONG, TimeUnit.SECONDS));
    }

    @Test
    void invokeAnyRefusesNothingAndNull() throws Exception {
        var executor = executor(1);
        assertThrows(IllegalArgumentException.class, () -> executor.invokeAny(List.<Callable<String>>of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> executor.invokeAny(List.<Callable<String>>of(), 1, TimeUnit.SECONDS));
        assertThrows(NullPointerException.class, () -> executor.invokeAny(NO_TASKS));
        assertThrows(NullPointerException.class, () -> executor.invokeAny(Arrays.asList(never, NO_CODE)));
    }

    @Test
    void invokeAnyWithALimitGivesUpAndCancels() throws Exception {
        var executor = executor(1);
        assertThrows(
                TimeoutException.class, () -> executor.invokeAny(List.of(fails, never), 300, TimeUnit.MILLISECONDS));
        assertFalse(executor.isShutdown());
        assertEquals("free again", executor.submit(() -> "free again").get(LONG, TimeUnit.SECONDS));
    }

    @Test
    void anInterruptedInvokeAnyCancelsAll() throws Exception {
        var executor = executor(1);
        Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
        Thread caller = background(() -> {
            try {
                executor.invokeAny(List.of(never));
            } catch (InterruptedException | ExecutionException expected) {
                thrown.add(expected);
            }
        });
        await(begun);
        caller.interrupt();
        join(caller);
        assertEquals(1, thrown.size());
        assertInstanceOf(InterruptedException.class, thrown.peek());
        await(interrupted);
    }
}
