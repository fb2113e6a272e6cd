package dev.lifeguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.child.PoolAtWork;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording of a pool at work, read back, says what happened, to whom, where, and why. */
class RecordingTest {

    @TempDir
    private Path directory;

    private final CountDownLatch release = new CountDownLatch(1);

    private static Stream<RecordedEvent> of(List<RecordedEvent> events, String name) {
        return events.stream().filter(event -> event.getEventType().getName().equals("dev.lifeguard." + name));
    }

    private static RecordedEvent the(List<RecordedEvent> events, String name, Predicate<RecordedEvent> which) {
        return of(events, name)
                .filter(which)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "no such " + name + " among " + of(events, name).toList()));
    }

    private Object deaf() {
        while (true) {
            try {
                release.await();
                return "released";
            } catch (InterruptedException ignored) {
                // Deaf on purpose.
            }
        }
    }

    private static TaskOptions named(String name) {
        return TaskOptions.none().withName(name);
    }

    @Test
    void aRecordingExplainsWhatHappened() throws Exception {
        Path file = directory.resolve("pool.jfr");
        try (var recording = new Recording()) {
            Stream.of("Attempt", "Lease")
                    .forEach(name -> recording.enable("dev.lifeguard." + name).withThreshold(Duration.ZERO));
            recording.start();
            atWork();
            recording.stop();
            recording.dump(file);
        }
        // A recording is of the whole virtual machine, and other classes are tested beside this one.
        List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.hasField("pool") && "scans".equals(event.getString("pool")))
                .toList();

        RecordedEvent attempt = the(events, "Attempt", event -> "page 1".equals(event.getString("taskName")));
        assertEquals("returned", attempt.getString("end"));
        assertEquals(1, attempt.getInt("attempt"));
        assertTrue(attempt.getThread().getJavaName().startsWith("lifeguard-scans-"), attempt::toString);

        RecordedEvent failed = the(events, "Task", event -> "page 2".equals(event.getString("taskName")));
        assertEquals("Failed", failed.getString("outcome"));
        assertEquals("java.lang.IllegalStateException", failed.getString("reason"));
        assertEquals(2, failed.getInt("attempts"));
        assertEquals(
                List.of(1, 2),
                of(events, "Attempt")
                        .filter(event -> "page 2".equals(event.getString("taskName")))
                        .map(event -> event.getInt("attempt"))
                        .sorted()
                        .toList());

        RecordedEvent late = the(events, "Task", event -> "page 3".equals(event.getString("taskName")));
        assertEquals("TimedOut", late.getString("outcome"));
        assertEquals("RUN = PT0.05S", late.getString("reason"));
        RecordedEvent abandoned = the(events, "Abandon", event -> true);
        assertTrue(abandoned.getString("reason").contains("page 3"), abandoned::toString);
        assertTrue(abandoned.getString("stack").contains("RecordingTest.deaf"), abandoned::toString);
        RecordedEvent restart = the(events, "Restart", event -> true);
        assertEquals(abandoned.getInt("worker"), restart.getInt("worker"));
        assertEquals(2, restart.getInt("incarnation"));

        assertEquals("DIRTY", the(events, "Lease", event -> true).getString("verdict"));
        RecordedEvent resize = the(events, "Resize", event -> true);
        assertEquals(2, resize.getInt("from"));
        assertEquals(3, resize.getInt("to"));
        assertEquals(
                List.of("RUNNING", "DRAINING", "STOPPED"),
                of(events, "PoolState")
                        .map(event -> event.getString("to"))
                        .filter(state -> !state.equals("STOPPING"))
                        .toList());
        the(events, "WorkerState", event -> "CANCELLING".equals(event.getString("from")));
        the(events, "Pool", event -> "scans".equals(event.getString("pool")) && event.getInt("size") == 2);
        assertFalse(of(events, "Task").anyMatch(event -> "page 1".equals(event.getString("taskName"))));
    }

    private void atWork() throws Exception {
        try (var pool = WorkerPool.of(Object::new)
                .name("scans")
                .size(2)
                .escalation(new Escalation(Duration.ofMillis(5), Duration.ofMillis(5)))
                .start()) {
            pool.submit((worker, context) -> "text", named("page 1")).await();
            pool.submit(
                            (worker, context) -> {
                                throw new IllegalStateException("torn");
                            },
                            named("page 2")
                                    .withRetry(Retry.attempts(2).backoff(Duration.ofMillis(1), Duration.ofMillis(1))))
                    .await();
            pool.submit(
                            (worker, context) -> deaf(),
                            named("page 3").withLimits(Limits.none().withRun(Duration.ofMillis(50))))
                    .await();
            Awaitility.await("the stuck worker is replaced")
                    .atMost(Duration.ofSeconds(60))
                    .until(() ->
                            pool.snapshot().zombies() == 1 && pool.snapshot().workers(WorkerState.IDLE) == 2);
            try (var lease = pool.checkout(Duration.ofSeconds(60))) {
                lease.markDirty();
            }
            pool.resize(3);
            Awaitility.await("the new size")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> pool.snapshot().workers(WorkerState.IDLE) == 3);
            release.countDown();
        }
    }

    @Test
    void jcmdRecordsAPoolOfAnotherProgram() throws Exception {
        String classPath = ChildJvm.classes(WorkerPool.class)
                + System.getProperty("path.separator")
                + ChildJvm.classes(PoolAtWork.class);
        Path file = directory.resolve("child.jfr");
        Process child = ChildJvm.start(ChildJvm.JAVA, List.of("-cp", classPath, PoolAtWork.class.getName()));
        try (var lines = child.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("at work", lines.readLine());
            String pid = String.valueOf(child.pid());
            ChildJvm.run(ChildJvm.JCMD, List.of(pid, "JFR.start", "name=pool"));
            Awaitility.await("a recording with attempts and a look")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> explains(dump(pid, file)));
            List<RecordedEvent> events = RecordingFile.readAllEvents(file);
            RecordedEvent attempt = of(events, "Attempt").findFirst().orElseThrow();
            assertEquals("page", attempt.getString("taskName"));
            assertTrue(attempt.getDuration().toMillis() >= 10, attempt::toString);
            child.getOutputStream().write('\n');
            child.getOutputStream().flush();
            assertTrue(child.waitFor(60, TimeUnit.SECONDS));
        } finally {
            child.destroyForcibly();
        }
    }

    private static List<RecordedEvent> dump(String pid, Path file) throws Exception {
        ChildJvm.run(ChildJvm.JCMD, List.of(pid, "JFR.dump", "name=pool", "filename=" + file));
        return RecordingFile.readAllEvents(file);
    }

    private static boolean explains(List<RecordedEvent> events) {
        return of(events, "Attempt").findAny().isPresent()
                && of(events, "Pool").findAny().isPresent();
    }
}
