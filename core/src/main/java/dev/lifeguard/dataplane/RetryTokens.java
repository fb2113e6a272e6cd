package dev.lifeguard.dataplane;

import dev.lifeguard.policy.RetryBudget;
import java.util.concurrent.TimeUnit;

/**
 * The retry budget of a pool at work: its bucket, as one word that first attempts fill and retries empty. The steps are
 * pure and stand in {@link RetryBudget}; here is the compare-and-set.
 */
final class RetryTokens {

    private final RetryBudget budget;

    /** Padded: every worker looks at it for every task. A bucket that is full is only read. */
    private final PaddedLong word = new PaddedLong();

    RetryTokens(RetryBudget budget, long nowNanos) {
        this.budget = budget;
        word.set(budget.full(millis(nowNanos)));
    }

    /** A first attempt began. */
    void deposit(long nowNanos) {
        long now = millis(nowNanos);
        long seen = word.get();
        long next = budget.deposit(seen, now);
        while (next != seen && !word.compareAndSet(seen, next)) {
            seen = word.get();
            next = budget.deposit(seen, now);
        }
    }

    /** {@return whether one more retry is allowed; it is taken out then} */
    boolean withdraw(long nowNanos) {
        long now = millis(nowNanos);
        while (true) {
            long seen = word.get();
            long next = budget.withdraw(seen, now);
            if (next == -1) {
                return false;
            }
            if (word.compareAndSet(seen, next)) {
                return true;
            }
        }
    }

    /** A retry that was taken out does not follow. */
    void refund(long nowNanos) {
        long now = millis(nowNanos);
        long seen = word.get();
        while (!word.compareAndSet(seen, budget.refund(seen, now))) {
            seen = word.get();
        }
    }

    /** {@return how many retries are allowed now} */
    double allowed(long nowNanos) {
        return budget.allowed(word.get(), millis(nowNanos));
    }

    RetryBudget budget() {
        return budget;
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
