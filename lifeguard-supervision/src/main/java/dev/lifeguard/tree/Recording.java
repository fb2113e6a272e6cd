package dev.lifeguard.tree;

import dev.lifeguard.supervision.SupervisionEvent;

/** Where a tree writes down what happens to it. Called on the control thread, so never code of a user. */
@FunctionalInterface
public interface Recording {

    /** Writes nothing. */
    Recording NONE = event -> {};

    /**
     * Writes an event. Each is written, also one that listeners miss.
     *
     * @param event what happened
     */
    void told(SupervisionEvent event);
}
