package dev.lifeguard.examples;

import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskPool;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.process.Command;
import dev.lifeguard.process.CommandFailedException;
import dev.lifeguard.process.ExecResult;
import dev.lifeguard.process.ExecTask;
import dev.lifeguard.process.ExecWorker;
import java.time.Duration;
import java.util.List;

/**
 * One child process per task: a worker is a slot in which commands run one after another. A command that hangs is
 * killed with its whole group when its limit passes, so the slot is really free again.
 */
public final class Commands {
    private Commands() {}

    public static void main(String[] arguments) throws Exception {
        // @start region="commands"
        try (var pool = TaskPool.of(ExecWorker::new)
                .size(2)
                .threads(WorkerThreads.PLATFORM)
                .limits(Limits.none().withRun(Duration.ofSeconds(2)))
                .start()) {
            List<TaskHandle<ExecResult>> handles = List.of(
                    pool.submit(ExecTask.of(Command.of("echo", "hello"))),
                    pool.submit(ExecTask.of(Command.of("sh", "-c", "echo oops >&2; exit 3"))),
                    pool.submit(ExecTask.of(Command.of("sh", "-c", "sleep 600 & sleep 600"))));
            // @end region="commands"
            for (TaskHandle<ExecResult> handle : handles) {
                System.out.println("task " + handle.id() + ": " + words(handle.await()));
            }
        }
    }

    private static String words(Outcome<ExecResult> outcome) {
        return switch (outcome) {
            case Outcome.Success<ExecResult> success ->
                "printed " + success.value().stdout().tail().toString().strip();
            case Outcome.Failed<ExecResult> failed
            when failed.cause() instanceof CommandFailedException exit ->
                exit.result().map(Commands::words).orElse("not started");
            case Outcome.TimedOut<ExecResult> late ->
                "killed, because it passed " + late.limit() + " = "
                        + late.allowed().toSeconds() + " s";
            case Outcome<ExecResult> other -> other.toString();
        };
    }

    private static String words(ExecResult result) {
        return result.exit().words() + ", said "
                + result.stderr().tail().toString().strip();
    }
}
