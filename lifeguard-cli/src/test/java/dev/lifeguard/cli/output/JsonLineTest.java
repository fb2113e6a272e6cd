package dev.lifeguard.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.cli.input.InputLine;
import dev.lifeguard.process.ByteString;
import dev.lifeguard.process.Captured;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class JsonLineTest {
    private static final Captured NOTHING = new Captured(ByteString.EMPTY, 0);

    private static String line(ByteString task, Captured stdout) {
        var record = new TaskRecord(
                new InputLine(7, task, task.size()),
                TaskRecord.Id.of(7),
                new TaskRecord.Ending(Status.OK, OptionalInt.of(0), Optional.empty()),
                new TaskRecord.Work(1, 12, 3, OptionalInt.of(2)),
                new TaskRecord.Output(stdout, NOTHING, Optional.empty(), Optional.empty()));
        return new String(JsonLine.of(record), StandardCharsets.UTF_8);
    }

    private static String line(String task) {
        return line(ByteString.utf8(task), NOTHING);
    }

    @Test
    void hasTheFieldsInOneLine() {
        assertEquals(
                "{\"id\":7,\"task\":\"a\",\"status\":\"ok\",\"exit\":0,\"attempts\":1,\"ms\":12,\"waitMs\":3,"
                        + "\"worker\":2,\"stdout\":\"\",\"stderr\":\"\"}\n",
                line("a"));
    }

    @Test
    void saysWhatIsNotThere() {
        var record = new TaskRecord(
                new InputLine(1, ByteString.utf8("a"), 1),
                TaskRecord.Id.of("key \"1\""),
                new TaskRecord.Ending(Status.CANCELLED, OptionalInt.empty(), Optional.of("not started")),
                new TaskRecord.Work(0, 0, 0, OptionalInt.empty()),
                new TaskRecord.Output(NOTHING, NOTHING, Optional.of(Path.of("d/1.stdout")), Optional.empty()));
        assertEquals(
                "{\"id\":\"key \\\"1\\\"\",\"task\":\"a\",\"status\":\"cancelled\",\"exit\":null,\"attempts\":0,\"ms\":0,"
                        + "\"waitMs\":0,\"worker\":null,\"stdout\":\"\",\"stderr\":\"\",\"error\":\"not started\","
                        + "\"stdoutFile\":\"d/1.stdout\"}\n",
                new String(JsonLine.of(record), StandardCharsets.UTF_8));
    }

    @Test
    void everyCharacterThatCouldBreakTheLineIsEscaped() {
        assertTrue(line("a\"b\\c\nd\re\tf\u0000g\u001bh\u007fi\u2028j")
                .contains("\"a\\\"b\\\\c\\nd\\re\\tf\\u0000g\\u001bh\\u007fi\\u2028j\""));
        assertTrue(line("Grüße 世界 😀").contains("\"Grüße 世界 😀\""));
    }

    @Test
    void noCharacterBreaksTheLine() {
        for (int c = 0; c <= 0xFFFF; c++) {
            String line = line(Character.isSurrogate((char) c) ? "x" : String.valueOf((char) c));
            assertEquals(
                    line.length() - 1,
                    line.chars().takeWhile(x -> x >= ' ' && x != 0x7F).count(),
                    "character " + c);
        }
    }

    @Test
    void aTaskThatIsNoTextHasItsBytesBesideIt() {
        ByteString task = ByteString.of(new byte[] {'a', (byte) 0xFF});
        assertTrue(line(task, NOTHING).contains("\"task\":\"a\uFFFD\""));
        assertTrue(line(task, NOTHING).contains("\"taskBase64\":\"Yf8=\""));
        assertFalse(line("aÿ").contains("taskBase64"));
    }

    @Test
    void aTailThatWasCutBeginsAtACharacterAndTellsTheWhole() {
        byte[] euros = "€€".getBytes(StandardCharsets.UTF_8);
        Captured cut = new Captured(ByteString.of(euros, 1, 5), 6);
        assertTrue(line(ByteString.utf8("a"), cut).contains("\"stdout\":\"€\",\"stdoutBytes\":6"));
    }
}
