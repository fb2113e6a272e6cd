package dev.lifeguard.process;

import static dev.lifeguard.process.Commands.run;
import static dev.lifeguard.process.Commands.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Alone, because it counts what the whole JVM has open. */
@Isolated
@Timeout(180)
class LeakTest {
    private static final int RUNS = 1000;
    private static final int SLOTS = 4;

    @Test
    void aThousandShortProcessesLeaveNeitherThreadNorFileOpen() throws IOException, InterruptedException {
        run(Command.of("true"));
        soon().until(() -> pumps() == 0);
        long before = openFiles();
        var done = new CountDownLatch(SLOTS);
        var well = new AtomicInteger();
        var failures = new ConcurrentLinkedQueue<Exception>();
        for (int slot = 0; slot < SLOTS; slot++) {
            Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; i < RUNS / SLOTS; i++) {
                        run(ExecTask.of(Command.of("cat")).withInput(ByteString.utf8("x")));
                        well.incrementAndGet();
                    }
                } catch (IOException | InterruptedException | CommandException failure) {
                    failures.add(failure);
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
        assertEquals(RUNS, well.get(), failures.toString());
        soon().untilAsserted(() -> assertEquals(0, pumps()));
        // Fewer is no leak: the JDK may have closed what an earlier test had used.
        soon().untilAsserted(() -> assertTrue(openFiles() <= before, openFiles() + " files, before: " + before));
    }

    private static long pumps() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("lifeguard-pump"))
                .count();
    }

    private static long openFiles() throws IOException {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }
}
