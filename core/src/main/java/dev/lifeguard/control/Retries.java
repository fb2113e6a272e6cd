package dev.lifeguard.control;

import dev.lifeguard.Refusal;
import dev.lifeguard.TaskState;
import dev.lifeguard.dataplane.TaskRecord;
import dev.lifeguard.timing.Timers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that wait for their time: for their next attempt, which is the only arrow of the data plane that turns back,
 * or for the end of their delay. A further attempt of a task with a key also waits until no abandoned attempt of it may
 * still run. Supervisor only.
 */
final class Retries {

    private record Pending(int attempt, Timers.@Nullable Timer<Alarm> timer, boolean held) {}

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
        await(task, attempt, wait, false);
    }

    /** A task came with a delay; at once while the pool drains. */
    void delay(TaskRecord<?> task) {
        Refusal late = handedBack;
        if (late != null) {
            task.refuseWaiting(late);
        } else {
            await(task, 1, hurrying ? 0 : task.delayLeftNanos(desk.now), false);
        }
    }

    private void await(TaskRecord<?> task, int attempt, long nanos, boolean held) {
        var timer = nanos == Long.MAX_VALUE
                ? null
                : desk.timers.schedule(desk.now + nanos, new Alarm.RetryDue(task, attempt));
        pending.put(task, new Pending(attempt, timer, held));
    }

    /** The backoff or the delay is over: the task queues behind what is waiting. */
    void due(TaskRecord<?> task, int attempt) {
        pending.remove(task);
        if (task.expire(desk.now) || task.taskState() == TaskState.DONE) {
            // Somebody ended it in this moment, and the notice of that comes to nothing. It must not wait here for its
            // key,
            // until a total limit that has passed: that would be over at once, and again, and no notice would be heard.
            return;
        }
        boolean first = task.taskState() == TaskState.DELAYED;
        if (!first && !desk.plane.gates().mayTryAgain(task)) {
            // The supervisor hears when that worker is gone, after it is; so a look that comes too early is repeated.
            await(task, attempt, task.totalLeftNanos(desk.now), true);
        } else if (task.due(attempt)) {
            desk.plane.gates().due(task, first);
        }
    }

    /** An abandoned worker is gone: who waited for that looks again. */
    void zombieReturned() {
        for (var entry : new ArrayList<>(pending.entrySet())) {
            if (entry.getValue().held()) {
                cancel(entry.getValue());
                due(entry.getKey(), entry.getValue().attempt());
            }
        }
    }

    private void cancel(Pending waiting) {
        if (waiting.timer() != null) {
            desk.timers.cancel(waiting.timer());
        }
    }

    /** {@return how many wait here} */
    int size() {
        return pending.size();
    }

    /** The task ended during its backoff or its delay. */
    void drop(TaskRecord<?> task) {
        Pending waiting = pending.remove(task);
        if (waiting != null) {
            cancel(waiting);
        }
    }

    /** The pool drains: nobody waits any longer. */
    void hurry() {
        hurrying = true;
        for (var entry : new ArrayList<>(pending.entrySet())) {
            cancel(entry.getValue());
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
