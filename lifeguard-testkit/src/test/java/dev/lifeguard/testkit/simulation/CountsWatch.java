package dev.lifeguard.testkit.simulation;

import dev.lifeguard.PoolSnapshot.Counts;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What is counted never becomes less, whoever comes, goes or is given up. Looked at after each step of the schedule. */
final class CountsWatch {
    private @Nullable Counts before;

    void look(Counts now, Violations violations) {
        Counts earlier = before;
        before = now;
        if (earlier == null || earlier.equals(now)) {
            return;
        }
        grows("succeeded", Counts::succeeded, earlier, now, violations);
        grows("failed", Counts::failed, earlier, now, violations);
        grows("timed out", Counts::timedOut, earlier, now, violations);
        grows("cancelled", Counts::cancelled, earlier, now, violations);
        grows("lost", Counts::lost, earlier, now, violations);
        grows("refused", Counts::refused, earlier, now, violations);
        grows("retries", Counts::retries, earlier, now, violations);
        grows("leases", Counts::leases, earlier, now, violations);
        grows("deaths", Counts::deaths, earlier, now, violations);
        grows("messages refused", Counts::messagesRefused, earlier, now, violations);
        grows("messages dropped", Counts::messagesDropped, earlier, now, violations);
    }

    private static void grows(
            String what, ToLongFunction<Counts> counter, Counts earlier, Counts now, Violations violations) {
        long was = counter.applyAsLong(earlier);
        long is = counter.applyAsLong(now);
        violations.check(is >= was, () -> is + " " + what + " are counted after " + was);
    }
}
