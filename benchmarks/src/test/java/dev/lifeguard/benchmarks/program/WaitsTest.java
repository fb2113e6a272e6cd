package dev.lifeguard.benchmarks.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class WaitsTest {
    private static final long MILLISECOND = 1_000_000;

    @Test
    void aPercentileIsAtMostASixteenthTooHigh() {
        var waits = new Waits();
        for (long nanos = 1; nanos <= MILLISECOND; nanos += 7) {
            waits.add(nanos);
        }
        for (double share : new double[] {0.001, 0.5, 0.99, 0.999}) {
            double exact = share * 1_000;
            double told = waits.micros(share);
            assertTrue(told >= exact * 0.99 && told <= exact * 1.07, share + " of 1 ms is told as " + told + " µs");
        }
        assertEquals(1_000, waits.micros(1), 0.1);
    }

    @Test
    void theLongestTimeOfAllFitsABucket() {
        var waits = new Waits();
        waits.add(Long.MAX_VALUE);
        waits.add(-1);
        assertEquals(Long.MAX_VALUE / 1e3, waits.micros(1));
        assertEquals(0, waits.micros(0.5));
    }

    @Test
    void whoStarvesCountsAsOftenAsHeWouldHaveCome() {
        var waits = new Waits();
        for (int lucky = 0; lucky < 9_900; lucky++) {
            waits.add(100);
        }
        waits.add(1_000 * MILLISECOND);
        assertTrue(waits.micros(0.99) < 1, "the few that never wait hide the one that does");
        assertTrue(waits.asMet(MILLISECOND / 10).micros(0.99) > 900_000, "who came in its place would have waited");
        assertEquals(9_900 + 10, waits.asMet(100 * MILLISECOND).total());
    }

    @Test
    void noPercentileOfNothing() {
        assertThrows(IllegalStateException.class, () -> new Waits().micros(0.5));
    }

    @Test
    void readingsAreFoundAmongOtherLines() {
        assertEquals(
                Map.of("p50_us", 1.5, "ops_per_us", 1e-7),
                Readings.in("WARNING: something\nreading p50_us 1.5\nreading ops_per_us 1.0E-7\n"));
    }
}
