package dev.lifeguard;

/** Where a task is in its life. */
public enum TaskState {
    /** It does not wait for a worker yet. */
    DELAYED,
    /** It waits for a worker, or before that for its turn: behind its key, or at a cap. */
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
