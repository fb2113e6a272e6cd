package dev.lifeguard.dataplane;

import dev.lifeguard.Outcome;
import dev.lifeguard.TaskContext;
import dev.lifeguard.TaskHandle;
import org.jspecify.annotations.Nullable;

/**
 * How a worker object and what was submitted come together: the typed worker processes the task, or the code task is
 * given the worker. One for each door of a pool, so that a task is data and needs no closure of its own.
 */
@FunctionalInterface
public interface Call {

    /** Runs one attempt on the worker's thread. */
    @Nullable
    Object run(Object worker, Object payload, TaskContext context) throws Exception;

    /** {@return what was submitted, for dead letters} */
    default Parcel parcel(Object payload) {
        return new Parcel(payload, 0, true);
    }

    /**
     * The task has its outcome: told once, before its permit is back, on the thread that decided it. That may be the
     * supervisor's, so nothing here waits, throws, or calls code of the user.
     */
    default void answered(Object payload, TaskHandle<?> task, Outcome<?> outcome) {}

    /**
     * {@return whether a task that waits may be given up for a newer one} Not when nobody could be told of it, and
     * somebody would wait for its result forever.
     */
    default boolean mayBeShed(Object payload) {
        return true;
    }
}
