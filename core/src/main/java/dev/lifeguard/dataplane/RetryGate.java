package dev.lifeguard.dataplane;

import dev.lifeguard.policy.Policies;
import dev.lifeguard.policy.Quarantine;
import dev.lifeguard.policy.RetryBudget;
import dev.lifeguard.timing.CoarseClock;
import dev.lifeguard.timing.TimeSource;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a pool as a whole says about further attempts, beside the {@code Retry} of each task: its budget of retries and
 * its quarantine. Any thread asks; the supervisor changes.
 */
public final class RetryGate {

    private final TimeSource time;
    private final CoarseClock clock;

    /** Supervisor writes: the bucket of the budget; {@code null} without one, so that it costs a look at a field. */
    private volatile @Nullable RetryTokens tokens;

    /** Supervisor writes. */
    private volatile Quarantine quarantine;

    RetryGate(Policies policies, TimeSource time, CoarseClock clock) {
        this.time = time;
        this.clock = clock;
        this.quarantine = policies.quarantine();
        this.tokens = tokens(policies.retries());
    }

    private @Nullable RetryTokens tokens(RetryBudget budget) {
        return budget.isNone() ? null : new RetryTokens(budget, time.nanoTime());
    }

    /** Goes by other policies; another budget begins with a full bucket. Supervisor. */
    void follow(Policies policies) {
        quarantine = policies.quarantine();
        RetryTokens now = tokens;
        if (!policies.retries().equals(now == null ? RetryBudget.none() : now.budget())) {
            tokens = tokens(policies.retries());
        }
    }

    /** A first attempt began. */
    void begun(long now) {
        RetryTokens bucket = tokens;
        if (bucket != null) {
            bucket.deposit(now);
        }
    }

    /** {@return whether the budget has one more retry, which is taken from it} */
    boolean grants() {
        RetryTokens bucket = tokens;
        return bucket == null || bucket.withdraw(clock.now());
    }

    /** A retry that was granted does not follow: somebody else ended the attempt. */
    void giveBack() {
        RetryTokens bucket = tokens;
        if (bucket != null) {
            bucket.refund(clock.now());
        }
    }

    Quarantine quarantine() {
        return quarantine;
    }

    /** {@return how many retries the budget allows now; empty without one} */
    public OptionalDouble allowed() {
        RetryTokens bucket = tokens;
        return bucket == null ? OptionalDouble.empty() : OptionalDouble.of(bucket.allowed(time.nanoTime()));
    }
}
