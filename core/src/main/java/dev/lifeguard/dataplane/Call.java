package dev.lifeguard.dataplane;

import dev.lifeguard.TaskContext;
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
}
