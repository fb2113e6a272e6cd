package dev.lifeguard.cli.run;

import dev.lifeguard.Outcome;
import dev.lifeguard.cli.output.Status;
import dev.lifeguard.cli.output.TaskRecord;
import dev.lifeguard.process.ExecResult;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Tells what became of each task, whole and one after another: the only one that writes to standard output and to the
 * dead letter. Runs on the main thread until nothing is on its way any more.
 */
final class Teller {
    private final RunSettings.Telling settings;
    private final RunState state;
    private final Stopper stopper;
    private final Printer printer;
    private final Optional<DeadLetter> deadLetter;
    private final Map<Long, Told> early = new HashMap<>();
    private long next;

    /** A task whose turn to be told may not have come yet; a line that became no task has none. */
    private record Told(TaskRecord record, Optional<RunTask> task) {}

    Teller(
            RunSettings.Telling settings,
            RunState state,
            Stopper stopper,
            Printer printer,
            Optional<DeadLetter> deadLetter) {
        this.settings = settings;
        this.state = state;
        this.stopper = stopper;
        this.printer = printer;
        this.deadLetter = deadLetter;
    }

    void run() throws InterruptedException {
        while (!state.flow().finished()) {
            switch (state.events().take()) {
                case Event.Settled settled ->
                    arrived(
                            settled.task().sequence(),
                            new Told(Endings.of(settled.task(), outcome(settled)), Optional.of(settled.task())));
                case Event.Unfit unfit -> arrived(unfit.sequence(), new Told(unfit.record(), Optional.empty()));
                case Event.FlowChanged changed -> {
                    // The condition of the loop looks at it.
                }
            }
        }
    }

    private static Outcome<ExecResult> outcome(Event.Settled settled) {
        return settled.handle()
                .outcome()
                .orElseThrow(() ->
                        new IllegalStateException("Task " + settled.task().id().text()
                                + " has left its worker without an outcome; that is a fault of the pool."));
    }

    private void arrived(long sequence, Told told) {
        if (!settings.ordered()) {
            tell(told);
            return;
        }
        early.put(sequence, told);
        for (Told now = early.remove(next); now != null; now = early.remove(next)) {
            tell(now);
            next++;
        }
    }

    private void tell(Told told) {
        print(told);
        keepDeadLetter(told.record());
        told.task().ifPresent(task -> {
            task.stdout().discard();
            task.stderr().discard();
        });
        state.ledger().ended(told.record());
        state.flow().told();
        Ledger.Totals totals = state.ledger().totals();
        if (settings.failures().reached(totals.failures(), totals.all())) {
            stopper.stop(StopCause.FAILURES);
        }
    }

    private void print(Told told) {
        if (outputGone()) {
            state.ledger().untold(told.record());
            return;
        }
        try {
            printer.print(told.record(), told.task());
        } catch (IOException unwritable) {
            state.ledger().untold(told.record());
            StopCause cause = causeOf(unwritable);
            stopper.stop(cause);
            if (cause == StopCause.OUTPUT_FAILED) {
                state.ledger().trouble("The output could not be written: " + unwritable.getMessage() + ".");
            }
        }
    }

    private boolean outputGone() {
        return state.flow()
                .stopped()
                .filter(cause -> cause == StopCause.OUTPUT_CLOSED || cause == StopCause.OUTPUT_FAILED)
                .isPresent();
    }

    private static StopCause causeOf(IOException unwritable) {
        String message = String.valueOf(unwritable.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("broken pipe") ? StopCause.OUTPUT_CLOSED : StopCause.OUTPUT_FAILED;
    }

    private void keepDeadLetter(TaskRecord record) {
        if (deadLetter.isEmpty() || record.ending().status() == Status.OK) {
            return;
        }
        if (record.line().tooLong()) {
            state.ledger()
                    .trouble("A task that is too long is not in "
                            + deadLetter.get().path() + ": line "
                            + record.line().number() + ".");
            return;
        }
        try {
            deadLetter.get().add(record.line());
            state.ledger().deadLetter();
        } catch (IOException full) {
            state.ledger()
                    .trouble("Not every failed task is in " + deadLetter.get().path() + ": " + full.getMessage() + ".");
        }
    }
}
