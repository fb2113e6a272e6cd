package dev.lifeguard.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.cli.input.InputLine;
import dev.lifeguard.cli.output.Status;
import dev.lifeguard.cli.output.TaskRecord;
import dev.lifeguard.process.ByteString;
import dev.lifeguard.process.Captured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
    private static final Captured NOTHING = new Captured(ByteString.EMPTY, 0);

    private static TaskRecord ended(Status status, int attempts) {
        return new TaskRecord(
                new InputLine(1, ByteString.utf8("a"), 1),
                TaskRecord.Id.of(1),
                new TaskRecord.Ending(status, OptionalInt.empty(), Optional.of("why")),
                new TaskRecord.Work(attempts, 1, 1, OptionalInt.empty()),
                new TaskRecord.Output(NOTHING, NOTHING, Optional.empty(), Optional.empty()));
    }

    private static Ledger tenSecondsOfTwoEach(Progress progress) {
        var ledger = new Ledger();
        for (int tick = 0; tick < 10 * Progress.TICKS_PER_SECOND; tick++) {
            if (tick % (Progress.TICKS_PER_SECOND / 2) == 0) {
                ledger.ended(ended(Status.OK, 1));
            }
            ledger.tick();
            progress.line(ledger.totals(), 1);
        }
        return ledger;
    }

    @Test
    void withoutATotalItShowsCountAndRate() {
        var progress = new Progress(OptionalLong.empty());
        Ledger ledger = tenSecondsOfTwoEach(progress);
        ledger.ended(ended(Status.FAILED, 3));
        String line = progress.line(ledger.totals(), 4);
        assertTrue(line.matches("21  [12]\\.\\d/s  ok 20  fail 1  retry 2  running 4"), line);
    }

    @Test
    void withATotalItShowsABarAndTheTimeLeft() {
        var progress = new Progress(OptionalLong.of(80));
        Ledger ledger = tenSecondsOfTwoEach(progress);
        String line = progress.line(ledger.totals(), 2);
        assertTrue(line.startsWith("[#####...............] 20/80 25%"), line);
        assertTrue(line.matches(".*ETA (2\\d|3\\d)s"), line);
    }

    @Test
    void moreThanTheTotalIsNoMoreThanAll() {
        var progress = new Progress(OptionalLong.of(1));
        var ledger = new Ledger();
        ledger.ended(ended(Status.OK, 1));
        ledger.ended(ended(Status.OK, 1));
        ledger.tick();
        assertTrue(progress.line(ledger.totals(), 0).startsWith("[####################] 2/1 100%"));
    }

    @Test
    void aFileIsCountedAsItWillBeRead(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("tasks"), "a\n\n\nb\nc");
        var source = new RunSettings.Source(Optional.of(file), false, 100, OptionalInt.empty(), OptionalLong.empty());
        assertEquals(OptionalLong.of(3), InputSize.tasks(source, true));
        assertEquals(OptionalLong.empty(), InputSize.tasks(source, false));
    }
}
