package dev.lifeguard.verification.anomalies;

import dev.lifeguard.Outcome;
import dev.lifeguard.TaskContext;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.verification.anomalies.UserCode.Place;
import org.jspecify.annotations.Nullable;

/** A task, and what was seen of it from outside. */
final class Job {

    /** What its code does. */
    interface Body {
        Object run(TaskContext context) throws Exception;
    }

    private final String name;
    private final Body body;
    private final UserCode code;
    private @Nullable TaskHandle<Object> handle;
    private @Nullable Outcome<Object> first;
    private int executions;
    private boolean revived;

    Job(String name, Body body, UserCode code) {
        this.name = name;
        this.body = body;
        this.code = code;
    }

    @Override
    public String toString() {
        return name;
    }

    Object run(ToyWorker worker, TaskContext context) throws Exception {
        executions++;
        worker.enter(name);
        try {
            code.begins(Place.TASK);
            return body.run(context);
        } finally {
            code.leaves(context.cancelled());
            worker.leave();
        }
    }

    void submitted(TaskHandle<Object> given) {
        handle = given;
    }

    /** Its letter is tried again, with another handle. */
    void revive() {
        revived = true;
    }

    @Nullable
    TaskHandle<Object> handle() {
        return handle;
    }

    boolean isUnfinished() {
        return handle != null && !handle.isDone();
    }

    /** An outcome, once there, stays. */
    void look(Verdicts verdicts) {
        Outcome<Object> now = handle == null ? null : handle.outcome().orElse(null);
        if (first == null) {
            first = now;
            tell(now, verdicts);
        } else {
            verdicts.check(first.equals(now), name + " had the outcome " + first + " and then " + now);
        }
    }

    static void tell(@Nullable Outcome<Object> outcome, Verdicts verdicts) {
        switch (outcome) {
            case Outcome.Failed<Object> failed -> verdicts.told(failed.cause());
            case Outcome.WorkerLost<Object> lost -> verdicts.told(lost.cause());
            case null, default -> {}
        }
    }

    /** After the end of the pool. */
    void judge(Verdicts verdicts) {
        look(verdicts);
        Outcome<Object> end = first;
        if (handle == null) {
            return;
        }
        if (end == null) {
            verdicts.check(false, name + " has no outcome; it is " + handle.taskState());
            return;
        }
        verdicts.check(
                revived
                        || (executions <= end.report().attempts()
                                && (executions == end.report().attempts() || code.stopsBeforeTheTask())),
                name + " was executed " + executions + " times: " + end);
        verdicts.check(!end.report().mayStillRun(), name + " may still run after everything has ended");
    }
}
