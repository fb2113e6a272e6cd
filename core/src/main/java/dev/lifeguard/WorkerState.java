package dev.lifeguard;

/** Where a worker is in its life. The edges between the states are listed in {@code docs/lifecycles.md}. */
public enum WorkerState {
    /** Its start hook runs. */
    STARTING,
    /** It is free. */
    IDLE,
    /** It runs a task. */
    RUNNING,
    /** It runs a task that was asked to leave. */
    CANCELLING,
    /** It is lent out. */
    LEASED,
    /** It reads messages. */
    RECEIVING,
    /** Its reset hook runs. */
    RESETTING,
    /** It was free, and is asked whether it is healthy. */
    CHECKING,
    /** It is in use for the last time and will stop afterwards. */
    LEAVING,
    /** It is sick: its stop hook runs, or its object is still in somebody's hands; it will be replaced. */
    CONDEMNED,
    /** It leaves on request: its stop hook runs. */
    STOPPING,
    /** It died or could not start; its replacement waits for its time. */
    BACKOFF,
    /** No replacement may start, because too many abandoned workers have not come back. */
    FAILED,
    /** It is gone for good. */
    STOPPED
}
