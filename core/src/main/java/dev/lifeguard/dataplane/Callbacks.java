package dev.lifeguard.dataplane;

/** Runs what users want to be told on a thread that is neither a worker's nor the supervisor's. */
@FunctionalInterface
public interface Callbacks {

    /** Runs it later, in order. Its failure is counted and reported. */
    void later(Runnable callback);
}
