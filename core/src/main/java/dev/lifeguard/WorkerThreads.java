package dev.lifeguard;

/** The kind of thread that a worker owns for its whole life. */
public enum WorkerThreads {
    /** A virtual thread: for workers that mostly wait. */
    VIRTUAL,
    /** A platform daemon thread: for workers that compute, read child processes, or call native code. */
    PLATFORM
}
