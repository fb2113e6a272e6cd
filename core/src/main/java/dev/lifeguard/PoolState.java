package dev.lifeguard;

/** Where a pool is in its life. Being degraded is a condition beside it, not a state. */
public enum PoolState {
    /** The first workers are starting; tasks may be submitted and wait. */
    STARTING,
    /** It serves. */
    RUNNING,
    /** Somebody asked for a pause: nothing more is taken to a worker, but what was on its way there still begins. */
    PAUSING,
    /** Nothing begins and nothing is lent until it is resumed; what runs goes on, and tasks may be submitted and wait. */
    PAUSED,
    /** Intake is closed; what was taken still runs. */
    DRAINING,
    /** What still runs is asked, interrupted, abandoned. */
    STOPPING,
    /** Every task has its outcome and every worker is gone or given up. */
    STOPPED
}
