package dev.lifeguard.distributed;

/** What happens to a distributed pool, told to the listener of a client on its notifier thread. */
public sealed interface DistributedEvent {

    /**
     * A host was heard in another state than before; for the first time, too.
     *
     * @param host its name
     * @param state its state now
     */
    record HostMoved(String host, HostSnapshot.State state) implements DistributedEvent {}

    /**
     * An attempt failed and another follows.
     *
     * @param task the id of the task
     * @param attempt the number of the attempt
     * @param end how it ended, in words
     */
    record Retrying(String task, int attempt, String end) implements DistributedEvent {}

    /**
     * An attempt ended and could not be settled, so the task has been run again or will be.
     *
     * @param task the id of the task
     * @param attempt the number of the attempt
     * @param host where it ended
     * @param why what the engine said
     */
    record DuplicateRun(String task, int attempt, String host, String why) implements DistributedEvent {}

    /**
     * A result came again, and was dropped because the first one had been recorded.
     *
     * @param task the id of the task
     */
    record DuplicateResult(String task) implements DistributedEvent {}

    /**
     * Something went wrong that nobody waits for.
     *
     * @param words what, as a sentence
     */
    record Trouble(String words) implements DistributedEvent {}
}
