package dev.lifeguard;

/**
 * A worker's own view of itself: what its start hook is given, and what a task finds as {@link TaskContext#worker()}.
 * It may be kept as long as the worker lives. Any thread may call it.
 */
public interface WorkerContext {

    /** {@return who the worker is} */
    WorkerId id();
}
