package dev.lifeguard.control;

import dev.lifeguard.Refusal;
import dev.lifeguard.dataplane.TaskRecord;
import dev.lifeguard.timing.Timers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** The tasks that wait for their next attempt: the only arrow of the data plane that turns back. Supervisor only. */
final class Retries {

    private record Pending(int attempt, Timers.Timer<Alarm> timer) {}

    private final Desk desk;

    /** In the order of their failures, so that who hurries or is handed back first does not depend on hash codes. */
    private final LinkedHashMap<TaskRecord<?>, Pending> pending = new LinkedHashMap<>();

    private boolean hurrying;

    /** Why there are no further attempts, once that is so. */
    private @Nullable Refusal handedBack;

    Retries(Desk desk) {
        this.desk = desk;
    }

    /** An attempt ended and another follows after its backoff; at once while the pool drains. */
    void add(TaskRecord<?> task, int attempt) {
        Refusal late = handedBack;
        if (late != null) {
            task.refuseWaiting(late);
            return;
        }
        long wait = hurrying
                ? 0
                : task.backoffNanos(attempt, desk.environment.chance().getAsDouble(), desk.now);
        var timer = desk.timers.schedule(desk.now + wait, new Alarm.RetryDue(task, attempt));
        pending.put(task, new Pending(attempt, timer));
    }

    /** The backoff is over: the task queues behind what is waiting. */
    void due(TaskRecord<?> task, int attempt) {
        pending.remove(task);
        if (!task.expire(desk.now) && task.due(attempt)) {
            desk.plane.dispatcher().dispatch(task);
        }
    }

    /** The task ended during its backoff. */
    void drop(TaskRecord<?> task) {
        Pending waiting = pending.remove(task);
        if (waiting != null) {
            desk.timers.cancel(waiting.timer());
        }
    }

    /** The pool drains: nobody waits any longer. */
    void hurry() {
        hurrying = true;
        for (var entry : new ArrayList<>(pending.entrySet())) {
            desk.timers.cancel(entry.getValue().timer());
            due(entry.getKey(), entry.getValue().attempt());
        }
    }

    /** No further attempts: everybody is handed back. */
    void handBack(Refusal refusal) {
        handedBack = refusal;
        for (TaskRecord<?> task : new ArrayList<>(pending.keySet())) {
            drop(task);
            task.refuseWaiting(refusal);
        }
    }
}
