package dev.lifeguard;

import static dev.lifeguard.SickBay.diagnosis;
import static dev.lifeguard.SickBay.says;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Finding.Illness;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each way not to be heard is made for real, and the doctor says so. */
class MailChecksTest {

    @RegisterExtension
    final SickBay bay = new SickBay();

    @Test
    void aWorkerDoesNotReadItsMail() throws Exception {
        try (var pool = WorkerPool.of(Object::new)
                .name("ocr")
                .size(1)
                .channels(Channels.standard().withWorkerMailbox(2))
                .start()) {
            var task = pool.submit((worker, context) -> bay.waitForRelease());
            Awaitility.await("it runs").until(() -> task.taskState() == TaskState.RUNNING);
            assertTrue(pool.tell(0, "one"));
            assertTrue(pool.tell(0, "two"));
            assertEquals(List.of(), Doctor.standard().examine(pool.snapshot()), "what is full has refused nothing yet");
            assertEquals(0, pool.broadcast("three"));
            says(
                    diagnosis(pool, Illness.MAIL_REFUSED),
                    "1 messages found no place in the last",
                    "worker ocr-0.1 is RUNNING and reads between two uses: 2 of 2 places are taken",
                    "WorkerContext.poll");
            bay.release();
            task.await();
            Awaitility.await("it has read")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> !pool.snapshot().workers().getFirst().mailbox().isFull());
            says(
                    diagnosis(pool, Illness.MAIL_REFUSED),
                    "the last was for Worker ocr-0.1",
                    "0 of 2 places are taken now");
        }
    }

    @Test
    void aTaskDoesNotReadItsMail() throws Exception {
        try (var pool = WorkerPool.of(Object::new)
                .size(1)
                .channels(Channels.standard().withTaskInbox(1))
                .start()) {
            var task = pool.submit(
                    (worker, context) -> bay.waitForRelease(),
                    TaskOptions.none().withName("page 7"));
            Awaitility.await("it runs").until(() -> task.taskState() == TaskState.RUNNING);
            assertTrue(task.tell("one"));
            assertThrows(MessageException.class, () -> task.ask("two", Duration.ofSeconds(10)));
            says(
                    diagnosis(pool, Illness.MAIL_REFUSED),
                    "task 1 (page 7) runs and does not read: 1 of 1 places are taken",
                    "TaskContext.receive");
            bay.release();
            task.await();
            says(diagnosis(pool, Illness.MAIL_REFUSED), "the last was for Task 1 (page 7)");
        }
    }

    @Test
    void failuresGoUnseen() throws Exception {
        try (var pool = WorkerPool.of(Object::new).size(1).start()) {
            forget(pool);
            Awaitility.await("the handle is collected")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> {
                        System.gc();
                        pool.submit((worker, context) -> "look").await();
                        return pool.snapshot().counts().unseen() == 1;
                    });
            says(diagnosis(pool, Illness.UNSEEN), "1 failures were never looked at", "log its failure");
        }
    }

    private static void forget(WorkerPool<?> pool) throws InterruptedException {
        long id = pool.submit((worker, context) -> {
                    throw new IllegalStateException("planted");
                })
                .id();
        pool.submit((worker, context) -> "after " + id).await();
    }

    @Test
    void listenersAreSlow() throws Exception {
        try (var pool = WorkerPool.of(Object::new)
                .size(1)
                .listener(event -> {
                    try {
                        bay.waitForRelease();
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                })
                .start()) {
            for (int size = 64; pool.snapshot().counts().missed() == 0; size = size == 64 ? 1 : 64) {
                int wanted = size;
                pool.resize(wanted);
                Awaitility.await("the new size")
                        .atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> pool.snapshot().workers(WorkerState.IDLE) == wanted);
            }
            says(diagnosis(pool, Illness.EVENTS_MISSED), "events were dropped", "listeners are slower");
            bay.release();
        }
    }
}
