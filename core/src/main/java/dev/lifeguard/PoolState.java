package dev.lifeguard;

/** Where a pool is in its life. Being degraded is a condition beside it, not a state. */
public enum PoolState {
    /** The first workers are starting; tasks may be submitted and wait. */
    STARTING,
    /** It serves. */
    RUNNING,
    /** Intake is closed; what was taken still runs. */
    DRAINING,
    /** What still runs is asked, interrupted, abandoned. */
    STOPPING,
    /** Every task has its outcome and every worker is gone or given up. */
    STOPPED
}
