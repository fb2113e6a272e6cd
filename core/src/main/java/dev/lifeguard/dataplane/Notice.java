package dev.lifeguard.dataplane;

import dev.lifeguard.Cancel;
import dev.lifeguard.Change;
import dev.lifeguard.Drain;
import dev.lifeguard.Operation;
import dev.lifeguard.StopReason;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.WorkerState;
import dev.lifeguard.policy.ScalingPolicy;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the data plane and the callers tell the supervisor: rare things only, never one for each task.
 *
 * <p>Those about a worker name the cell, which is one incarnation; those about a task name the attempt. A notice that
 * is late finds that its incarnation or attempt is past, and is dropped.
 */
public sealed interface Notice {

    /** The start hook returned. */
    record Started(WorkerCell cell) implements Notice {}

    /** The start hook, or the thread, failed. */
    record StartFailed(WorkerCell cell, StopReason reason, Throwable cause) implements Notice {}

    /** The worker moved itself to its end because of a fault. */
    record Crashed(
            WorkerCell cell,
            WorkerState from,
            StopReason fault,
            String reason,
            @Nullable Throwable cause) implements Notice {}

    /** The stop hook is over. */
    record Exited(WorkerCell cell) implements Notice {}

    /** An abandoned worker came back. */
    record ZombieReturned(WorkerCell cell) implements Notice {}

    /** A cancel decided the outcome of a running attempt, whose code must now leave. */
    record Escalate(TaskRecord<?> task, int attempt, Cancel how) implements Notice {}

    /** A task came that does not wait for a worker yet. */
    record Delayed(TaskRecord<?> task) implements Notice {}

    /** An attempt ended and another follows after its backoff. */
    record RetryDue(TaskRecord<?> task, int attempt) implements Notice {}

    /** A task ended during its backoff or its delay. */
    record RetryDropped(TaskRecord<?> task) implements Notice {}

    /** A task was quarantined; how its last worker was lost, in words. */
    record Quarantined(long task, String name, int deaths, String end) implements Notice {}

    /** Somebody wants the pool to be changed, and waits for the answer; a roll may bring another definition. */
    record OperationWanted(
            Change change,
            String who,
            String why,
            Consumer<Operation> answer,
            @Nullable WorkerDefinition<Object> definition)
            implements Notice {}

    /** Somebody asked for the end. */
    record DrainWanted(Drain plan) implements Notice {}

    /**
     * A scaling policy of the user has answered.
     *
     * @param call which call it was; the supervisor knows it again
     * @param wish its answer, or {@code null} when it threw
     */
    record Scaled(
            Object call,
            ScalingPolicy.@Nullable Wish wish,
            @Nullable Throwable failure) implements Notice {}

    /** Something went wrong that only needs telling. */
    record Troubled(String message, @Nullable Throwable cause) implements Notice {}

    /** Those that need no more words. */
    enum Plain implements Notice {
        /** Work waits, no worker is free, and the pool may burst. */
        BURST_WANTED,
        /** The coarse clock woke up and needs ticks. */
        TICK_WANTED,
        /** The intake is closed and the last permit came back, or no dead letter waits for its store any more. */
        EMPTIED,
        /** Leases are out and nobody watches them. */
        LEASES_OUT,
        /** The cancel hooks of an attempt have run. */
        HOOKS_RUN,
        /** The pool may start one more worker of those that elastic pools start. */
        START_GRANTED
    }
}
