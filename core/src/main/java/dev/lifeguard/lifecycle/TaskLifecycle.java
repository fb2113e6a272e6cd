package dev.lifeguard.lifecycle;

import static dev.lifeguard.TaskState.BACKOFF;
import static dev.lifeguard.TaskState.CANCELLING;
import static dev.lifeguard.TaskState.DELAYED;
import static dev.lifeguard.TaskState.DONE;
import static dev.lifeguard.TaskState.QUEUED;
import static dev.lifeguard.TaskState.RUNNING;

import dev.lifeguard.TaskState;
import java.util.EnumSet;

/**
 * The life of a task. Many threads race for it; its word ({@code TaskWord}) obeys this table, and a test walks every
 * cell to prove it.
 */
public final class TaskLifecycle {

    /** What can happen to a task. */
    public enum Signal {
        /** A worker began the next attempt. */
        BEGUN,
        /** The attempt ended by itself, and its end is the outcome. */
        COMPLETED,
        /** The attempt ended or was given up, and another follows. */
        RETRIED,
        /** A cancel or a limit asked the running code to leave. */
        ASKED,
        /** The code that was asked has left its worker. */
        LEFT,
        /** The code that was asked did not leave; its worker is abandoned. */
        ABANDONED,
        /** The backoff or the delay is over. */
        DUE,
        /** Cancelled, expired, shed or handed back while it waited. */
        WITHDRAWN
    }

    /** The table. */
    public static final TransitionTable<TaskState, Signal> TABLE = TransitionTable.of(
                    "task", TaskState.class, Signal.class)
            .move(DELAYED, Signal.DUE, QUEUED, "it waits like one that has just come")
            .move(DELAYED, Signal.WITHDRAWN, DONE, "it ends before it waits for a worker")
            .illegal(
                    DELAYED,
                    EnumSet.of(
                            Signal.BEGUN,
                            Signal.COMPLETED,
                            Signal.RETRIED,
                            Signal.ASKED,
                            Signal.LEFT,
                            Signal.ABANDONED),
                    "its code does not run")
            .move(QUEUED, Signal.BEGUN, RUNNING, "a worker took it from the queue")
            .move(QUEUED, Signal.WITHDRAWN, DONE, "it ends without this attempt")
            .illegal(
                    QUEUED,
                    EnumSet.of(Signal.COMPLETED, Signal.RETRIED, Signal.ASKED, Signal.LEFT, Signal.ABANDONED),
                    "its code does not run")
            .illegal(QUEUED, EnumSet.of(Signal.DUE), "it is in the queue already")
            .move(RUNNING, Signal.COMPLETED, DONE, "the attempt decided the outcome")
            .move(RUNNING, Signal.RETRIED, BACKOFF, "the attempt failed or its worker died; another follows")
            .move(RUNNING, Signal.ASKED, CANCELLING, "a cancel or a limit")
            .illegal(RUNNING, EnumSet.of(Signal.LEFT, Signal.ABANDONED), "it was not asked to leave")
            .illegal(RUNNING, EnumSet.of(Signal.BEGUN), "one attempt at a time")
            .illegal(RUNNING, EnumSet.of(Signal.DUE), "a running attempt has no backoff")
            .ignore(RUNNING, Signal.WITHDRAWN, "it began in that moment; code that runs must be asked")
            .move(CANCELLING, Signal.LEFT, DONE, "the worker is free again")
            .move(CANCELLING, Signal.ABANDONED, DONE, "the worker is replaced")
            .move(CANCELLING, Signal.RETRIED, BACKOFF, "the attempt passed a limit; another follows")
            .ignore(CANCELLING, Signal.ASKED, "it was asked already; a stronger request goes to the escalation")
            .illegal(CANCELLING, EnumSet.of(Signal.COMPLETED), "what asked code returns does not count")
            .illegal(CANCELLING, EnumSet.of(Signal.BEGUN), "one attempt at a time")
            .illegal(CANCELLING, EnumSet.of(Signal.DUE), "a running attempt has no backoff")
            .ignore(CANCELLING, Signal.WITHDRAWN, "it began in that moment and was asked already")
            .move(BACKOFF, Signal.DUE, QUEUED, "it queues behind what is waiting")
            .move(BACKOFF, Signal.WITHDRAWN, DONE, "it ends without another attempt")
            .ignore(BACKOFF, Signal.LEFT, "an abandoned attempt came back; its number is past")
            .illegal(
                    BACKOFF,
                    EnumSet.of(Signal.BEGUN, Signal.COMPLETED, Signal.RETRIED, Signal.ASKED),
                    "its code does not run")
            .ignore(BACKOFF, Signal.ABANDONED, "it left before it was given up")
            .ignore(DONE, Signal.BEGUN, "it ended while it was queued; the worker takes the next")
            .ignore(DONE, Signal.ASKED, "it ended before the request")
            .ignore(DONE, Signal.LEFT, "an abandoned attempt came back")
            .ignore(DONE, Signal.ABANDONED, "it left before it was given up")
            .ignore(DONE, Signal.DUE, "it ended during its backoff or its delay")
            .ignore(DONE, Signal.WITHDRAWN, "it ended already")
            .illegal(DONE, EnumSet.of(Signal.COMPLETED, Signal.RETRIED), "a task has one outcome")
            .build();

    private TaskLifecycle() {}
}
