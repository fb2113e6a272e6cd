package dev.lifeguard.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The bucket: never more retries than the promise says, in any stretch of time. */
final class RetryBudgetTest {

    private static final int SEEDS = 300;

    /** How a bucket is driven: as it is, or with a planted bug. */
    interface Bucket {

        /** The word after a retry, or -1. */
        long withdraw(RetryBudget budget, long word, long millis);
    }

    @Test
    void noStretchOfTimeHasMoreRetriesThanThePromiseAllows() {
        for (int seed = 0; seed < SEEDS; seed++) {
            assertNull(firstExcess(seed, RetryBudget::withdraw));
        }
    }

    /** The search sees red: a bucket that lets the clock go back, and one that lends. */
    @Test
    void plantedBugsAreFound() {
        assertFound((budget, word, millis) -> {
            long next = budget.withdraw(word, millis);
            return next == -1 ? -1 : (next & 0xFFFF_FFFFL) | ((millis - 40) << 32);
        });
        assertFound((budget, word, millis) -> {
            long next = budget.withdraw(word, millis);
            return next == -1 && millis % 5 == 0 ? word : next;
        });
    }

    private static void assertFound(Bucket bug) {
        String found = null;
        for (int seed = 0; seed < SEEDS && found == null; seed++) {
            found = firstExcess(seed, bug);
        }
        assertNotNull(found, "the planted bug was not found in " + SEEDS + " seeds");
    }

    /** Draws first attempts and failures over time. {@return the first stretch with too many retries, or {@code null}} */
    private static @Nullable String firstExcess(int seed, Bucket bucket) {
        var random = new SplittableRandom(seed);
        var budget = new RetryBudget(
                random.nextInt(3) == 0 ? 0.001 : random.nextDouble(0.01, 1),
                random.nextInt(20),
                1 + random.nextInt(20));
        long millis = random.nextLong(1L << 40);
        long began = millis;
        long word = budget.full(millis);
        // What the promise allows from each moment on: a ledger that is the bucket, with doubles and without a clock.
        List<double[]> events = new ArrayList<>();
        for (int step = 0; step < 400; step++) {
            millis += random.nextInt(4) == 0 ? random.nextInt(200) : 0;
            // Clocks of several threads differ by a little.
            long seen = Math.max(began, millis - random.nextInt(3));
            if (random.nextInt(3) == 0) {
                word = budget.deposit(word, seen);
                events.add(new double[] {millis, 1, 0});
            } else {
                long next = bucket.withdraw(budget, word, seen);
                if (next != -1) {
                    word = next;
                    events.add(new double[] {millis, 0, 1});
                }
            }
        }
        return excess(budget, events);
    }

    private static @Nullable String excess(RetryBudget budget, List<double[]> events) {
        for (int from = 0; from < events.size(); from++) {
            double firsts = 0;
            double retries = 0;
            for (int until = from; until < events.size(); until++) {
                firsts += events.get(until)[1];
                retries += events.get(until)[2];
                // The clock of a thread may be 2 ms behind, and a share is rounded to a thousandth of a token.
                double seconds = (events.get(until)[0] - events.get(from)[0] + 2) / 1_000;
                double most =
                        budget.saved() + (budget.share() + 0.0005) * firsts + budget.perSecond() * seconds + 0.001;
                if (retries > most) {
                    return budget + ": " + retries + " retries in " + seconds + " s beside " + firsts
                            + " first attempts, but at most " + most;
                }
            }
        }
        return null;
    }

    @Test
    void aFullBucketIsNotWritten() {
        RetryBudget budget = RetryBudget.share(0.2);
        long full = budget.full(7);
        assertEquals(full, budget.deposit(full, 99_999));
        assertNotEquals(full, budget.withdraw(full, 99_999));
    }

    @Test
    void itFillsByWorkAndByTime() {
        RetryBudget budget = RetryBudget.share(0.5).withPerSecond(2).withSaved(3);
        long word = budget.full(0);
        for (int retry = 0; retry < 3; retry++) {
            word = budget.withdraw(word, 0);
        }
        assertEquals(-1, budget.withdraw(word, 0));
        word = budget.deposit(word, 0);
        assertEquals(-1, budget.withdraw(word, 0));
        word = budget.deposit(word, 0);
        word = budget.withdraw(word, 0);
        assertEquals(0, budget.allowed(word, 0));
        assertEquals(-1, budget.withdraw(word, 499));
        assertNotEquals(-1, budget.withdraw(word, 500));
        assertEquals(3, budget.allowed(word, 1_000_000), "not more than it holds");
        assertEquals(1, budget.allowed(budget.refund(word, 0), 0));
    }

    @Test
    void aLongRestFillsIt() {
        RetryBudget budget = RetryBudget.share(0.2).withPerSecond(1_000_000).withSaved(1);
        long word = budget.withdraw(budget.full(0), 0);
        long days = 20L * 24 * 3_600 * 1_000;
        for (long millis = 1; millis < days; millis += days / 997) {
            assertEquals(1, budget.allowed(word, millis), "after " + millis + " ms");
        }
    }

    /** A pool in which all is well for a month does not write its bucket; then the outage comes. */
    @Test
    void timeGoesOnAfterAnyRest() {
        RetryBudget budget = new RetryBudget(0, 1, 1);
        long day = 24L * 3_600 * 1_000;
        for (int days = 1; days < 48; days++) {
            long now = days * day;
            long word = budget.withdraw(budget.full(0), now);
            assertNotEquals(-1, budget.withdraw(word, now + 1_000), "a second after a rest of " + days + " days");
            assertEquals(-1, budget.withdraw(word, now + 999), "less than a second after a rest of " + days + " days");
        }
    }

    @Test
    void aThreadThatWasHeldUpForHoursBringsNothing() {
        RetryBudget budget = new RetryBudget(0, 1, 1);
        long hours = 20L * 3_600 * 1_000;
        long word = budget.withdraw(budget.full(hours), hours);
        assertEquals(-1, budget.withdraw(word, 0));
        assertEquals(word, budget.withdraw(budget.refund(word, 0), 0));
    }

    @Test
    void theClockMayWrap() {
        RetryBudget budget = RetryBudget.share(0.5).withPerSecond(1).withSaved(1);
        long wrap = 1L << 32;
        long word = budget.withdraw(budget.full(wrap - 10), wrap - 10);
        assertEquals(-1, budget.withdraw(word, wrap + 500));
        assertNotEquals(-1, budget.withdraw(word, wrap + 990));
    }
}
