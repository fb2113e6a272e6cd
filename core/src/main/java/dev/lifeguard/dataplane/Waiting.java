package dev.lifeguard.dataplane;

/** What stands in the queue: a task that waits for a worker, or a checkout that does. */
public sealed interface Waiting permits TaskRecord, CheckoutWaiter {

    /** {@return whether it still waits; what does not is skipped, and counts as nothing} */
    boolean stillWaits();

    /** {@return when it began to wait} */
    long waitsSinceNanos();

    /**
     * {@return when it came to stand in the queue} A task: when it was submitted, or its delay was over; a retry: when its
     * backoff was over. Only while it stands there.
     */
    long queuedNanos();
}
