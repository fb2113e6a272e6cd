package dev.lifeguard.supervision;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Restart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A recording of a tree, read back, says who started, failed, was started again, gave up and was stopped, and why. */
@Timeout(60)
@SuppressWarnings("InterruptedExceptionSwallowed") // JUnit handles it.
final class TreeRecordingTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String PLANTED = "java.lang.IllegalStateException";

    @TempDir
    private Path directory;

    private final Things things = new Things();

    @Test
    void aRecordingTellsTheStoryOfATree() throws Exception {
        List<RecordedEvent> events = recorded(this::live);

        assertEquals(
                List.of(
                        "shop/file 1 WAITING -> STARTING: its turn has come",
                        "shop/file 1 STARTING -> RUNNING: its start hook returned",
                        "shop/file 1 RUNNING -> OVER: it failed (" + PLANTED + ")",
                        "shop/file 1 OVER -> STOPPING: what is left of it is released",
                        "shop/file 1 STOPPING -> DOWN: its stop hook is over",
                        "shop/file 1 DOWN -> WAITING: it will be started again",
                        "shop/file 2 WAITING -> STARTING: its turn has come",
                        "shop/file 2 STARTING -> RUNNING: its start hook returned",
                        "shop/file 2 RUNNING -> STOPPING: its supervisor stops it",
                        "shop/file 2 STOPPING -> DOWN: its stop hook is over",
                        "shop/file 2 DOWN -> FINISHED: it will not be started again"),
                of(events, "ChildState", "shop/file")
                        .map(event -> event.getString("path") + " " + event.getInt("incarnation") + " " + move(event))
                        .toList());
        assertEquals(
                List.of("2 " + PLANTED),
                of(events, "ChildRestart", "shop/file")
                        .map(TreeRecordingTest::restart)
                        .toList());
        assertEquals(
                List.of("2 " + PLANTED),
                of(events, "ChildRestart", "shop/counter/till")
                        .map(TreeRecordingTest::restart)
                        .toList());

        RecordedEvent escalation =
                of(events, "Escalation", "shop/counter").findFirst().orElseThrow();
        assertEquals("shop", escalation.getString("parent"));
        assertEquals(
                "its child shop/counter/till failed, and there were more than 1 restarts within PT10S",
                escalation.getString("reason"));
        assertEquals(PLANTED, escalation.getString("cause"));
        assertEquals(1, of(events, "Escalation", "shop/counter").count());
        assertEquals(0, of(events, "Escalation", "shop").count());
        String cause = of(events, "ChildRestart", "shop/counter")
                .map(event -> event.getString("cause"))
                .findFirst()
                .orElseThrow();
        assertTrue(cause.contains("Supervisor shop/counter gave up, because"), cause);

        assertEquals(
                List.of(
                        "STARTING -> RUNNING: every child was started",
                        "RUNNING -> STOPPING: its end was asked for",
                        "STOPPING -> STOPPED: its children are gone"),
                of(events, "SupervisorState", "shop")
                        .map(TreeRecordingTest::move)
                        .toList());
    }

    @Test
    void theWordsOfAFailureStayOutOfARecording() throws Exception {
        List<RecordedEvent> events = recorded(this::live);
        assertFalse(events.toString().contains("planted:"), "the message of an exception is the user's");
        assertEquals(
                List.of(),
                events.stream()
                        .filter(event -> !"shop".equals(event.getString("tree")))
                        .toList());
    }

    @Test
    void whoIsStartedAgainWithItsGroupHasNoCause() throws Exception {
        List<RecordedEvent> events = recorded(() -> {
            try (Supervisor tree = Supervisor.named("shop")
                    .strategy(Strategy.ONE_FOR_ALL)
                    .child(things.thing("a"))
                    .child(things.thing("b"))
                    .start()) {
                things.fail("b");
                runs(tree, "shop/b", 2);
            }
        });
        RecordedEvent other = of(events, "ChildRestart", "shop/a").findFirst().orElseThrow();
        assertEquals(2, other.getInt("incarnation"));
        assertNull(other.getString("cause"));
        assertEquals(
                List.of("2 " + PLANTED),
                of(events, "ChildRestart", "shop/b")
                        .map(TreeRecordingTest::restart)
                        .toList());
    }

    @Test
    void aRecordingHasWhatSlowListenersMiss() throws Exception {
        var release = new CountDownLatch(1);
        var heard = new AtomicInteger();
        int failures = 400;
        List<RecordedEvent> events = recorded(() -> {
            try (Supervisor tree = Supervisor.named("shop")
                    .restart(Restart.standard()
                            .backoff(Duration.ofNanos(1), Duration.ofNanos(1))
                            .intensity(1_000, Duration.ofSeconds(10)))
                    .listener(event -> {
                        try {
                            release.await();
                            heard.incrementAndGet();
                        } catch (InterruptedException nobodyDoes) {
                            throw new IllegalStateException(nobodyDoes);
                        }
                    })
                    .child(things.thing("a"))
                    .start()) {
                for (int incarnation = 1; incarnation <= failures; incarnation++) {
                    runs(tree, "shop/a", incarnation);
                    things.fail("a");
                }
                runs(tree, "shop/a", failures + 1);
                release.countDown();
                await("the listener has time again").atMost(SOON).until(() -> heard.get() >= 1_000);
            }
        });
        assertEquals(1, of(events, "TreeAlert", "shop").count());
        assertEquals(failures, of(events, "ChildRestart", "shop/a").count());
    }

    /** One child that fails once, and a supervisor whose child fails twice. */
    private void live() throws Exception {
        try (Supervisor tree = Supervisor.named("shop")
                .child(things.thing("file"))
                .child(Supervisor.named("counter")
                        .restart(Restart.standard().intensity(1, Duration.ofSeconds(10)))
                        .child(things.thing("till")))
                .start()) {
            things.fail("file");
            runs(tree, "shop/file", 2);
            things.fail("till");
            runs(tree, "shop/counter/till", 2);
            things.fail("till");
            runs(tree, "shop/counter", 2);
        }
    }

    private static void runs(Supervisor tree, String path, int incarnation) {
        await().pollInterval(Duration.ofMillis(1))
                .atMost(SOON)
                .until(() -> tree.snapshot()
                        .find(path)
                        .filter(child -> child.state() == ChildState.RUNNING && child.incarnation() == incarnation)
                        .isPresent());
    }

    private interface Life {
        void live() throws Exception;
    }

    /** Lives under a recording. {@return the events of this tree and of no other test's, in their order} */
    private List<RecordedEvent> recorded(Life life) throws Exception {
        Path file = directory.resolve("tree.jfr");
        try (var recording = new Recording()) {
            recording.start();
            life.live();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("dev.lifeguard."))
                .filter(event -> event.hasField("path") && (event.getString("path") + "/").startsWith("shop/"))
                .sorted(java.util.Comparator.comparing(RecordedEvent::getStartTime))
                .toList();
    }

    private static Stream<RecordedEvent> of(List<RecordedEvent> events, String name, String path) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("dev.lifeguard." + name))
                .filter(event -> Objects.equals(path, event.getString("path")));
    }

    private static String move(RecordedEvent event) {
        String cause = event.getString("cause");
        return event.getString("from") + " -> " + event.getString("to") + ": " + event.getString("reason")
                + (cause == null ? "" : " (" + cause + ")");
    }

    private static String restart(RecordedEvent event) {
        return event.getInt("incarnation") + " " + event.getString("cause");
    }
}
