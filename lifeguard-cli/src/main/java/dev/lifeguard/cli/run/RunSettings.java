package dev.lifeguard.cli.run;

import dev.lifeguard.cli.options.CommandLine;
import dev.lifeguard.cli.options.Quantity;
import dev.lifeguard.cli.options.UsageException;
import dev.lifeguard.process.ByteString;
import dev.lifeguard.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a run was asked to do, checked: settings that cannot act, or that act against each other, are refused.
 *
 * @param source where tasks come from
 * @param work what is done with each
 * @param telling where the results go
 */
record RunSettings(Source source, Work work, Telling telling) {
    private static final int MAX_JOBS = 1000;
    private static final int MAX_RETRIES = 1000;
    private static final int MAX_TASK_BYTES = 1 << 30;
    private static final int USUAL_TASK_BYTES = 1 << 20;

    /**
     * Where tasks come from.
     *
     * @param file the file, or empty for standard input
     * @param nul whether a NUL ends a task, not a newline
     * @param maxTaskBytes the longest task
     * @param keyField which field is the id, or empty for the number of the line
     * @param total how many tasks there will be, if the user says so
     */
    record Source(Optional<Path> file, boolean nul, int maxTaskBytes, OptionalInt keyField, OptionalLong total) {
        byte end() {
            return nul ? (byte) 0 : (byte) '\n';
        }
    }

    /**
     * What is done with each task.
     *
     * @param template the command
     * @param fed whether the task goes to standard input
     * @param jobs how many commands at a time
     * @param timeout the limit of one attempt
     * @param retries how many attempts after the first
     * @param backoff the pause between attempts
     */
    record Work(
            CommandTemplate template,
            boolean fed,
            int jobs,
            Optional<Duration> timeout,
            int retries,
            Backoff backoff) {}

    /**
     * Where the results go.
     *
     * @param plain whether the commands' own output is printed, not JSON
     * @param ordered whether in the order of the input
     * @param results the directory for whole outputs
     * @param deadLetter the file for tasks that did not end well
     * @param tailBytes how much of an output is kept
     * @param quiet whether standard error stays silent
     * @param failures when to give up
     */
    record Telling(
            boolean plain,
            boolean ordered,
            Optional<Path> results,
            Optional<Path> deadLetter,
            int tailBytes,
            boolean quiet,
            FailureLimit failures) {}

    static RunSettings of(CommandLine line, List<ByteString> command) {
        if (command.isEmpty()) {
            throw new UsageException("there is no command: expected it after the options, got nothing;"
                    + " for example: lifeguard run -j 4 -- sha256sum {}");
        }
        var settings = new RunSettings(source(line), work(line, command), telling(line));
        settings.refuseWhatCannotAct(line);
        return settings;
    }

    private static Source source(CommandLine line) {
        return new Source(
                line.value("input", text -> text)
                        .filter(text -> !text.equals("-"))
                        .map(RunSettings::path),
                line.has("null"),
                line.value("max-task", text -> Quantity.size(text, MAX_TASK_BYTES))
                        .orElse(USUAL_TASK_BYTES),
                optionalInt(line.value("key", text -> Quantity.count(text, 1, 10_000))),
                line.value("total", text -> Quantity.count(text, 1, Long.MAX_VALUE))
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty()));
    }

    private static Work work(CommandLine line, List<ByteString> command) {
        boolean fed = line.has("stdin");
        return new Work(
                CommandTemplate.of(command, fed),
                fed,
                line.value("jobs", RunSettings::jobs).orElseGet(() -> jobs("auto")),
                line.value("timeout", Quantity::duration),
                line.value("retries", text -> (int) Quantity.count(text, 0, MAX_RETRIES))
                        .orElse(0),
                line.value("backoff", Backoff::parse).orElse(Backoff.USUAL));
    }

    private static Telling telling(CommandLine line) {
        return new Telling(
                line.has("plain"),
                line.has("ordered"),
                line.value("results", RunSettings::path),
                line.value("dead-letter", RunSettings::path),
                line.value("tail", text -> Quantity.size(text, Command.MAX_TAIL_BYTES))
                        .orElse(Command.DEFAULT_TAIL_BYTES),
                line.has("quiet"),
                line.value("max-failures", FailureLimit::parse).orElse(FailureLimit.NONE));
    }

    private static int jobs(String text) {
        if (text.equals("auto")) {
            return Runtime.getRuntime().availableProcessors();
        }
        try {
            return (int) Quantity.count(text, 1, MAX_JOBS);
        } catch (UsageException noNumber) {
            throw new UsageException(
                    "expected auto or a whole number from 1 to " + MAX_JOBS + ", got \"" + text + "\".");
        }
    }

    private static OptionalInt optionalInt(Optional<Long> value) {
        return value.map(number -> OptionalInt.of(Math.toIntExact(number))).orElse(OptionalInt.empty());
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException unmappable) {
            throw new UsageException("expected a path that the locale's encoding can express, got \"" + text + "\".");
        }
    }

    private void refuseWhatCannotAct(CommandLine line) {
        if (line.has("backoff") && work.retries() == 0) {
            throw new UsageException("--backoff is the pause before another attempt and there will be none: expected"
                    + " --retries of 1 or more beside it, got " + (line.has("retries") ? "0." : "none."));
        }
        if (telling.plain() && line.has("tail")) {
            throw new UsageException("--tail shortens the output in the JSON and --plain prints none: expected one of"
                    + " the two, got both.");
        }
        source.file().ifPresent(RunSettings::refuseUnreadable);
        telling.deadLetter().ifPresent(this::refuseSameFile);
        if (work.template().programIsFixed()) {
            Command.of(work.template().parts()).refusal().ifPresent(refusal -> {
                throw new UsageException(String.valueOf(refusal.getMessage()));
            });
        }
    }

    private static void refuseUnreadable(Path file) {
        if (!Files.exists(file)) {
            throw new UsageException("--input: there is no file " + file + ".");
        }
        if (Files.isDirectory(file) || !Files.isReadable(file)) {
            throw new UsageException("--input: expected a file that can be read, got " + file
                    + (Files.isDirectory(file) ? ", which is a directory." : ", which may not be read."));
        }
    }

    private void refuseSameFile(Path dead) {
        Optional<Path> same = source.file().filter(file -> sameFile(file, dead));
        if (same.isPresent()) {
            throw new UsageException("--dead-letter is emptied at the start and would destroy the input: expected"
                    + " another file than --input, got " + dead + " for both.");
        }
    }

    private static boolean sameFile(Path a, Path b) {
        try {
            return Files.exists(b) && Files.isSameFile(a, b);
        } catch (IOException unreadable) {
            return false;
        }
    }
}
