package dev.lifeguard.dataplane;

import dev.lifeguard.Outcome;
import dev.lifeguard.TaskHandle;
import org.jspecify.annotations.Nullable;

/** Submits a task once more that a pool has refused: the same payload, options and context, as a new task. */
public final class Resubmission {

    private Resubmission() {}

    /**
     * Submits a refused task to its own pool.
     *
     * @throws IllegalStateException when it was not refused
     */
    static <R extends @Nullable Object> TaskHandle<R> again(TaskRecord<R> task) {
        requireRefused(task);
        return task.plane.resubmit(task.call, task.payload, task.options());
    }

    /**
     * Submits a refused task to another pool, or to its own, whose workers process payloads of this type.
     *
     * @param plane the pool
     * @param call how its workers run a payload
     * @param refused the task
     * @param type what they process
     * @throws IllegalStateException when it was not refused
     * @throws IllegalArgumentException when its payload is not of that type
     */
    public static <R extends @Nullable Object> TaskHandle<R> into(
            DataPlane plane, Call call, TaskHandle<?> refused, Class<?> type) {
        if (!(refused instanceof TaskRecord<?> task)) {
            throw new IllegalArgumentException(
                    refused + " is no task of a pool of this library; submit what it stands for.");
        }
        requireRefused(task);
        Carried carried = task.payload instanceof Carried with ? with : null;
        Object payload = carried == null ? task.payload : carried.payload();
        if (!type.isInstance(payload)) {
            throw new IllegalArgumentException("Pool " + plane.pool() + " processes " + type.getName() + ", but "
                    + task.id() + " (" + task.name() + ") of " + task.plane.pool + " is a "
                    + payload.getClass().getName() + "; submit it to a pool of its kind.");
        }
        return carried == null
                ? plane.resubmit(call, payload, task.options())
                : plane.resubmit(Carried.CALL, new Carried(call, payload, carried.context()), task.options());
    }

    private static void requireRefused(TaskRecord<?> task) {
        Outcome<?> end = task.known();
        if (!(end instanceof Outcome.Refused<?>)) {
            throw new IllegalStateException("Task " + task.id() + " (" + task.name() + ") "
                    + (end == null
                            ? "has no outcome yet, so it cannot be submitted again; wait for it first."
                            : "ended as " + end.getClass().getSimpleName()
                                    + " and not as Refused, so it is not submitted again; submit its work as a new"
                                    + " task, if it may run twice."));
        }
        task.seen();
    }
}
