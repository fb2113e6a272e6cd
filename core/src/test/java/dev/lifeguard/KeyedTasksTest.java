package dev.lifeguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys on a pool whose workers are all idle: who serves a key, and who may not wait for his own. */
@Timeout(60)
final class KeyedTasksTest {

    private static final TaskOptions KEY = TaskOptions.none().withKey("key");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static int served(WorkerPool<Object> pool, int idle) throws Exception {
        Awaitility.await("idle workers")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> pool.snapshot().workers(WorkerState.IDLE) == idle);
        return pool.submit((worker, context) -> context.worker().id().worker(), KEY)
                .get();
    }

    @Test
    void theWorkerThatKnowsAKeyIsWokenForIt() throws Exception {
        try (var pool = WorkerPool.of(Object::new).size(4).minReady(4, PATIENCE).start()) {
            int home = served(pool, 4);
            int moves = 0;
            for (int task = 0; task < 100; task++) {
                int next = served(pool, 4);
                moves += next == home ? 0 : 1;
                home = next;
            }
            // Where processors are short, another is woken beside one that does not get to run, and the key goes along.
            // Without a wish three of four would move.
            assertTrue(moves < 40, moves + " of 100 were served by another than the one before");
        }
    }

    @Test
    void aKeyWhoseWorkerIsInUseMovesToAnother() throws Exception {
        try (var pool = WorkerPool.of(Object::new).size(2).minReady(2, PATIENCE).start()) {
            int home = served(pool, 2);
            Lease<Object> one = pool.checkout(PATIENCE);
            Lease<Object> other = pool.checkout(PATIENCE);
            boolean first = one.id().worker() == home;
            (first ? other : one).close();
            int next = served(pool, 1);
            assertNotEquals(home, next, "no worker waits for its own key");
            (first ? one : other).close();
            assertEquals(next, served(pool, 2), "the whole key went along");
        }
    }

    @Test
    void aTaskMayNotWaitForATaskOfItsOwnKey() throws Exception {
        try (var pool = WorkerPool.of(Object::new).size(2).start()) {
            var outer = pool.submit(
                    (worker, context) -> {
                        var inner = pool.submit((same, within) -> "inner", KEY);
                        return inner.get();
                    },
                    KEY);
            try {
                throw new AssertionError("It waited for itself: " + outer.get());
            } catch (ExecutionException refused) {
                String message = String.valueOf(refused.getCause());
                assertTrue(message.contains("A worker may not wait for its own pool"), message);
                assertTrue(message.contains("a task of key key, which a task of that key keeps waiting"), message);
            }
        }
    }
}
