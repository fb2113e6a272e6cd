package dev.lifeguard.cli.run;

import dev.lifeguard.Drain;
import dev.lifeguard.Escalation;
import dev.lifeguard.Limits;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskPool;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.cli.input.TaskReader;
import dev.lifeguard.cli.options.CommandLine;
import dev.lifeguard.cli.options.UsageException;
import dev.lifeguard.cli.output.Status;
import dev.lifeguard.process.ByteString;
import dev.lifeguard.process.Containment;
import dev.lifeguard.process.ExecResult;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** {@code lifeguard run}: puts the parts of a run together, runs it, and says at the end what became of it. */
public final class Run {
    /** How many tasks are read ahead for each worker, those that run included. */
    private static final int AHEAD_PER_JOB = 4;

    /**
     * With --ordered, how many tasks for each worker may be on their way, those included that ended early and wait for
     * their turn. Each may hold two open files (--plain).
     */
    private static final int WINDOW_PER_JOB = 16;

    /** A killed command needs no interrupt of its worker: it is gone within milliseconds, and then its tail is read. */
    private static final Escalation PATIENT = new Escalation(Duration.ofSeconds(10), Duration.ofSeconds(5));

    private final RunSettings settings;
    private final Screen screen;

    private Run(RunSettings settings) {
        this.settings = settings;
        this.screen = new Screen(settings.telling().quiet());
    }

    /**
     * Tells how the command is used.
     *
     * @return the help
     */
    public static String help() {
        return RunOptions.help();
    }

    /**
     * Runs the command.
     *
     * @param arguments the whole command line of the program
     * @param from where the options of this command begin in it
     * @return the exit code of the program
     * @throws InterruptedException when the calling thread is interrupted
     * @throws UsageException when the command line cannot be obeyed; nothing was run
     */
    public static int main(List<String> arguments, int from) throws InterruptedException {
        CommandLine line = RunOptions.TABLE.read(arguments, from);
        if (line.has("help")) {
            throw new HelpRequest();
        }
        List<ByteString> exact = ExactArguments.of(arguments);
        return new Run(RunSettings.of(line, exact.subList(line.rest(), exact.size()))).execute();
    }

