package dev.lifeguard.cli.run;

import dev.lifeguard.TaskContext;
import dev.lifeguard.Worker;
import dev.lifeguard.process.CommandException;
import dev.lifeguard.process.CommandNotStartedException;
import dev.lifeguard.process.ExecResult;
import dev.lifeguard.process.ExecWorker;
import java.io.IOException;

/** A slot for commands that leaves the result of each attempt with its task. */
final class RunWorker implements Worker<RunTask, ExecResult> {
    private final ExecWorker slot = new ExecWorker();

    @Override
    public ExecResult process(RunTask task, TaskContext context) throws IOException, InterruptedException {
        try {
            ExecResult result = slot.process(task.exec(), context);
            task.ended(result);
            return result;
        } catch (CommandException failed) {
            failed.result().ifPresent(task::ended);
            throw failed;
        }
    }

    /** What cannot start now cannot start later either, unless the system refused for a reason of its own. */
    static boolean worthAnotherAttempt(Throwable failure) {
        return failure instanceof CommandNotStartedException unstarted
                ? unstarted.reason() == CommandNotStartedException.Reason.SYSTEM
                : failure instanceof Exception;
    }
}
