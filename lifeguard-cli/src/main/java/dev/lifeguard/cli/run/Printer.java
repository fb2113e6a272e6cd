package dev.lifeguard.cli.run;

import dev.lifeguard.cli.output.JsonLine;
import dev.lifeguard.cli.output.Status;
import dev.lifeguard.cli.output.TaskRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Prints a finished task on standard output, in one of two forms. */
interface Printer {
    /** Prints all of it before it returns. */
    void print(TaskRecord record, Optional<RunTask> task) throws IOException;

    /** One line of JSON for each task, in one write. */
    static Printer json(OutputStream out, Screen screen) {
        return (record, task) -> {
            byte[] line = JsonLine.of(record);
            screen.hide();
            out.write(line);
        };
    }

    /** What the command itself printed; a task that did not end well is named on standard error. */
    static Printer plain(OutputStream out, Screen screen) {
        return (record, task) -> {
            screen.hide();
            if (task.isPresent()) {
                task.get().stdout().copyTo(out);
                copyErrors(task.get(), screen);
            }
            if (record.ending().status() != Status.OK) {
                screen.say(record.id().text() + ": " + record.ending().status().word() + ": "
                        + record.ending().error().orElse(""));
            }
        };
    }

    private static void copyErrors(RunTask task, Screen screen) {
        try {
            task.stderr().copyTo(screen.stream());
        } catch (IOException gone) {
            // Nobody reads standard error any more; that must not stop the output.
            screen.hide();
        }
    }
}
