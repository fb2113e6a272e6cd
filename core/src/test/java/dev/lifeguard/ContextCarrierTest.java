package dev.lifeguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The context of a submitter is around everything that his task runs, and around nothing else. */
@Timeout(60)
@SuppressWarnings("FutureReturnValueIgnored") // A handle is a future, and what is ignored here is asked for elsewhere.
class ContextCarrierTest {

    private static final ThreadLocal<@Nullable String> USER = new ThreadLocal<>();

    /** A logging context as the loggers have it: a map on the thread, copied when it is asked for. */
    private static final ThreadLocal<@Nullable Map<String, String>> LOGGING = new ThreadLocal<>();

    private static final ContextCarrier MAP =
            ContextCarrier.map(ContextCarrierTest::copyOfLogging, LOGGING::set, LOGGING::remove);

    private final Queue<PoolEvent> events = new ConcurrentLinkedQueue<>();
    private final Queue<WorkerPool<Object>> pools = new ConcurrentLinkedQueue<>();

    private static @Nullable Map<String, String> copyOfLogging() {
        Map<String, String> current = LOGGING.get();
        return current == null ? null : Map.copyOf(current);
    }

    private static String user() {
        return String.valueOf(USER.get());
    }

    private PoolBuilder<Object, WorkerPool<Object>> pool() {
        return WorkerPool.of(Object::new)
                .size(1)
                .escalation(new Escalation(Duration.ofMillis(20), Duration.ofSeconds(10)))
                .carry(ContextCarrier.threadLocal(USER))
                .listener(events::add);
    }

    private WorkerPool<Object> start(PoolBuilder<Object, WorkerPool<Object>> builder) throws InterruptedException {
        WorkerPool<Object> pool = builder.start();
        pools.add(pool);
        return pool;
    }

    @AfterEach
    void end() {
        USER.remove();
        LOGGING.remove();
        pools.forEach(WorkerPool::close);
    }

    private static TaskHandle<String> ask(WorkerPool<Object> pool) {
        return pool.submit((worker, context) -> user());
    }

    // Attempts.

    @ParameterizedTest
    @EnumSource(WorkerThreads.class)
    void aTaskHasWhatItsSubmitterHadAndTheNextOneHasNothingOfIt(WorkerThreads threads) throws Exception {
        var pool = start(pool().threads(threads));
        USER.set("ann");
        TaskHandle<String> first = pool.submit((worker, context) -> {
            String seen = user();
            USER.set("soiled by the task");
            return seen + " on " + Thread.currentThread().threadId();
        });
        USER.remove();
        TaskHandle<String> second = pool.submit(
                (worker, context) -> user() + " on " + Thread.currentThread().threadId());
        String thread = first.get().substring("ann".length());
        assertEquals("null" + thread, second.get(), "the same thread without the context");
        USER.set("ben");
        assertEquals("ben", ask(pool).get());
    }

    @Test
    void whatASubmitterChangesAfterwardsDoesNotReachTheTask() throws Exception {
        var pool = start(WorkerPool.of(Object::new).size(1).carry(MAP));
        var context = new HashMap<>(Map.of("request", "1"));
        LOGGING.set(context);
        var released = new CountDownLatch(1);
        TaskHandle<String> task = pool.submit((worker, attempt) -> {
            released.await();
            return String.valueOf(LOGGING.get());
        });
        context.put("request", "2");
        released.countDown();
        assertEquals("{request=1}", task.get());
        LOGGING.remove();
        assertEquals(
                "null",
                pool.submit((worker, attempt) -> String.valueOf(LOGGING.get())).get());
    }

    @Test
    void everyAttemptHasTheContext() throws Exception {
        var pool = start(pool().retry(Retry.attempts(3).backoff(Duration.ZERO, Duration.ZERO)));
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        USER.set("ann");
        TaskHandle<Boolean> task = pool.submit((worker, context) -> {
            seen.add(context.attempt() + " " + user());
            if (context.attempt() < 3) {
                throw new IllegalStateException("again");
            }
            return true;
        });
        USER.set("somebody else");
        assertTrue(task.get());
        assertEquals(List.of("1 ann", "2 ann", "3 ann"), List.copyOf(seen));
    }

    @Test
    void aTaskThatSubmitsPassesItsContextOn() throws Exception {
        var pool = start(pool());
        USER.set("ann");
        TaskHandle<TaskHandle<String>> outer = pool.submit((worker, context) -> ask(pool));
        USER.remove();
        assertEquals("ann", outer.get().get());
    }

    @Test
    void typedTasksAndTheExecutorViewCarryIt() throws Exception {
        USER.set("ann");
        try (var typed = TaskPool.of(() -> (Worker<String, String>) (task, context) -> task + user())
                .carry(ContextCarrier.threadLocal(USER))
                .start()) {
            assertEquals("by ann", typed.submit("by ").get());
        }
        assertEquals(
                "ann",
                start(pool()).asExecutor().submit(ContextCarrierTest::user).get());
    }

    @Test
    void twoCarriersApplyTheOuterFirst() throws Exception {
        Queue<String> order = new ConcurrentLinkedQueue<>();
        ContextCarrier outer = tracing(order, "outer");
        var pool = start(pool().carry(outer.and(tracing(order, "inner")).and(ContextCarrier.threadLocal(USER))));
        USER.set("ann");
        assertEquals("ann", ask(pool).get());
        assertEquals(List.of("outer begins", "inner begins", "inner ends", "outer ends"), List.copyOf(order));
    }

