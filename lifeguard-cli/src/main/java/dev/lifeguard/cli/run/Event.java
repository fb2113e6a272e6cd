package dev.lifeguard.cli.run;

import dev.lifeguard.TaskHandle;
import dev.lifeguard.cli.output.TaskRecord;
import dev.lifeguard.process.ExecResult;

/** What the teller is told. */
sealed interface Event {
    /**
     * A task has its outcome and has left its worker.
     *
     * @param task the task
     * @param handle its handle
     */
    record Settled(RunTask task, TaskHandle<ExecResult> handle) implements Event {}

    /**
     * A line became no task.
     *
     * @param sequence its place among the tasks
     * @param record what is to be told of it
     */
    record Unfit(long sequence, TaskRecord record) implements Event {}

    /** The flow changed: the input ended or the run was stopped. */
    record FlowChanged() implements Event {}
}
