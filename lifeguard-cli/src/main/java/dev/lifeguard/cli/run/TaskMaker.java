package dev.lifeguard.cli.run;

import dev.lifeguard.cli.input.InputLine;
import dev.lifeguard.cli.input.TaskKey;
import dev.lifeguard.cli.output.OutputStore;
import dev.lifeguard.cli.output.ResultFile;
import dev.lifeguard.cli.output.SpilledOutput;
import dev.lifeguard.cli.output.TailOnly;
import dev.lifeguard.cli.output.TaskRecord;
import dev.lifeguard.process.ByteString;
import dev.lifeguard.process.Command;
import dev.lifeguard.process.ExecTask;
import java.nio.file.Path;
import java.util.Optional;

/** Makes a task of a line: its id, its command with its environment, its input and the stores of its output. */
final class TaskMaker {
    private static final ByteString NEWLINE = ByteString.utf8("\n");

    private final RunSettings settings;

    TaskMaker(RunSettings settings) {
        this.settings = settings;
    }

    /** The id of a line, or empty when it has no such field. */
    Optional<TaskRecord.Id> id(InputLine line) {
        if (settings.source().keyField().isEmpty()) {
            return Optional.of(TaskRecord.Id.of(line.number()));
        }
        return TaskKey.field(line.text(), settings.source().keyField().getAsInt())
                .map(key -> TaskRecord.Id.of(key.toString()));
    }

    /**
     * Makes the task.
     *
     * @throws IllegalArgumentException when no command can be made of it, for example because of a NUL in a line
     */
    RunTask task(long sequence, InputLine line, TaskRecord.Id id) {
        ByteString text = line.text();
        Command command = Command.of(settings.work().template().fill(text))
                .withTailBytes(settings.telling().tailBytes())
                .withVariable("LIFEGUARD_ID", ByteString.utf8(id.text()));
        // A task that is too long for a variable can still be fed; one that is an argument fails by itself.
        if (Command.fits("LIFEGUARD_TASK", text) && text.indexOf((byte) 0, 0) < 0) {
            command = command.withVariable("LIFEGUARD_TASK", text);
        }
        ExecTask exec = ExecTask.of(command)
                .withInput(settings.work().fed() ? input(text) : ByteString.EMPTY)
                .withOutput(store(line, "stdout"), store(line, "stderr"));
        return new RunTask(sequence, line, id, exec);
    }

    private ByteString input(ByteString text) {
        return settings.source().nul() ? text : text.append(NEWLINE);
    }

    private OutputStore store(InputLine line, String name) {
        Optional<Path> directory = settings.telling().results();
        if (directory.isPresent()) {
            return new ResultFile(directory.get().resolve(line.number() + "." + name));
        }
        return settings.telling().plain() ? new SpilledOutput() : new TailOnly();
    }
}
