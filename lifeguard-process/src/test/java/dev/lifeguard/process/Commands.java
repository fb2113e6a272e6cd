package dev.lifeguard.process;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** What the tests with real processes share. */
final class Commands {
    private Commands() {}

    static Command sh(String script) {
        return Command.of("sh", "-c", script);
    }

    static ExecResult run(ExecTask task) throws IOException, InterruptedException {
        return new ExecWorker().run(task, 1, kill -> {});
    }

    static ExecResult run(Command command) throws IOException, InterruptedException {
        return run(ExecTask.of(command));
    }

    static ExecResult fails(Command command) {
        return assertThrows(CommandFailedException.class, () -> run(command))
                .result()
                .orElseThrow();
    }

    static ConditionFactory soon() {
        return Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(10));
    }

    /** The processes that have the mark in their command line and are alive, as pid and command line. */
    static List<String> alive(String mark) {
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            return StreamSupport.stream(processes.spliterator(), false)
                    .map(Commands::commandLine)
                    .filter(line -> line.contains(mark))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Those of the processes with the mark that sleep: not the shells and guards that have the script as an argument. */
    static List<String> sleeping(String mark) {
        return alive(mark).stream()
                .filter(line -> line.substring(line.indexOf(' ') + 1).startsWith("sleep "))
                .toList();
    }

    /** The pid of a process that {@link #alive} found. */
    static long pid(String process) {
        return Long.parseLong(process.substring(0, process.indexOf(' ')));
    }

    private static String commandLine(Path process) {
        try {
            String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            return process.getFileName() + " " + line.replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }
}
