package dev.lifeguard;

/**
 * Hears what the pool does to itself: every supervised change with its reason.
 *
 * <p>Called on the pool's notifier thread, one event at a time, in order, never on the control path or a worker, with
 * no lock held. A listener that is slow loses events and is told how many ({@link PoolEvent.Missed}); one that throws
 * is counted and logged, and called again for the next event.
 *
 * <p>A snapshot taken when an event is heard is at least as new as the event, and so is the record of operations.
 */
@FunctionalInterface
public interface PoolListener {

    /**
     * Hears an event.
     *
     * @param event what happened
     */
    void on(PoolEvent event);
}