    /** The help was asked for; thrown so that asking for help ends in one place. */
    public static final class HelpRequest extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HelpRequest() {
            super("help", null, false, false);
        }
    }

    private int execute() throws InterruptedException {
        if (Descriptors.closed(Descriptors.OUT)) {
            throw new UsageException("standard output is closed: expected a place for the results.");
        }
        makeResultsDirectory();
        try (InputStream in = openInput()) {
            Optional<DeadLetter> deadLetter = openDeadLetter();
            warnAboutContainment();
            int code = execute(in, deadLetter);
            return close(deadLetter, code);
        } catch (IOException unclosable) {
            screen.complain("The input could not be closed: " + unclosable.getMessage() + ".");
            return ExitCode.ABORTED;
        }
    }

    private int execute(InputStream in, Optional<DeadLetter> deadLetter) throws InterruptedException {
        int jobs = settings.work().jobs();
        int ahead = AHEAD_PER_JOB * jobs;
        RunState state = RunState.of(ahead, settings.telling().ordered() ? WINDOW_PER_JOB * jobs : ahead);
        try (TaskPool<RunTask, ExecResult> pool = openPool(jobs, ahead)) {
            var stopper = new Stopper(state, pool);
            new SignalLadder(state, stopper, screen).listen();
            ScheduledExecutorService ticks = startTicks(state);
            try {
                startFeeder(in, pool, state);
                new Teller(settings.telling(), state, stopper, printer(), deadLetter).run();
            } finally {
                ticks.shutdownNow();
            }
            return sayTheEnd(state, deadLetter);
        }
    }

    private TaskPool<RunTask, ExecResult> openPool(int jobs, int ahead) throws InterruptedException {
        Limits limits = settings.work().timeout().map(Limits.none()::withRun).orElse(Limits.none());
        return TaskPool.<RunTask, ExecResult>of(RunWorker::new)
                .name("run")
                .size(jobs)
                .threads(WorkerThreads.PLATFORM)
                // The flow admits no more than this, so nobody ever waits here.
                .queue(ahead, WhenFull.block(Duration.ofSeconds(10)))
                .limits(limits)
                .retry(Retry.attempts(settings.work().retries() + 1)
                        .backoff(
                                settings.work().backoff().first(),
                                settings.work().backoff().longest())
                        .on(RunWorker::worthAnotherAttempt)
                        .withTimeouts())
                .escalation(PATIENT)
                .closing(Drain.now())
                .start();
    }

    private void startFeeder(InputStream in, TaskPool<RunTask, ExecResult> pool, RunState state) {
        var reader =
                new TaskReader(in, settings.source().end(), settings.source().maxTaskBytes());
        Thread.ofPlatform().name("lifeguard-feeder").daemon().start(new Feeder(settings, reader, pool, state));
    }

    private ScheduledExecutorService startTicks(RunState state) {
        ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("lifeguard-ticks").daemon().factory());
        var progress = new Progress(InputSize.tasks(settings.source(), screen.terminal()));
        long period = TimeUnit.SECONDS.toMillis(1) / Progress.TICKS_PER_SECOND;
        var unused = ticks.scheduleAtFixedRate(
                () -> {
                    state.ledger().tick();
                    if (screen.terminal()) {
                        int running = Math.min(
                                state.flow().unsettled(), settings.work().jobs());
                        screen.progress(progress.line(state.ledger().totals(), running));
                    }
                },
                period,
                period,
                TimeUnit.MILLISECONDS);
        return ticks;
    }

    private Printer printer() {
        var out = new FileOutputStream(FileDescriptor.out);
        return settings.telling().plain() ? Printer.plain(out, screen) : Printer.json(out, screen);
    }

    private int sayTheEnd(RunState state, Optional<DeadLetter> deadLetter) {
        Optional<StopCause> stopped = state.flow().stopped();
        screen.hide();
        Summary.lines(state.ledger(), deadLetter).forEach(screen::say);
        Summary.warnings(state.ledger(), stopped, settings.source().nul()).forEach(screen::complain);
        if (stopped.isPresent()) {
            return stopped.get().exitCode();
        }
        if (!state.ledger().troubles().isEmpty()) {
            return ExitCode.ABORTED;
        }
        Ledger.Totals totals = state.ledger().totals();
        return totals.of(Status.OK) == totals.all() ? ExitCode.OK : ExitCode.SOME_FAILED;
    }

    private void warnAboutContainment() {
        Containment containment = Containment.available();
        if (containment != Containment.GROUP) {
            screen.say("containment = " + containment.words());
        }
    }

    private InputStream openInput() {
        Optional<Path> file = settings.source().file();
        if (file.isEmpty() && Descriptors.closed(Descriptors.IN)) {
            throw new UsageException("standard input is closed: expected tasks there or in --input FILE.");
        }
        if (file.isEmpty() && Descriptors.leadsToTerminal(Descriptors.IN)) {
            screen.say("reading tasks from the terminal, one a line; Ctrl-D ends them.");
        }
        try {
            return file.isPresent() ? Files.newInputStream(file.get()) : new FileInputStream(FileDescriptor.in);
        } catch (IOException unreadable) {
            throw new UsageException("--input: " + file.orElse(Path.of("-")) + " cannot be read: " + unreadable + ".");
        }
    }

    private void makeResultsDirectory() {
        settings.telling().results().ifPresent(directory -> {
            try {
                Files.createDirectories(directory);
            } catch (IOException impossible) {
                throw new UsageException("--results: expected a directory that is there or can be made, got "
                        + directory + ": " + impossible + ".");
            }
        });
    }

    private Optional<DeadLetter> openDeadLetter() {
        return settings.telling().deadLetter().map(path -> {
            try {
                return DeadLetter.open(path, settings.source().end());
            } catch (IOException impossible) {
                throw new UsageException(
                        "--dead-letter: expected a file that can be written, got " + path + ": " + impossible + ".");
            }
        });
    }

    private int close(Optional<DeadLetter> deadLetter, int code) {
        if (deadLetter.isPresent()) {
            try {
                deadLetter.get().close();
            } catch (IOException full) {
                screen.complain(
                        "Not every failed task is in " + deadLetter.get().path() + ": " + full.getMessage());
                return Math.max(code, ExitCode.ABORTED);
            }
        }
        return code;
    }
}
