package dev.lifeguard;

/**
 * How many messages wait at most, in each channel of a pool. All are bounded; what happens when one is full stands with
 * it. Progress is not listed, because it has one place: a newer value replaces the older.
 *
 * @param workerMailbox messages to one worker ({@link WorkerPool#tell}, {@code broadcast}, {@code ask}, {@code ping});
 *     when full, {@code tell} says {@code false} and {@code ask} throws
 * @param taskInbox messages to one task ({@link TaskHandle#tell}, {@code ask}); when full, the same
 * @param partialResults results of one task on the way ({@link TaskContext#partial}); when full, the task waits up to a
 *     limit of its own
 * @param workerEvents messages of workers to the pool's listeners ({@link WorkerContext#emit}); when full, {@code emit}
 *     says {@code false}, and the loss is told as {@link PoolEvent.Missed}
 * @param poolEvents events of the pool to its listeners; when full, further ones are dropped and told as {@link
 *     PoolEvent.Missed}
 * @param subscriberEvents events of the pool to one subscriber of {@link WorkerPool#events}; when full, further ones are
 *     dropped and told to that subscriber as {@link PoolEvent.Missed}
 * @param operations what was done to the pool, for who asks later ({@link WorkerPool#operations}); when full, the oldest
 *     is forgotten
 */
public record Channels(
        int workerMailbox,
        int taskInbox,
        int partialResults,
        int workerEvents,
        int poolEvents,
        int subscriberEvents,
        int operations) {

    /** More places than this are no bound. */
    private static final int MOST = 1 << 20;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when one is not between 1 and 1,048,576
     */
    public Channels {
        places("worker mailbox", workerMailbox);
        places("task inbox", taskInbox);
        places("partial results", partialResults);
        places("worker events", workerEvents);
        places("pool events", poolEvents);
        places("subscriber events", subscriberEvents);
        places("operations", operations);
    }

    private static void places(String channel, int places) {
        if (places < 1 || places > MOST) {
            throw new IllegalArgumentException("The channel \"" + channel + "\" has between 1 and " + MOST
                    + " places, but got " + places + "; a message needs a place, and more are no bound.");
        }
    }

    /**
     * {@return 256 places for each worker's mailbox, each task's inbox and its results, 1,024 for events, 256 of them for
     * each subscriber, and 128 for operations}
     */
    public static Channels standard() {
        return new Channels(256, 256, 256, 1024, 1024, 256, 128);
    }

    /**
     * {@return the same with other mailboxes of workers}
     *
     * @param places how many
     */
    public Channels withWorkerMailbox(int places) {
        return new Channels(places, taskInbox, partialResults, workerEvents, poolEvents, subscriberEvents, operations);
    }

    /**
     * {@return the same with other inboxes of tasks}
     *
     * @param places how many
     */
    public Channels withTaskInbox(int places) {
        return new Channels(
                workerMailbox, places, partialResults, workerEvents, poolEvents, subscriberEvents, operations);
    }

    /**
     * {@return the same with another bound of partial results}
     *
     * @param places how many
     */
    public Channels withPartialResults(int places) {
        return new Channels(workerMailbox, taskInbox, places, workerEvents, poolEvents, subscriberEvents, operations);
    }

    /**
     * {@return the same with another bound of messages from workers}
     *
     * @param places how many
     */
    public Channels withWorkerEvents(int places) {
        return new Channels(workerMailbox, taskInbox, partialResults, places, poolEvents, subscriberEvents, operations);
    }

    /**
     * {@return the same with another bound of the pool's own events}
     *
     * @param places how many
     */
    public Channels withPoolEvents(int places) {
        return new Channels(
                workerMailbox, taskInbox, partialResults, workerEvents, places, subscriberEvents, operations);
    }

    /**
     * {@return the same with another bound of the events that wait for one subscriber}
     *
     * @param places how many
     */
    public Channels withSubscriberEvents(int places) {
        return new Channels(workerMailbox, taskInbox, partialResults, workerEvents, poolEvents, places, operations);
    }

    /**
     * {@return the same with another length of the record of operations}
     *
     * @param places how many
     */
    public Channels withOperations(int places) {
        return new Channels(
                workerMailbox, taskInbox, partialResults, workerEvents, poolEvents, subscriberEvents, places);
    }
}
