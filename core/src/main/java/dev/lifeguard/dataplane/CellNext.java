package dev.lifeguard.dataplane;

/** What a caller must do after a transition of a worker's word. */
enum CellNext {
    /** Nothing: done. */
    DONE,
    /** Put the cell into the list of free workers. */
    LIST,
    /** Wake the worker's thread: it has to run a hook. */
    WAKE,
    /** Nothing: the caller no longer owns the cell. */
    STALE
}
