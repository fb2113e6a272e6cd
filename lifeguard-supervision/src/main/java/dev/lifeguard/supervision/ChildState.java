package dev.lifeguard.supervision;

/** Where a child of a supervisor is in its life. The edges between the states are listed in {@code docs/lifecycles.md}. */
public enum ChildState {
    /** It is not there; it starts when its turn has come. */
    WAITING,
    /** Its start hook runs, or its own children start when it is a supervisor. */
    STARTING,
    /** It runs. */
    RUNNING,
    /** It ended by itself or failed; what it holds is not released yet. */
    OVER,
    /** Its start hook was told to give up, because it is not wanted any more. */
    CANCELLING,
    /** Its stop hook runs, or its own children stop when it is a supervisor. */
    STOPPING,
    /** It is gone; its supervisor decides what follows. */
    DOWN,
    /** It is gone and will not be started again, unless its group is. */
    FINISHED
}
