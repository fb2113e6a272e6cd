package dev.lifeguard.tree;

import dev.lifeguard.Liveness;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.PoolState;
import dev.lifeguard.TaskPool;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.supervision.SupervisionException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a pool now and then: closed by somebody else, or without a worker that serves for too long. Control thread
 * only.
 *
 * <p>Not by a snapshot: it walks the queue of the pool, and puts what users said into words, which is their code. Not by
 * a listener: events can be lost, and listeners cannot be taken off a builder that starts the next incarnation.
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
        WorkerPool<?> pool = poolIn(thing);
        if (pool == null) {
            throw new IllegalArgumentException("Not a pool that can be watched: " + thing);
        }
        return new PoolWatch(pool, limit, now);
    }

    /** {@return the pool as it is now, when the thing is one} */
    static @Nullable PoolSnapshot snapshot(@Nullable Object thing) {
        WorkerPool<?> pool = poolIn(thing);
        return pool == null ? null : pool.snapshot();
    }

    /** {@return whether the pool lives, when the thing is one} */
    static @Nullable Liveness liveness(@Nullable Object thing) {
        WorkerPool<?> pool = poolIn(thing);
        return pool == null ? null : pool.liveness();
    }

    private static @Nullable WorkerPool<?> poolIn(@Nullable Object thing) {
        if (thing instanceof WorkerPool<?> workers) {
            return workers;
        }
        return thing instanceof TaskPool<?, ?> tasks ? tasks.workers() : null;
    }

    /** {@return after how long to look again} A tenth of the limit, so that it is passed by a tenth at most. */
    long periodNanos() {
        return Math.clamp(limitNanos / 10, SHORTEST_NANOS, LONGEST_NANOS);
    }

    Finding look(long now) {
        if (isEnding(pool.state())) {
            return Finding.CLOSED;
        }
        if (pool.serving() > 0) {
            servedNanos = now;
            return Finding.WELL;
        }
        return now - servedNanos < limitNanos ? Finding.WELL : Finding.OUT;
    }

    private static boolean isEnding(PoolState state) {
        return switch (state) {
            case DRAINING, STOPPING, STOPPED -> true;
            case STARTING, RUNNING, PAUSING, PAUSED -> false;
        };
    }

    SupervisionException outage(String path) {
        Liveness seen = pool.liveness();
        return new SupervisionException(
                "No worker of " + pool + " served for " + Duration.ofNanos(limitNanos)
                        + " (outage limit), so the child " + path + " has failed; "
                        + (seen.isAlarm() ? "the pool says: " + seen.reason() : "none of them has started since")
                        + ". It is started again, with what its supervisor starts with it.",
                null);
    }
}
