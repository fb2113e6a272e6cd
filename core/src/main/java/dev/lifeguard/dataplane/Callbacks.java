package dev.lifeguard.dataplane;

import dev.lifeguard.WorkerId;

/** Runs what users want to be told on a thread that is neither a worker's nor the supervisor's. */
@FunctionalInterface
public interface Callbacks {

    /** Runs it later, in order. Its failure is counted and reported. */
    void later(Runnable callback);

    /** {@return whether listeners will hear what a worker says} It never waits; by default nobody listens. */
    default boolean emit(WorkerId worker, Object message) {
        return false;
    }
}