    private static ContextCarrier tracing(Queue<String> order, String name) {
        return () -> code -> {
            order.add(name + " begins");
            try {
                code.call();
            } finally {
                order.add(name + " ends");
            }
        };
    }

    // Callbacks.

    @Test
    void callbacksRunWithTheContextOfTheSubmitter() throws Exception {
        var pool = start(pool());
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        var listening = new CountDownLatch(1);
        var released = new CountDownLatch(1);
        USER.set("ann");
        TaskHandle<Boolean> task = pool.submit((worker, context) -> {
            listening.await();
            context.progress("half");
            released.await();
            return true;
        });
        USER.set("the one who listens");
        task.onProgress(value -> seen.add("progress " + user()));
        listening.countDown();
        var outcome =
                task.toStage().thenRun(() -> seen.add("outcome " + user())).toCompletableFuture();
        var settled =
                task.settled().thenRun(() -> seen.add("settled " + user())).toCompletableFuture();
        Awaitility.await().until(() -> !seen.isEmpty());
        released.countDown();
        outcome.get(20, TimeUnit.SECONDS);
        settled.get(20, TimeUnit.SECONDS);
        assertEquals(List.of("progress ann", "outcome ann", "settled ann"), List.copyOf(seen));
        // The notifier's thread has told everything above and nothing of it is left there.
        USER.remove();
        TaskHandle<Boolean> other = pool.submit((worker, context) -> true);
        other.settled()
                .thenRun(() -> seen.add("without " + user()))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        assertTrue(seen.contains("without null"), seen::toString);
    }

    @Test
    void cancelHooksRunWithTheContextOfTheSubmitter() throws Exception {
        var pool = start(pool());
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        var begun = new CountDownLatch(1);
        var late = new CountDownLatch(1);
        USER.set("ann");
        TaskHandle<Boolean> task = pool.submit((worker, context) -> {
            context.onCancel(() -> seen.add("hook " + user()));
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException asked) {
                context.onCancel(() -> seen.add("late hook " + user()));
                seen.add("task " + user());
                late.countDown();
            }
            return true;
        });
        USER.remove();
        assertTrue(begun.await(20, TimeUnit.SECONDS));
        task.cancel(Cancel.INTERRUPT);
        assertTrue(late.await(20, TimeUnit.SECONDS));
        // Hooks have a thread of their own, which may be slower than the interrupt.
        Awaitility.await().until(() -> seen.size() == 3);
        assertEquals(Set.of("hook ann", "late hook ann", "task ann"), Set.copyOf(seen));
    }

    // Carriers that fail.

    @Test
    void aCaptureThatThrowsIsTheSubmittersAndMakesNoTask() throws Exception {
        var failure = new IllegalStateException("nothing to capture");
        var pool = start(pool().carry(() -> {
            throw failure;
        }));
        assertEquals(failure, assertThrows(IllegalStateException.class, () -> ask(pool)));
        assertEquals(
                failure,
                assertThrows(
                        IllegalStateException.class, () -> pool.asExecutor().execute(() -> {})));
        assertEquals(0, pool.snapshot().unfinished());
    }

    @Test
    void aContextThatCannotBeAppliedFailsTheAttempt() throws Exception {
        var pool = start(pool().carry(() -> code -> {
            throw new IllegalStateException("cannot be applied");
        }));
        assertEquals(
                "cannot be applied",
                assertInstanceOf(Outcome.Failed.class, ask(pool).await())
                        .cause()
                        .getMessage());
    }

    @Test
    void aContextThatCannotBeAppliedLosesNoCallback() throws Exception {
        var pool = start(pool().carry(() -> code -> {
            throw new IllegalStateException("cannot be applied");
        }));
        // A stage of a task that has ended needs no callback, so this one is made before the task can begin.
        pool.pause("until somebody watches the task");
        var stage = ask(pool).toStage().toCompletableFuture();
        pool.resume();
        assertInstanceOf(Outcome.Failed.class, stage.get(20, TimeUnit.SECONDS));
        Awaitility.await()
                .until(() -> events.stream()
                        .anyMatch(event -> event instanceof PoolEvent.Trouble trouble
                                && trouble.message().contains("could not be applied")));
    }

    @Test
    void aCarrierThatForgetsTheCodeFailsTheAttempt() throws Exception {
        var pool = start(pool().carry(() -> code -> {}));
        var failed = assertInstanceOf(Outcome.Failed.class, ask(pool).await());
        assertTrue(String.valueOf(failed.cause().getMessage()).contains("did not run"), failed::toString);
    }

    @Test
    void aCarrierThatCallsTwiceOrSwallowsChangesNoOutcome() throws Exception {
        var twice = start(pool().carry(() -> code -> {
            code.call();
            code.call();
        }));
        assertInstanceOf(Outcome.Failed.class, ask(twice).await());
        var swallows = start(pool().carry(() -> code -> {
            try {
                code.call();
            } catch (Exception swallowed) {
                assertEquals("seen", swallowed.getMessage());
            }
        }));
        TaskHandle<String> task = swallows.submit((worker, context) -> {
            throw new IllegalStateException("seen");
        });
        assertEquals(
                "seen",
                assertInstanceOf(Outcome.Failed.class, task.await()).cause().getMessage());
    }

    @Test
    void aClosedPoolRefusesAndCarriesNothing() throws Exception {
        var pool = start(pool());
        pool.close();
        USER.set("ann");
        assertInstanceOf(Outcome.Refused.class, ask(pool).await());
        assertEquals("ann", USER.get());
        USER.remove();
        assertNull(USER.get());
    }
}
