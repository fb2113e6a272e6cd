package dev.lifeguard.dataplane;

/** How an attempt left its worker: what the worker's thread must do next. */
public enum Left {
    /** The worker can take the next task. */
    FREE,
    /** The attempt failed: reset the worker. */
    SOILED,
    /** The attempt was asked to leave: reset the worker. */
    ASKED,
    /** The worker was abandoned under the attempt: touch nothing, run the stop hook, end. */
    ABANDONED
}
