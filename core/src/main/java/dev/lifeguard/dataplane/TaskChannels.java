package dev.lifeguard.dataplane;

import dev.lifeguard.Channels;

/**
 * The channels of one task, made when somebody first uses one: messages from its caller, results to its caller.
 *
 * <p>They belong to the task, not to an attempt: what no attempt has read waits for the next. The outcome closes both;
 * results that are there stay readable.
 */
final class TaskChannels {

    final Letterbox inbox;
    final Channel<Object> partials;

    TaskChannels(TaskRecord<?> task, Channels bounds) {
        this.inbox = new Letterbox(
                bounds.taskInbox(),
                task.plane.counters,
                task.plane.time,
                "Task " + task.id() + " (" + task.name() + ")");
        this.partials = new Channel<>(bounds.partialResults());
    }

    /** The task has its outcome. */
    void close() {
        inbox.close();
        partials.shut();
    }

    /** The running attempt was asked to leave: it need not wait any longer. */
    void nudge() {
        inbox.nudge();
        partials.nudge();
    }
}
