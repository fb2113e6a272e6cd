package dev.lifeguard;

/** Where a task is in its life. */
public enum TaskState {
    /** It waits for a worker. */
    QUEUED,
    /** Its code runs. */
    RUNNING,
    /** Its code was asked to leave; its outcome may be known already. */
    CANCELLING,
    /** It waits for its next attempt. */
    BACKOFF,
    /** It has its outcome, and its code has left the worker or was abandoned. */
    DONE
}
