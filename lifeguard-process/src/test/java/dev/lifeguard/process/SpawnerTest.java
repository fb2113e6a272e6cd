package dev.lifeguard.process;

import static dev.lifeguard.process.Commands.run;
import static dev.lifeguard.process.Commands.sh;
import static dev.lifeguard.process.Commands.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnerTest {
    @TempDir
    private Path directory;

    /**
     * A parent-death signal belongs to the thread that started the child. The thread that asks for the start ends
     * as soon as the command is up; had it started the command itself, the command would be killed then.
     */
    @Test
    void aCommandOutlivesTheThreadThatAskedForIt() throws IOException, InterruptedException {
        Path up = directory.resolve("up");
        Path go = directory.resolve("go");
        LaunchLine line = LaunchLine.of(
                sh("touch " + up + "; while [ ! -e " + go + " ]; do sleep 0.05; done"), Containment.available());
        var started = new CompletableFuture<Process>();
        Thread asking = Thread.ofPlatform().start(() -> {
            Process guard = Spawner.submit(new ProcessBuilder(line.arguments())).join();
            InputFeed.begin(guard.getOutputStream(), false);
            started.complete(guard);
            soon().until(() -> Files.exists(up));
        });
        asking.join();
        Process process = started.join();
        try {
            // The other command gives the first one time to be killed, and shows that starting still works.
            run(sh("sleep 0.3; touch " + go));
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue());
        } finally {
            // The guard takes the command with it.
            process.destroy();
        }
    }

    @Test
    void aFailingStartDoesNotEndTheThread() throws IOException, InterruptedException {
        for (int i = 0; i < 10; i++) {
            assertTrue(Spawner.submit(new ProcessBuilder("/no/such/program"))
                    .handle((process, failure) -> failure != null)
                    .join());
        }
        assertEquals(0, run(sh("exit 0")).exit().code());
    }
}
