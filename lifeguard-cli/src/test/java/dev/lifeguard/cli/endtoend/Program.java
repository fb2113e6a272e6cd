package dev.lifeguard.cli.endtoend;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** The real program in a JVM of its own; made by {@link Programs}. */
final class Program {
    private static final AtomicInteger MARKS = new AtomicInteger();

    private final Process process;
    private final Queue<String> err = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> errEnded;

    /** What a program that has ended left. */
    record Ended(int code, String out, String err) {
        /** Its output as JSON, each line of it. */
        List<Map<String, Object>> json() {
            return out().lines().map(Json::object).toList();
        }

        long count(String status) {
            return json().stream()
                    .filter(line -> line.get("status").equals(status))
                    .count();
        }

        /** The one line that it printed. */
        Map<String, Object> only() {
            if (json().size() != 1) {
                throw new AssertionError("expected one line, got " + this);
            }
            return json().getFirst();
        }

        @Override
        public String toString() {
            return "exit code " + code + "\nout: " + out() + "\nerr: " + err;
        }
    }

    private Program(Process process) {
        this.process = process;
        this.errEnded = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            process.errorReader(StandardCharsets.UTF_8).lines().forEach(err::add);
            errEnded.complete(null);
        });
    }

    static Program start(List<String> other, List<String> arguments) {
        var line = new ArrayList<>(other);
        line.addAll(List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                everyPath(),
                "dev.lifeguard.cli.Main"));
        line.addAll(arguments);
        try {
            return new Program(new ProcessBuilder(line).start());
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        }
    }

    /** The tests run as a patched module; the program runs the same files from a class path. */
    private static String everyPath() {
        return Path.of("target", "classes").toAbsolutePath()
                + File.pathSeparator
                + Objects.requireNonNullElse(System.getProperty("jdk.module.path"), "")
                + File.pathSeparator
                + System.getProperty("java.class.path");
    }

    /** Gives the program its whole input; it may end without reading it. */
    void feed(byte[] input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input);
        } catch (IOException unread) {
            // The test looks at what the program did, which may be to stop reading.
            return;
        }
    }

    OutputStream in() {
        return process.getOutputStream();
    }

    InputStream out() {
        return process.getInputStream();
    }

    long pid() {
        return process.pid();
    }

    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-s", name, String.valueOf(process.pid()))
                    .start()
                    .onExit()
                    .join();
        } catch (IOException notSent) {
            throw new UncheckedIOException(notSent);
        }
    }

    void kill() {
        process.destroyForcibly();
    }

    /** Waits until it has said something on standard error. */
    void awaitSaid(String words) {
        soon().until(() -> err.stream().anyMatch(line -> line.contains(words)));
    }

    Ended end() {
        // Bounded: a program that hangs must fail its test, not hold up all the others.
        var unused = process.onExit()
                .orTimeout(90, TimeUnit.SECONDS)
                .whenComplete((ended, late) -> process.destroyForcibly());
        String out = new String(read(process.getInputStream()).join(), StandardCharsets.UTF_8);
        int code = process.onExit().join().exitValue();
        errEnded.join();
        return new Ended(code, out, err.stream().map(line -> line + "\n").collect(Collectors.joining()));
    }

    private static CompletableFuture<byte[]> read(InputStream in) {
        var whole = new CompletableFuture<byte[]>();
        Thread.ofPlatform().daemon().start(() -> {
            var bytes = new ByteArrayOutputStream();
            try {
                in.transferTo(bytes);
            } catch (IOException closed) {
                bytes.writeBytes(closed.toString().getBytes(StandardCharsets.UTF_8));
            }
            whole.complete(bytes.toByteArray());
        });
        return whole;
    }

    static ConditionFactory soon() {
        return Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(20));
    }

    /** A number of seconds to sleep that no other process of this machine sleeps: it marks a process. */
    static String mark() {
        // All digits of the pid, because a process is found by the begin of its command line.
        return "%07d.%d".formatted(ProcessHandle.current().pid(), 2000 + MARKS.incrementAndGet());
    }

    /** The processes that sleep for the marked time. */
    static List<String> sleeping(String mark) {
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            return StreamSupport.stream(processes.spliterator(), false)
                    .map(Program::commandLine)
                    .filter(line -> line.startsWith("sleep " + mark))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }
}
