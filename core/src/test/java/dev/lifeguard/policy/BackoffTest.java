package dev.lifeguard.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The shapes of waits, as formulas and over many draws. */
final class BackoffTest {

    private static final long MILLI = 1_000_000;
    private static final Backoff FEW = Backoff.exponential(Duration.ofMillis(10), Duration.ofMillis(100));

    @Test
    void exponentialDoublesUpToItsCap() {
        Backoff exact = FEW.withJitter(0);
        long[] wanted = {10, 20, 40, 80, 100, 100};
        for (int attempt = 1; attempt <= wanted.length; attempt++) {
            assertEquals(wanted[attempt - 1] * MILLI, exact.nanos(attempt, 0, 0.9), "attempt " + attempt);
        }
        assertEquals(100 * MILLI, exact.nanos(Integer.MAX_VALUE, 0, 0.5), "no overflow");
    }

    @Test
    void aShareIsPlusOrMinus() {
        Backoff half = FEW.withJitter(0.5);
        assertEquals(5 * MILLI, half.nanos(1, 0, 0));
        assertEquals(10 * MILLI, half.nanos(1, 0, 0.5));
        assertEquals(15 * MILLI, half.nanos(1, 0, 1));
    }

    @Test
    void fullJitterIsEvenFromZeroToTheValue() {
        Backoff full = FEW.withFullJitter();
        var random = new SplittableRandom(1);
        for (int attempt = 1; attempt <= 6; attempt++) {
            long value = FEW.withJitter(0).nanos(attempt, 0, 0);
            double sum = 0;
            long least = Long.MAX_VALUE;
            long most = 0;
            int draws = 20_000;
            for (int draw = 0; draw < draws; draw++) {
                long wait = full.nanos(attempt, 0, random.nextDouble());
                least = Math.min(least, wait);
                most = Math.max(most, wait);
                sum += wait;
            }
            assertTrue(least >= 0 && least < value / 100 && most <= value && most > value * 99 / 100);
            assertEquals(value / 2.0, sum / draws, value / 50.0, "the mean of attempt " + attempt);
        }
    }

    @Test
    void decorrelatedJitterDrawsFromTheFirstToThreeTimesTheWaitBefore() {
        Backoff shape = FEW.withDecorrelatedJitter();
        assertEquals(10 * MILLI, shape.nanos(1, 0, 0));
        assertEquals(30 * MILLI, shape.nanos(1, 0, 1), "the first: from the first wait to three times that");
        assertEquals(10 * MILLI, shape.nanos(5, 20 * MILLI, 0));
        assertEquals(60 * MILLI, shape.nanos(5, 20 * MILLI, 1));
        assertEquals(100 * MILLI, shape.nanos(5, 80 * MILLI, 1), "capped");
        var random = new SplittableRandom(2);
        long before = 0;
        boolean fell = false;
        boolean reached = false;
        for (int attempt = 1; attempt <= 2_000; attempt++) {
            long wait = shape.nanos(attempt, before, random.nextDouble());
            assertTrue(wait >= 10 * MILLI && wait <= 100 * MILLI, () -> wait + " ns");
            fell |= wait < before;
            reached |= wait > 95 * MILLI;
            before = wait;
        }
        assertTrue(fell && reached, "it goes up and down between its bounds");
    }

    @Test
    void fixedIsTheSameEveryTime() {
        Backoff fixed = Backoff.fixed(Duration.ofMillis(7));
        assertEquals(7 * MILLI, fixed.nanos(1, 0, 0));
        assertEquals(7 * MILLI, fixed.nanos(40, 99, 1));
    }

    @Test
    void aCustomShapeIsCappedAndHasAStandardToFallBackOn() {
        Backoff custom = Backoff.custom(Duration.ofMillis(60), (attempt, failure, before) -> Duration.ofDays(attempt));
        assertEquals(60 * MILLI, custom.capped(Duration.ofDays(1)));
        assertEquals(50 * MILLI, custom.nanos(1, 0, 0.5));
        assertEquals(60 * MILLI, custom.nanos(9, 0, 0.5));
    }

    @Test
    void wordsSayWhatItIs() {
        assertEquals("PT0.01S..PT0.1S, jitter=0.2", FEW.toString());
        assertEquals("PT0.01S..PT0.1S, jitter=FULL", FEW.withFullJitter().toString());
        assertEquals("PT1S, jitter=NONE", Backoff.fixed(Duration.ofSeconds(1)).toString());
    }
}
