package dev.lifeguard.tree;

import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.PoolState;
import dev.lifeguard.SupervisionException;
import dev.lifeguard.TaskPool;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerState;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a pool now and then: closed by somebody else, or without a worker that serves for too long. Control thread
 * only.
 *
 * <p>Not by a listener: events can be lost, and listeners cannot be taken off a builder that starts the next incarnation.
 */
final class PoolWatch {

    /** What a look found. */
    enum Finding {
        WELL,
        CLOSED,
        OUT
    }

    private static final long SHORTEST_NANOS = 10_000_000;
    private static final long LONGEST_NANOS = 1_000_000_000;

    private static final Set<PoolState> ENDING = EnumSet.of(PoolState.DRAINING, PoolState.STOPPING, PoolState.STOPPED);

    private static final Set<WorkerState> OUT = EnumSet.of(
            WorkerState.STARTING,
            WorkerState.CONDEMNED,
            WorkerState.STOPPING,
            WorkerState.BACKOFF,
            WorkerState.FAILED,
            WorkerState.STOPPED);

    private final WorkerPool<?> pool;
    private final long limitNanos;
    private long servedNanos;

    private PoolWatch(WorkerPool<?> pool, Duration limit, long now) {
        this.pool = pool;
        this.limitNanos = limit.toNanos();
        this.servedNanos = now;
    }

    /** {@return a watch of the pool} */
    static PoolWatch of(Object thing, Duration limit, long now) {
        return new PoolWatch(workers(thing), limit, now);
    }

    private static WorkerPool<?> workers(Object thing) {
        return switch (thing) {
            case WorkerPool<?> workers -> workers;
            case TaskPool<?, ?> tasks -> tasks.workers();
            default -> throw new IllegalArgumentException("Not a pool that can be watched: " + thing);
        };
    }

    /** {@return the pool as it is now, when the thing is one} */
    static @Nullable PoolSnapshot snapshot(@Nullable Object thing) {
        return thing instanceof WorkerPool<?> || thing instanceof TaskPool<?, ?>
                ? workers(thing).snapshot()
                : null;
    }

    /** {@return after how long to look again} A tenth of the limit, so that it is passed by a tenth at most. */
    long periodNanos() {
        return Math.clamp(limitNanos / 10, SHORTEST_NANOS, LONGEST_NANOS);
    }

    Finding look(long now) {
        if (ENDING.contains(pool.state())) {
            return Finding.CLOSED;
        }
        if (pool.snapshot().workers().stream().anyMatch(worker -> !OUT.contains(worker.state()))) {
            servedNanos = now;
            return Finding.WELL;
        }
        return now - servedNanos < limitNanos ? Finding.WELL : Finding.OUT;
    }

    SupervisionException outage(String path) {
        PoolSnapshot seen = pool.snapshot();
        return new SupervisionException(
                "No worker of pool " + seen.pool() + " served for " + Duration.ofNanos(limitNanos)
                        + " (outage limit), so the child " + path + " has failed; the pool says: "
                        + seen.degraded().orElse("none could be started")
                        + ". It is started again, with what its supervisor starts with it.",
                null);
    }
}
