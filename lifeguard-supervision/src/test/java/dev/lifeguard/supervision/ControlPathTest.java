package dev.lifeguard.supervision;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Restart;
import dev.lifeguard.TaskState;
import dev.lifeguard.WorkerPool;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No code of the user runs on the thread that watches a tree: not even the words of what it threw or said. */
@Timeout(60)
@SuppressWarnings("InterruptedExceptionSwallowed") // JUnit handles it.
final class ControlPathTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String WATCHER = "lifeguard-tree-tree";

    private final Queue<String> readers = new ConcurrentLinkedQueue<>();

    /**
     * Writes down who reads its words, and has none for the thread that watches. Others can read them: a failure of a test
     * that cannot be printed is dropped by the reporter, and the build is green.
     */
    private final class Told extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            String reader = Thread.currentThread().getName();
            readers.add(reader);
            if (reader.equals(WATCHER)) {
                throw new IllegalStateException("planted: these words cannot be read here");
            }
            return "planted";
        }
    }

    @Test
    void aStartThatFailsOfWhatHasNoWordsIsTold() {
        var cause = new Told();
        var tree = Supervisor.named("tree")
                .child(Child.of(
                        "mute",
                        context -> {
                            throw cause;
                        },
                        (made, within) -> {}));
        var failure = assertThrows(SupervisionException.class, tree::start);
        assertSame(cause, failure.getCause());
        assertTrue(String.valueOf(failure.getMessage()).contains(Told.class.getName()), failure::toString);
        assertFalse(readers.contains(WATCHER), readers::toString);
    }

    @Test
    void aSupervisorGivesUpOfWhatHasNoWords() throws Exception {
        var things = new Things();
        try (Supervisor tree = Supervisor.named("tree")
                .restart(Restart.standard().intensity(1, Duration.ofSeconds(10)))
                .child(things.thing("fails"))
                .start()) {
            things.context("fails").failed(new Told());
            await().atMost(SOON).until(() -> things.context("fails").incarnation() == 2);
            things.context("fails").failed(new Told());
            assertTrue(tree.awaitEnd(SOON));
            assertEquals(SupervisorState.FAILED, tree.state());
        }
        assertFalse(readers.contains(WATCHER), readers::toString);
    }

    @Test
    void aTreeDoesNotAskForTheWordsOfWhatAPoolWorksOn() throws Exception {
        var release = new CountDownLatch(1);
        var progress = new Object() {
            @Override
            public String toString() {
                readers.add(Thread.currentThread().getName());
                return "page 7";
            }
        };
        Child<WorkerPool<Object>> pages =
                Child.pool("pages", WorkerPool.of(Object::new).size(1)).withOutageLimit(Duration.ofMillis(100));
        var things = new Things();
        try (Supervisor tree = Supervisor.named("tree")
                .child(pages)
                .child(things.thing("other"))
                .start()) {
            WorkerPool<Object> pool = tree.find(pages).orElseThrow();
            var task = pool.submit((worker, context) -> {
                context.progress(progress);
                release.await();
                return "done";
            });
            await().atMost(SOON).until(() -> task.taskState() == TaskState.RUNNING);
            // Ten looks at least, at the shortest period, while another child comes and goes.
            for (int time = 1; time <= 3; time++) {
                long seen = time;
                things.fail("other");
                await().atMost(SOON).until(() -> things.count("+other") == seen + 1);
            }
            release.countDown();
            assertEquals("done", task.get());
        }
        assertFalse(readers.contains(WATCHER), readers::toString);
    }
}
