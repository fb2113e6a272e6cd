package dev.lifeguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A failure behind a handle that was thrown away does not vanish. */
class UnseenOutcomeTest {

    private final ConcurrentLinkedQueue<PoolEvent> events = new ConcurrentLinkedQueue<>();

    private TaskPool<String, String> pool() throws InterruptedException {
        return TaskPool.of(() -> (Worker<String, String>) (task, context) -> {
                    if (task.isEmpty()) {
                        throw new IllegalStateException("no text");
                    }
                    return task;
                })
                .size(1)
                .listener(events::add)
                .start();
    }

    @Test
    void aFailureThatNobodyLookedAtIsCountedAndTold() throws Exception {
        try (var pool = pool()) {
            submitAndForget(pool);
            awaitUnseen(pool, 1);
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> events.stream()
                            .anyMatch(event -> event instanceof PoolEvent.Trouble trouble
                                    && trouble.message().contains("no text")));
        }
    }

    @Test
    void aFailureThatSomebodyLookedAtIsNotCounted() throws Exception {
        try (var pool = pool()) {
            assertInstanceOf(Outcome.Failed.class, pool.submit("").await());
            submitAndForget(pool);
            awaitUnseen(pool, 1);
            assertEquals(1, pool.snapshot().counts().unseen());
        }
    }

    private static void submitAndForget(TaskPool<String, String> pool) throws InterruptedException {
        long id = pool.submit("").id();
        // The same worker runs one task after another: when this one is done, the forgotten one is too.
        assertInstanceOf(Outcome.Success.class, pool.submit("after " + id).await());
    }

    private static void awaitUnseen(TaskPool<String, String> pool, long count) {
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> {
            System.gc();
            // The supervisor looks when something goes on.
            assertInstanceOf(Outcome.Success.class, pool.submit("look").await());
            return pool.snapshot().counts().unseen() == count;
        });
    }
}
