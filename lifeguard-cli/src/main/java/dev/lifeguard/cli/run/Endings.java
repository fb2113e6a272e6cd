package dev.lifeguard.cli.run;

import dev.lifeguard.Outcome;
import dev.lifeguard.Refusal;
import dev.lifeguard.WorkerId;
import dev.lifeguard.cli.input.InputLine;
import dev.lifeguard.cli.output.Status;
import dev.lifeguard.cli.output.TaskRecord;
import dev.lifeguard.cli.output.TaskRecord.Ending;
import dev.lifeguard.cli.output.TaskRecord.Work;
import dev.lifeguard.process.ByteString;
import dev.lifeguard.process.Captured;
import dev.lifeguard.process.CommandException;
import dev.lifeguard.process.CommandFailedException;
import dev.lifeguard.process.CommandNotStartedException;
import dev.lifeguard.process.ExecResult;
import java.util.Optional;
import java.util.OptionalInt;

/** Says in our words how a task ended, from the pool's outcome and what the last attempt left. */
final class Endings {
    private static final Captured NOTHING = new Captured(ByteString.EMPTY, 0);

    private Endings() {}

    static TaskRecord of(RunTask task, Outcome<ExecResult> outcome) {
        Outcome.Report report = outcome.report();
        var work = new Work(
                report.attempts(),
                report.ran().toMillis(),
                report.waited().toMillis(),
                report.worker().map(WorkerId::worker).map(OptionalInt::of).orElse(OptionalInt.empty()));
        var output = new TaskRecord.Output(
                task.last().map(ExecResult::stdout).orElse(NOTHING),
                task.last().map(ExecResult::stderr).orElse(NOTHING),
                report.attempts() > 0 ? task.stdout().file() : Optional.empty(),
                report.attempts() > 0 ? task.stderr().file() : Optional.empty());
        return new TaskRecord(task.line(), task.id(), ending(task, outcome), work, output);
    }

    /** The record of a line that became no task. */
    static TaskRecord unfit(InputLine line, TaskRecord.Id id, String why) {
        return new TaskRecord(
                line,
                id,
                new Ending(Status.FAILED, OptionalInt.empty(), Optional.of(why)),
                new Work(0, 0, 0, OptionalInt.empty()),
                new TaskRecord.Output(NOTHING, NOTHING, Optional.empty(), Optional.empty()));
    }

    private static Ending ending(RunTask task, Outcome<ExecResult> outcome) {
        return switch (outcome) {
            case Outcome.Success<ExecResult> success -> success(success.value());
            case Outcome.Failed<ExecResult> failed -> failed(failed.cause());
            case Outcome.TimedOut<ExecResult> late ->
                new Ending(
                        Status.TIMEOUT,
                        exit(task.last()),
                        Optional.of("The command did not end within "
                                + words(late.allowed().toMillis()) + " and was killed."));
            case Outcome.Cancelled<ExecResult> cancelled ->
                new Ending(
                        Status.CANCELLED,
                        exit(task.last()),
                        Optional.of(
                                cancelled.report().attempts() == 0
                                        ? "The task was cancelled before it started."
                                        : "The task was cancelled and its command killed."));
            case Outcome.WorkerLost<ExecResult> lost ->
                new Ending(Status.FAILED, OptionalInt.empty(), Optional.of("The worker was lost: " + lost.exit()));
            case Outcome.Refused<ExecResult> refused -> refused(refused);
        };
    }

    private static Ending success(ExecResult result) {
        return new Ending(
                Status.OK,
                OptionalInt.of(result.exit().code()),
                result.leftBehind()
                        ? Optional.of("The command left processes behind that held its output open; they were killed,"
                                + " and what they still had to say is not here.")
                        : Optional.empty());
    }

    private static Ending failed(Throwable cause) {
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return switch (cause) {
            case CommandFailedException failure -> commandFailed(failure, message);
            case CommandNotStartedException unstarted
            when unstarted.reason() == CommandNotStartedException.Reason.TOO_LONG ->
                new Ending(Status.FAILED, OptionalInt.empty(), Optional.of(message + " That is --stdin."));
            case CommandException other -> new Ending(Status.FAILED, exit(other.result()), Optional.of(message));
            default -> new Ending(Status.FAILED, OptionalInt.empty(), Optional.of(cause.toString()));
        };
    }

    private static Ending commandFailed(CommandFailedException failure, String message) {
        boolean crashed =
                failure.result().map(result -> result.exit().crashed()).orElse(false);
        return new Ending(crashed ? Status.CRASHED : Status.FAILED, exit(failure.result()), Optional.of(message));
    }

    private static Ending refused(Outcome.Refused<ExecResult> refused) {
        boolean stopping = refused.refusal().reason() == Refusal.Reason.DRAINING;
        return new Ending(
                stopping ? Status.CANCELLED : Status.FAILED,
                OptionalInt.empty(),
                Optional.of(
                        stopping
                                ? "The run was stopped before the task started."
                                : refused.refusal().message()));
    }

    private static OptionalInt exit(Optional<ExecResult> result) {
        return result.map(r -> OptionalInt.of(r.exit().code())).orElse(OptionalInt.empty());
    }

    private static String words(long millis) {
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }
}
