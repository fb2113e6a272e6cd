package dev.lifeguard.examples;

import dev.lifeguard.Limits;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WorkerPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A flight recording of a pool at work, made and read back in one program. */
public final class FlightRecord {
    private FlightRecord() {}

    public static void main(String[] arguments) throws Exception {
        Path file = Files.createTempFile("pool", ".jfr");
        try {
            record(file);
            read(file);
        } finally {
            Files.delete(file);
        }
    }

    // @start region="record"
    private static void record(Path file) throws IOException, InterruptedException {
        try (var recording = new Recording()) {
            // By default only attempts and leases that last 10 ms are written.
            recording.enable("dev.lifeguard.Attempt").withThreshold(Duration.ZERO);
            recording.start();
            work();
            recording.stop();
            recording.dump(file);
        }
    }
    // @end region="record"

    private static void work() throws InterruptedException {
        try (var pool = WorkerPool.of(Object::new).name("scans").size(1).start()) {
            pool.submit((scanner, context) -> "text", TaskOptions.none().withName("page 1"))
                    .await();
            pool.submit(
                            (scanner, context) -> {
                                new CountDownLatch(1).await();
                                return "never";
                            },
                            TaskOptions.none()
                                    .withName("page 2")
                                    .withLimits(Limits.none().withRun(Duration.ofMillis(50))))
                    .await();
        }
    }

    // @start region="read"
    private static void read(Path file) throws IOException {
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        of(events, "dev.lifeguard.Attempt")
                .forEach(attempt -> System.out.println("attempt " + attempt.getInt("attempt") + " of "
                        + attempt.getString("taskName") + ": " + attempt.getString("end")));
        of(events, "dev.lifeguard.Task")
                .forEach(task -> System.out.println("task " + task.getString("taskName") + ": "
                        + task.getString("outcome") + ", " + task.getString("reason")));
    }

    private static Stream<RecordedEvent> of(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .sorted(Comparator.comparing(RecordedEvent::getStartTime));
    }
    // @end region="read"
}
