package dev.lifeguard.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.policy.RateLimit.Spaced;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The step of the generic cell rate algorithm, against the bucket of tokens that it stands for. */
class RateLimitTest {

    @Test
    void asManyAsThePeriodLetsInMayComeAtOnceUnlessTheBurstIsSmaller() {
        assertEquals(5, atOnce(RateLimit.of(5, Duration.ofSeconds(1))));
        assertEquals(1, atOnce(RateLimit.perSecond(5).burst(1)));
        assertEquals(9, atOnce(RateLimit.perSecond(5).burst(9)));
    }

    private static int atOnce(Spaced limit) {
        long state = 0;
        int in = 0;
        while (limit.earlyNanos(state, 0) == 0) {
            state = limit.next(state, 0);
            in++;
        }
        return in;
    }

    @Test
    void theTurnsOfThoseWhoWaitAreSpacedEvenly() {
        Spaced limit = RateLimit.perSecond(10).burst(1);
        long state = limit.next(0, 0);
        for (int turn = 1; turn < 5; turn++) {
            assertEquals(turn * 100_000_000L, limit.earlyNanos(state, 0));
            state = limit.next(state, 0);
        }
    }

    @Test
    void aQuietTimeBringsBackTheBurstAndNoMore() {
        Spaced limit = RateLimit.perSecond(10).burst(3);
        long hour = Duration.ofHours(1).toNanos();
        long state = limit.next(0, 0);
        for (int number = 0; number < 3; number++) {
            assertEquals(0, limit.earlyNanos(state, hour));
            state = limit.next(state, hour);
        }
        assertEquals(100_000_000L, limit.earlyNanos(state, hour));
    }

    @Test
    void itAgreesWithABucketOfTokens() {
        for (long seed = 0; seed < 500; seed++) {
            var random = new SplittableRandom(seed);
            int burst = 1 + random.nextInt(5);
            long spacing = 1L + random.nextInt(20);
            Spaced limit = RateLimit.of(1, Duration.ofNanos(spacing)).burst(burst);
            long state = 0;
            // In units of 1/spacing of a token, so that a nanosecond brings one.
            long bucket = burst * spacing;
            long now = 0;
            for (int task = 0; task < 200; task++) {
                long passed = random.nextInt(12);
                now += passed;
                bucket = Math.min(burst * spacing, bucket + passed);
                boolean in = bucket >= spacing;
                long early = limit.earlyNanos(state, now);
                String where = "seed " + seed + ", task " + task + ": " + limit + " at " + now;
                assertEquals(in ? 0 : spacing - bucket, early, where);
                if (in) {
                    bucket -= spacing;
                    state = limit.next(state, now);
                }
            }
        }
    }

    @Test
    void aRateThatDoesNotDivideIsRoundedDown() {
        Spaced limit = RateLimit.perSecond(3).burst(1);
        assertTrue(limit.next(0, 0) * 3 >= 1_000_000_000L);
    }
}
