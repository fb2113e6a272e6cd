package dev.lifeguard;

import org.jspecify.annotations.Nullable;

/** A supervised change. Per-task edges are counted ({@link PoolSnapshot.Counts}), not reported one by one. */
public sealed interface PoolEvent {

    /** {@return the name of the pool} */
    String pool();

    /**
     * A worker changed its state.
     *
     * @param worker who
     * @param from its state before
     * @param to its state now
     * @param reason why
     * @param cause what was thrown, when something was
     */
    record WorkerChanged(
            WorkerId worker,
            WorkerState from,
            WorkerState to,
            String reason,
            @Nullable Throwable cause) implements PoolEvent {

        @Override
        public String pool() {
            return worker.pool();
        }
    }

    /**
     * The pool changed its state.
     *
     * @param pool the name of the pool
     * @param from its state before
     * @param to its state now
     * @param reason why
     */
    record PoolChanged(String pool, PoolState from, PoolState to, String reason) implements PoolEvent {}

    /**
     * Fewer workers serve than were asked for, or all serve again.
     *
     * @param pool the name of the pool
     * @param degraded whether it is degraded now
     * @param reason why
     * @param cause the last failure of a worker, when there was one
     */
    record ConditionChanged(
            String pool,
            boolean degraded,
            String reason,
            @Nullable Throwable cause) implements PoolEvent {}

    /**
     * The size of the pool was changed.
     *
     * @param pool the name of the pool
     * @param from the number of workers before
     * @param to the number of workers now asked for
     */
    record Resized(String pool, int from, int to) implements PoolEvent {}

    /**
     * Something went wrong that has no other place: a stop hook, a cancel hook or a listener threw, or outcomes were
     * never looked at.
     *
     * @param pool the name of the pool
     * @param message fact, consequence, remedy
     * @param cause what was thrown, when something was
     */
    record Trouble(String pool, String message, @Nullable Throwable cause) implements PoolEvent {}

    /**
     * Events were lost because listeners are slower than the pool.
     *
     * @param pool the name of the pool
     * @param count how many
     */
    record Missed(String pool, long count) implements PoolEvent {}
}
