package dev.lifeguard.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TailTest {
    @ParameterizedTest(name = "limit {0}")
    @ValueSource(ints = {0, 1, 7, 1023, 1024, 1025, 5000})
    void keepsTheEndOfWhateverPiecesCame(int limit) {
        for (int seed = 0; seed < 200; seed++) {
            var random = new SplittableRandom(seed);
            var tail = new Tail(limit);
            var all = new StringBuilder();
            for (int piece = random.nextInt(12); piece > 0; piece--) {
                String text = text(random, random.nextInt(3000));
                byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
                tail.add(bytes, bytes.length);
                all.append(text);
            }
            Captured captured = tail.captured();
            assertEquals(all.length(), captured.totalBytes(), "seed " + seed);
            assertEquals(
                    all.substring(Math.max(0, all.length() - limit)),
                    captured.tail().toString(),
                    "seed " + seed);
            assertEquals(all.length() > limit, captured.cut(), "seed " + seed);
        }
    }

    private static String text(SplittableRandom random, int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }
}
