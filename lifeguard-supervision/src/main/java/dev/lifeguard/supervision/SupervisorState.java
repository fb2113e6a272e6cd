package dev.lifeguard.supervision;

/** Where a supervisor is in its life. The edges between the states are listed in {@code docs/lifecycles.md}. */
public enum SupervisorState {
    /** Its children are started for the first time, one after the other. */
    STARTING,
    /** It watches its children. */
    RUNNING,
    /** It gave up: a child could not be started with it, or there were too many restarts; its children are stopped. */
    FAILING,
    /** Somebody asked for its end; its children are stopped. */
    STOPPING,
    /** It gave up, and its children are gone. */
    FAILED,
    /** It ended because somebody asked, and its children are gone. */
    STOPPED;

    /** {@return whether it has ended} */
    public boolean isEnd() {
        return this == FAILED || this == STOPPED;
    }
}
