package dev.lifeguard.dataplane;

/** The way up: how the data plane tells the supervisor something. One of the two bridges between the planes. */
@FunctionalInterface
public interface Signals {

    /** Leaves a notice for the supervisor; never blocks, never runs anything. */
    void post(Notice notice);
}
