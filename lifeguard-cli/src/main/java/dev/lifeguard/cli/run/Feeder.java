package dev.lifeguard.cli.run;

import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskPool;
import dev.lifeguard.cli.input.InputLine;
import dev.lifeguard.cli.input.TaskReader;
import dev.lifeguard.cli.output.TaskRecord;
import dev.lifeguard.process.ExecResult;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads tasks and submits them, as fast as there is room and not faster. Runs on a thread of its own, because a read
 * may block for ever and cannot be called back; the run ends without it then.
 */
final class Feeder implements Runnable {
    private final RunSettings settings;
    private final TaskReader reader;
    private final TaskMaker maker;
    private final TaskPool<RunTask, ExecResult> pool;
    private final RunState state;
    private long sequence;

    Feeder(RunSettings settings, TaskReader reader, TaskPool<RunTask, ExecResult> pool, RunState state) {
        this.settings = settings;
        this.reader = reader;
        this.maker = new TaskMaker(settings);
        this.pool = pool;
        this.state = state;
    }

    @Override
    public void run() {
        try {
            feed();
        } catch (IOException unreadable) {
            state.ledger()
                    .trouble("The input could not be read after line " + reader.number() + ": "
                            + unreadable.getMessage() + "; what follows it was not run.");
        } catch (InterruptedException unwanted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException fault) {
            state.ledger()
                    .trouble("The reading of tasks ended by a fault of this program after line " + reader.number()
                            + ": " + fault + "; what follows it was not run.");
        } finally {
            state.ledger().emptyLines(reader.emptyLines());
            state.flow().endInput();
            state.events().add(new Event.FlowChanged());
        }
    }

    private void feed() throws IOException, InterruptedException {
        while (state.flow().awaitRoom()) {
            Optional<InputLine> line = reader.next();
            // A line that was read while the run was being stopped is not admitted; the summary says from where on
            // nothing was run.
            if (line.isEmpty() || !state.flow().admit()) {
                return;
            }
            state.ledger().admitted(line.get().number());
            take(sequence++, line.get());
        }
    }

    private void take(long place, InputLine line) {
        Optional<TaskRecord.Id> id = maker.id(line);
        if (line.tooLong()) {
            unfit(
                    place,
                    line,
                    id.orElse(TaskRecord.Id.of(line.number())),
                    "The task has " + line.length() + " bytes and the limit is "
                            + settings.source().maxTaskBytes() + "; raise --max-task.");
        } else if (id.isEmpty()) {
            unfit(
                    place,
                    line,
                    TaskRecord.Id.of(line.number()),
                    "The task has no field " + settings.source().keyField().orElse(0)
                            + " that could be its id (--key).");
        } else {
            submit(place, line, id.get());
        }
    }

    private void submit(long place, InputLine line, TaskRecord.Id id) {
        RunTask task;
        try {
            task = maker.task(place, line, id);
        } catch (IllegalArgumentException impossible) {
            // For example a NUL in a line that ends with a newline: no argument can hold it.
            unfit(place, line, id, String.valueOf(impossible.getMessage()));
            return;
        }
        TaskHandle<ExecResult> handle = pool.submit(task);
        state.inFlight().add(place, handle);
        var unused = handle.settled().thenRun(() -> {
            state.inFlight().remove(place);
            state.flow().settled();
            state.events().add(new Event.Settled(task, handle));
        });
    }

    private void unfit(long place, InputLine line, TaskRecord.Id id, String why) {
        state.flow().settled();
        state.events().add(new Event.Unfit(place, Endings.unfit(line, id, why)));
    }
}
