package dev.lifeguard.supervision;

/**
 * Hears what happens in a tree.
 *
 * <p>Called on the tree's teller thread, one event at a time, in order, never on the control path, with no lock held. A
 * listener that is slow loses events and is told how many ({@link SupervisionEvent.Missed}); one that throws is logged
 * and called again for the next event.
 */
@FunctionalInterface
public interface SupervisionListener {

    /**
     * Hears an event.
     *
     * @param event what happened
     */
    void on(SupervisionEvent event);
}
