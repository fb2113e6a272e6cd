package dev.lifeguard.cli.run;

import dev.lifeguard.cli.input.InputLine;
import dev.lifeguard.cli.output.OutputStore;
import dev.lifeguard.cli.output.TaskRecord;
import dev.lifeguard.process.Command;
import dev.lifeguard.process.ExecResult;
import dev.lifeguard.process.ExecTask;
import java.util.Optional;

/**
 * One task on its way through the pool.
 *
 * <p>The result of the last attempt is kept here, because the pool's outcome has none when the task timed out or was
 * cancelled. The worker sets it while the task is its own; it is read after the task has settled.
 */
final class RunTask {
    private final long sequence;
    private final InputLine line;
    private final TaskRecord.Id id;
    private final ExecTask exec;
    private Optional<ExecResult> last = Optional.empty();

    RunTask(long sequence, InputLine line, TaskRecord.Id id, ExecTask exec) {
        this.sequence = sequence;
        this.line = line;
        this.id = id;
        this.exec = exec;
    }

    /** The place among the tasks of this run, from 0, without gaps. */
    long sequence() {
        return sequence;
    }

    InputLine line() {
        return line;
    }

    TaskRecord.Id id() {
        return id;
    }

    ExecTask exec() {
        return exec;
    }

    Command command() {
        return exec.command();
    }

    OutputStore stdout() {
        return (OutputStore) exec.stdout();
    }

    OutputStore stderr() {
        return (OutputStore) exec.stderr();
    }

    Optional<ExecResult> last() {
        return last;
    }

    void ended(ExecResult result) {
        last = Optional.of(result);
    }
}
