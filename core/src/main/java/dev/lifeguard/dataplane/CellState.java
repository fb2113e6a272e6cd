package dev.lifeguard.dataplane;

/** The states of the word of a worker. SEARCHING is RUNNING on the way, with the token to search for work. */
public enum CellState {
    STARTING,
    IDLE,
    SEARCHING,
    RUNNING,
    LEASED,
    RECEIVING,
    RESETTING,
    CHECKING,
    REVOKED,
    ENDING,
    ABANDONED,
    GONE
}
