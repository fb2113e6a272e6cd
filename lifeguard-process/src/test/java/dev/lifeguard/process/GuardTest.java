package dev.lifeguard.process;

import static dev.lifeguard.process.Commands.sh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {
    @Test
    void itStartsNothingBeforeItIsToldTo(@TempDir Path directory) throws IOException, InterruptedException {
        Path proof = directory.resolve("proof");
        LaunchLine line = LaunchLine.of(sh("touch " + proof), Containment.available());
        Process guard = Spawner.submit(new ProcessBuilder(line.arguments())).join();
        try {
            guard.getOutputStream().close();
            assertTrue(guard.waitFor(20, TimeUnit.SECONDS));
            assertEquals(111, guard.exitValue());
            assertFalse(Files.exists(proof));
        } finally {
            guard.destroyForcibly();
        }
    }
}
