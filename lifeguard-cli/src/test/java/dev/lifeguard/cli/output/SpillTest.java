package dev.lifeguard.cli.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SpillTest {
    @Test
    void givesBackWhatWasWrittenHoweverMuch() throws IOException {
        for (int size : new int[] {0, 1, Spill.MEMORY_BYTES, Spill.MEMORY_BYTES + 1, 5 * Spill.MEMORY_BYTES}) {
            byte[] bytes = new byte[size];
            new SplittableRandom(size).nextBytes(bytes);
            var spill = new Spill();
            for (int i = 0; i < size; i += 1000) {
                spill.write(bytes, i, Math.min(1000, size - i));
            }
            var copy = new ByteArrayOutputStream();
            spill.copyTo(copy);
            spill.discard();
            assertArrayEquals(bytes, copy.toByteArray(), "size " + size);
        }
    }

    @Test
    void eachAttemptBeginsAnew() throws IOException {
        var store = new SpilledOutput();
        store.open(1).write('a');
        store.open(2).write('b');
        var copy = new ByteArrayOutputStream();
        store.copyTo(copy);
        assertEquals("b", copy.toString(java.nio.charset.StandardCharsets.UTF_8));
        store.discard();
    }
}
