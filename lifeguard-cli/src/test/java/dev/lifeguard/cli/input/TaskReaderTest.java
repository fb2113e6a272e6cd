package dev.lifeguard.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.process.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TaskReaderTest {
    private static TaskReader lines(String text) {
        return new TaskReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), (byte) '\n', 1000);
    }

    private static List<String> all(TaskReader reader) throws IOException {
        var all = new ArrayList<String>();
        for (Optional<InputLine> line = reader.next(); line.isPresent(); line = reader.next()) {
            all.add(line.get().number() + ":" + line.get().text());
        }
        return all;
    }

    @Test
    void theLastLineNeedsNoEnd() throws IOException {
        assertEquals(List.of("1:a", "2:b"), all(lines("a\nb")));
        assertEquals(List.of("1:a", "2:b"), all(lines("a\nb\n")));
        assertEquals(List.of(), all(lines("")));
    }

    @Test
    void emptyLinesAreCountedAndAreNoTasks() throws IOException {
        TaskReader reader = lines("\n\na\n\nb\n\n");
        assertEquals(List.of("3:a", "5:b"), all(reader));
        assertEquals(4, reader.emptyLines());
        assertEquals(6, reader.number());
    }

    @Test
    void onlyTheEndIsTakenOff() throws IOException {
        assertEquals(List.of("1: a \r", "2:\tb"), all(lines(" a \r\n\tb\n")));
    }

    @Test
    void aNulMayEndATask() throws IOException {
        var in = new ByteArrayInputStream("a\nb\0'c\"\0".getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of("1:a\nb", "2:'c\""), all(new TaskReader(in, (byte) 0, 1000)));
    }

    @Test
    void bytesThatAreNoTextAreKept() throws IOException {
        byte[] bytes = {(byte) 0xFF, 'a', '\n'};
        var reader = new TaskReader(new ByteArrayInputStream(bytes), (byte) '\n', 1000);
        assertEquals(
                ByteString.of(new byte[] {(byte) 0xFF, 'a'}),
                reader.next().orElseThrow().text());
    }

    @Test
    void aLineThatIsTooLongIsSkippedAndTheNextIsRead() throws IOException {
        TaskReader reader = lines("x".repeat(1000) + "\n" + "y".repeat(100_000) + "\nz\n");
        assertFalse(reader.next().orElseThrow().tooLong());
        InputLine longLine = reader.next().orElseThrow();
        assertTrue(longLine.tooLong());
        assertEquals(100_000, longLine.length());
        assertEquals(256, longLine.text().size());
        assertEquals("z", reader.next().orElseThrow().text().toString());
    }

    @Test
    void piecesOfAnySizeGiveTheSameLines() throws IOException {
        for (int seed = 0; seed < 300; seed++) {
            var random = new SplittableRandom(seed);
            var text = new StringBuilder();
            var expected = new ArrayList<String>();
            int count = random.nextInt(20);
            for (int i = 1; i <= count; i++) {
                String line = "x".repeat(random.nextInt(400));
                text.append(line).append('\n');
                if (!line.isEmpty()) {
                    expected.add(i + ":" + line);
                }
            }
            InputStream in = new Pieces(text.toString().getBytes(StandardCharsets.UTF_8), random);
            assertEquals(expected, all(new TaskReader(in, (byte) '\n', 1000)), "seed " + seed);
        }
    }

    /** Gives its bytes in pieces of random size, none included. */
    private static final class Pieces extends ByteArrayInputStream {
        private final SplittableRandom random;

        Pieces(byte[] bytes, SplittableRandom random) {
            super(bytes);
            this.random = random;
        }

        @Override
        public synchronized int read(byte[] buffer, int start, int length) {
            return super.read(buffer, start, Math.min(length, random.nextInt(50)));
        }
    }
}
