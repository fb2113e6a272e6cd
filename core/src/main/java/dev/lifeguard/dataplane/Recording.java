package dev.lifeguard.dataplane;

import dev.lifeguard.Lease;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.WorkerId;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a flight recorder is told. One implementation writes JFR events; {@link #NONE} is for runtimes without JFR.
 *
 * <p>Never user code, and never blocks, so every thread may call it, the supervisor too. What begins returns a span only
 * while somebody records; whoever got one hands it back at the end. So nothing is allocated while nobody records.
 */
public interface Recording {

    /** Records nothing. */
    Recording NONE = new Recording() {};

    /**
     * How a pool is at one look.
     *
     * @param pool its name
     * @param liveness the verdict
     * @param queued how many wait
     * @param oldestWaitNanos how long the head has waited
     * @param unfinished how many have no outcome yet
     * @param capacity the bound of {@code unfinished}
     * @param size how many workers it should have
     * @param free how many are free
     * @param inUse how many run a task or are lent
     * @param zombies how many abandoned ones have not come back
     */
    record Vitals(
            String pool,
            String liveness,
            int queued,
            long oldestWaitNanos,
            int unfinished,
            int capacity,
            int size,
            int free,
            int inUse,
            int zombies) {}

    /** {@return the span of an attempt that begins now on the calling worker's thread, while somebody records} */
    default @Nullable Object attemptBegins() {
        return null;
    }

    /** The attempt is over. The same thread. */
    default void attemptEnded(Object span, TaskRecord<?> task, Attempt attempt, String end) {
        // Nobody records.
    }

    /** The outcome of a task is decided. */
    default void answered(String pool, TaskRecord<?> task, Outcome<?> outcome) {
        // Nobody records.
    }

    /** {@return the span of a loan that begins now, while somebody records} */
    default @Nullable Object leaseBegins() {
        return null;
    }

    /** The loan is over. */
    default void leaseEnded(Object span, WorkerId worker, long loan, Lease.Verdict verdict) {
        // Nobody records.
    }

    /** A supervised change. Supervisor only. */
    default void told(PoolEvent event) {
        // Nobody records.
    }

    /** A worker was abandoned. Supervisor only. */
    default void abandoned(WorkerId worker, String reason, List<StackTraceElement> stack) {
        // Nobody records.
    }

    /** A look at the pool. Supervisor only. */
    default void looked(Supplier<Vitals> vitals) {
        // Nobody records.
    }
}
