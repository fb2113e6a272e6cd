package dev.lifeguard.control;

import dev.lifeguard.dataplane.TaskRecord;

/** What a timer of the supervisor stands for. Each names its incarnation or attempt, so a late one does nothing. */
sealed interface Alarm {

    /** The start hook of this incarnation has had its time. */
    record StartOverdue(WorkerSlot slot, int incarnation) implements Alarm {}

    /** The backoff of this incarnation is over. */
    record RestartDue(WorkerSlot slot, int incarnation) implements Alarm {}

    /** The backoff of this attempt is over. */
    record RetryDue(TaskRecord<?> task, int attempt) implements Alarm {}

    /** This attempt has had its time to answer the request. */
    record InterruptDue(TaskRecord<?> task, int attempt) implements Alarm {}

    /** This attempt has had its time to answer the interrupt. */
    record AbandonDue(TaskRecord<?> task, int attempt) implements Alarm {}

    /** Those of which the pool has one. */
    enum Plain implements Alarm {
        /** The gate of the start closes. */
        GATE,
        /** The oldest death leaves the window. */
        CALM,
        /** Look at the leases that are out. */
        LEASES,
        /** Look for idle workers beyond the size. */
        LINGER,
        /** Look whether the size fits the load. */
        SCALE,
        /** Look whether the pool lives. */
        LOOK,
        /** Look for workers to recycle or to ask for their health. */
        RECYCLE,
        /** Look whether the new workers of a roll are good. */
        ROLL,
        /** Look whether nothing is on its way to a worker any more. */
        QUIET_CHECK,
        /** The time to let things run is over. */
        ASK,
        /** The deadline of the end. */
        DEADLINE
    }
}
