package dev.lifeguard.process;

import dev.lifeguard.process.CommandNotStartedException.Reason;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to run a command, from its start to the last byte of its output.
 *
 * <p>{@link #run} belongs to the worker's thread, {@link #kill} to any thread at any time, before the start
 * included. The two meet in {@code killed} and {@code group}: each side writes its own field and then reads
 * the other's, both volatile, so that at least one of them sees both.
 */
final class RunningCommand {
    /** How long after a kill a process may still be there before the attempt ends without it. */
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    /** How long after a kill the pipes may still be open before processes outside the group must hold them. */
    private static final Duration AFTER_KILL = Duration.ofMillis(500);

    /** How the JDK reports E2BIG: with an equals sign up to Java 23, with a colon since. */
    private static final Pattern TOO_BIG = Pattern.compile("error(=|: )7\\b");

    private static final int SIGNALLED = 128;

    private final ExecTask task;
    private final Containment grade;
    private final OutputPump stdout;
    private final OutputPump stderr;
    private final CompletableFuture<Void> outputEnded;
    private final CompletableFuture<Void> killSignal = new CompletableFuture<>();
    private volatile boolean killed;
    private volatile @Nullable ProcessGroup group;

    RunningCommand(ExecTask task, Containment grade, OutputPump stdout, OutputPump stderr) {
        this.task = task;
        this.grade = grade;
        this.stdout = stdout;
        this.stderr = stderr;
        outputEnded = CompletableFuture.allOf(stdout.ended(), stderr.ended());
    }

    /** Kills the command and its group; when it has not started yet, as soon as it has. Does not block. */
    void kill() {
        killed = true;
        killSignal.complete(null);
        ProcessGroup started = group;
        if (started != null) {
            started.kill();
        }
    }

    /** Runs the command to its end. After an interrupt the group has been killed. */
    ExecResult run() throws InterruptedException {
        try {
            return attend(start());
        } finally {
            stdout.close();
            stderr.close();
        }
    }

    private ExecResult attend(Process process) throws InterruptedException {
        try {
            pump(process);
            int code = process.waitFor();
            boolean leftBehind = !awaitOutput(process);
            return result(code, leftBehind);
        } catch (InterruptedException | RuntimeException | Error failure) {
            kill();
            awaitDeath(process);
            throw failure;
        }
    }

    private ExecResult result(int code, boolean leftBehind) {
        boolean byUs = killed && code > SIGNALLED;
        return new ExecResult(new Exit(code, byUs), stdout.close(), stderr.close(), leftBehind);
    }

    private Process start() throws InterruptedException {
        PumpThreads.refuseTooManyAbandoned();
        LaunchLine line = LaunchLine.of(task.command(), grade);
        var builder = new ProcessBuilder(line.arguments());
        builder.environment().putAll(line.environment());
        task.command().directory().ifPresent(directory -> builder.directory(directory.toFile()));
        if (task.input().isEmpty() && !grade.guarded()) {
            builder.redirectInput(new File("/dev/null"));
        }
        CompletableFuture<Process> starting = Spawner.submit(builder);
        try {
            Process process = starting.get();
            adopt(process);
            return process;
        } catch (InterruptedException interrupted) {
            kill();
            // The start is under way and cannot be called back; what it brings is killed on arrival.
            var unused = starting.thenAccept(this::adopt);
            throw interrupted;
        } catch (ExecutionException failure) {
            throw notStarted(Objects.requireNonNullElse(failure.getCause(), failure));
        }
    }

    private void adopt(Process process) {
        var started = new ProcessGroup(process, grade);
        group = started;
        if (killed) {
            started.kill();
        }
    }

    private void pump(Process process) throws InterruptedException {
        PumpThreads.execute(() -> stdout.run(process.getInputStream()));
        PumpThreads.execute(() -> stderr.run(process.getErrorStream()));
        if (grade.guarded()) {
            // Not before the pumps read: when the command has ended, the JDK's reaper closes a pipe that nobody reads,
            // and a command can be quicker than a thread of ours on a busy machine.
            stdout.awaitReading();
            stderr.awaitReading();
            InputFeed.begin(process.getOutputStream(), !task.input().isEmpty());
        }
        if (task.input().size() <= InputFeed.NEVER_BLOCKS_BYTES) {
            InputFeed.run(process.getOutputStream(), task.input());
        } else {
            PumpThreads.execute(() -> InputFeed.run(process.getOutputStream(), task.input()));
        }
    }

    /**
     * Waits for the end of the output after the end of the command. What the command left running in the
     * background may hold the pipe open for ever: it gets a grace, then a kill, and then is not waited for.
     *
     * @return false when the grace was not enough
     */
    private boolean awaitOutput(Process process) throws InterruptedException {
        boolean graceUsed = !endsWithin(ExecWorker.LEFTOVER_GRACE, CompletableFuture.anyOf(outputEnded, killSignal));
        if (!graceUsed && endsWithin(AFTER_KILL, outputEnded)) {
            return true;
        }
        new ProcessGroup(process, grade).killMembers();
        if (!endsWithin(AFTER_KILL, outputEnded)) {
            PumpThreads.abandon(outputEnded);
        }
        return !graceUsed;
    }

    private static boolean endsWithin(Duration limit, CompletableFuture<?> end) throws InterruptedException {
        try {
            end.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("A pump ends without a result or a failure.", impossible);
        }
    }

    private static void awaitDeath(Process process) {
        process.onExit()
                .thenApply(Optional::of)
                .completeOnTimeout(Optional.empty(), KILL_LIMIT.toNanos(), TimeUnit.NANOSECONDS)
                .join();
    }

    private CommandNotStartedException notStarted(Throwable cause) {
        Optional<File> directory = task.command().directory().map(Path::toFile);
        if (directory.isPresent() && !directory.get().isDirectory()) {
            return new CommandNotStartedException(
                    Reason.DIRECTORY,
                    "The directory " + directory.get()
                            + (directory.get().exists() ? " is no directory" : " does not exist")
                            + ", so the command was not started in it.",
                    cause);
        }
        if (TOO_BIG.matcher(String.valueOf(cause.getMessage())).find()) {
            return new CommandNotStartedException(
                    Reason.TOO_LONG,
                    "The arguments and the environment together are longer than the system takes, so the command"
                            + " was not started; give long data on standard input.",
                    cause);
        }
        return ProgramLookup.refusal(task.command())
                .orElseGet(() -> new CommandNotStartedException(
                        Reason.SYSTEM, "The system did not start the command: " + cause.getMessage(), cause));
    }
}
