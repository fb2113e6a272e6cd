package dev.lifeguard.testkit.simulation;

import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.Refusal;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskContext;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.dataplane.Shedder;
import dev.lifeguard.testkit.simulation.Faults.Leaves;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A task that follows a script, and what was seen of it from outside. */
final class SimulatedTask {

    /** What the code of a task does. */
    enum Script {
        RETURN,
        TAKE_TIME,
        FAIL,
        FAIL_ONCE,
        DIE,
        DIE_WHEN_ASKED,
        HANG_UNTIL_ASKED,
        HANG_UNTIL_HOOKED,
        HANG_UNTIL_INTERRUPTED,
        HANG,
        LEAVE_WITH_THE_INTERRUPT,
        LEAVE_WITH_THE_ABANDONMENT,
        LEAVE_A_FLAG,
        REPORT_PROGRESS,
        FAIL_BEHIND_PROGRESS,
        CONVERSE,
        READ_MAIL,
        DELIVER,
        EMIT,
        DIRTY,
        BROKEN,
        BROKEN_AND_FAIL,
        SUBMIT_ANOTHER,
        WAIT_FOR_ITSELF,
        CLOSE_THE_POOL
    }

    static final List<Script> SCRIPTS = List.of(Script.values());

    final int number;
    final Script script;
    final int millis;
    final TaskOptions options;
    /** Its own. Without some it goes by those that the pool has by then, which clients change. */
    private final Limits limits;

    private final Retry retry;
    private final Simulation simulation;
    private @Nullable TaskHandle<Object> handle;
    private @Nullable Outcome<Object> first;
    private boolean cancelled;
    private boolean settled;
    private int executions;
    private boolean revived;
    private boolean reported;
    private long submittedNanos;
    private long begunNanos;

    SimulatedTask(Simulation simulation, int number, Script script, int millis, TaskOptions options) {
        this.simulation = simulation;
        this.number = number;
        this.script = script;
        this.millis = millis;
        this.options = options.withName(toString());
        this.limits = options.limits().orElse(Limits.none());
        this.retry = options.retry().orElse(Retry.none());
    }

    @Override
    public String toString() {
        return "task " + number + " " + script;
    }

    boolean kept() {
        return options.isKept();
    }

    void submitted(TaskHandle<Object> given) {
        handle = given;
        // Not before: a submitter may wait for a place longer than the task may wait for a worker.
        submittedNanos = simulation.nanoTime();
        if (number % 3 == 0) {
            var unused = given.settled().thenRun(() -> settled = true);
            var same = given.onProgress(value -> {
                if (value.equals(2)) {
                    throw new IllegalStateException("planted: the progress listener threw");
                }
            });
            simulation.violations.check(same.equals(given), () -> this + " has two handles");
        } else {
            settled = true;
        }
    }

    @Nullable
    TaskHandle<Object> handle() {
        return handle;
    }

    void cancelling() {
        cancelled = true;
    }

    // Its code, on the worker.

    Object run(SimulatedWorker worker, TaskContext context) throws Exception {
        executions++;
        if (context.attempt() == 1) {
            simulation.letters.firstAttempt();
            simulation.violations.check(
                    context.checkpoint().isEmpty(), () -> this + " found a checkpoint in its first attempt");
        }
        begunNanos = simulation.nanoTime();
        worker.enter(toString());
        simulation.gateWatch.begins(this);
        try {
            return act(context);
        } catch (Throwable failure) {
            worker.soil();
            if (failure instanceof InterruptedException && !context.cancelled()) {
                simulation.violations.add(this + " is interrupted, but was never asked to leave");
            }
            throw failure;
        } finally {
            if (context.cancelled() || script == Script.DIRTY) {
                worker.soil();
            }
            simulation.gateWatch.ends(this);
            worker.leave(toString());
        }
    }

    private Object act(TaskContext context) throws Exception {
        Faults faults = simulation.faults;
        switch (script) {
            case RETURN -> {}
            case TAKE_TIME -> faults.pause(millis, context::cancelled);
            case FAIL -> throw new IllegalStateException("planted: it fails");
            case FAIL_ONCE -> {
                if (context.attempt() == 1) {
                    throw new IllegalStateException("planted: it fails the first time");
                }
            }
            case DIE -> throw new AssertionError("planted: it is fatal");
            case DIE_WHEN_ASKED -> {
                untilAsked(context);
                throw new AssertionError("planted: it is fatal, although it was asked");
            }
            case HANG_UNTIL_ASKED -> untilAsked(context);
            case HANG_UNTIL_HOOKED -> untilHooked(context);
            case HANG_UNTIL_INTERRUPTED -> faults.hang(Leaves.WHEN_INTERRUPTED);
            case HANG -> faults.hang(Leaves.NEVER);
            case LEAVE_WITH_THE_INTERRUPT -> leaveLate(context, Plan.ASK_MILLIS);
            case LEAVE_WITH_THE_ABANDONMENT -> leaveLate(context, Plan.ASK_MILLIS + Plan.INTERRUPT_MILLIS);
            case LEAVE_A_FLAG -> Thread.currentThread().interrupt();
            case REPORT_PROGRESS -> {
                for (int step = 0; step < 4; step++) {
                    context.progress(step);
                    faults.pause(1 + millis / 4, context::cancelled);
                }
            }
            case FAIL_BEHIND_PROGRESS -> {
                if (context.attempt() == 1) {
                    context.progress(number);
                    // Who was not asked before he looks had said it in time.
                    reported = !context.cancelled();
                    throw new IllegalStateException("planted: it fails behind its progress");
                }
                simulation.violations.check(
                        !reported || context.checkpoint().equals(java.util.Optional.of(number)),
                        () -> this + " found the checkpoint " + context.checkpoint());
            }
            case CONVERSE -> {
                for (int turn = 0; turn < 3; turn++) {
                    context.receive(Duration.ofMillis(millis)).ifPresent(simulation.mail::read);
                }
            }
            case READ_MAIL -> {
                for (int look = 0; look < 3; look++) {
                    context.worker().poll().ifPresent(simulation.mail::read);
                    context.worker().heartbeat();
                    faults.pause(1 + millis / 4, context::cancelled);
                }
            }
            case DELIVER -> {
                for (int part = 0; part < 4; part++) {
                    if (context.partial(part, Duration.ofMillis(millis))) {
                        simulation.mail.partTaken();
                    }
                }
            }
            case EMIT -> {
                for (int value = 0; value < 6; value++) {
                    if (context.worker().emit(value)) {
                        simulation.mail.emitted();
                    }
                }
            }
            case DIRTY -> context.markDirty();
            case BROKEN -> context.markBroken("planted: its task says so");
            case BROKEN_AND_FAIL -> {
                context.markBroken("planted: its task says so");
                throw new IllegalStateException("planted: it fails and breaks its worker");
            }
            case SUBMIT_ANOTHER -> simulation.submissions.submit(Script.RETURN, 0, TaskOptions.none());
            case WAIT_FOR_ITSELF -> waitForItself();
            case CLOSE_THE_POOL -> simulation.operator.closeFromInside();
        }
        return number;
    }

    private void untilAsked(TaskContext context) throws InterruptedException {
        while (!context.cancelled() && simulation.faults.areOn()) {
            simulation.faults.pause(2, context::cancelled);
        }
    }

    private void untilHooked(TaskContext context) throws InterruptedException {
        boolean[] hooked = new boolean[1];
        Thread self = Thread.currentThread();
        context.onCancel(() -> {
            hooked[0] = true;
            LockSupport.unpark(self);
            if (number % 2 == 0) {
                throw new IllegalStateException("planted: the cancel hook threw");
            }
        });
        while (!hooked[0] && simulation.faults.areOn()) {
            simulation.faults.pause(50, () -> hooked[0]);
        }
    }

    /** Leaves in the very moment in which the next step against it is due. */
    private void leaveLate(TaskContext context, int graceMillis) throws InterruptedException {
        boolean[] asked = new boolean[1];
        Thread self = Thread.currentThread();
        context.onCancel(() -> {
            asked[0] = true;
            LockSupport.unpark(self);
        });
        while (!asked[0] && simulation.faults.areOn()) {
            simulation.faults.pause(50, () -> asked[0]);
        }
        if (asked[0]) {
            simulation.faults.doze(graceMillis);
        }
    }

    private void waitForItself() throws InterruptedException {
        TaskHandle<Object> self = handle;
        if (self == null) {
            return;
        }
        try {
            self.await();
            simulation.violations.add(this + " waited for itself");
        } catch (IllegalStateException refused) {
            simulation.selfWaitRefused();
        }
    }

    // What it looks like from outside.

    boolean isUnfinished() {
        return handle != null && handle.outcome().isEmpty();
    }

    /** An outcome, once there, stays. */
    void look(Violations violations) {
        TaskHandle<Object> given = handle;
        if (given == null) {
            return;
        }
        Outcome<Object> now = given.outcome().orElse(null);
        if (first == null) {
            first = now;
        } else if (!first.equals(now)) {
            violations.add(this + " had the outcome " + first + " and then " + now);
        }
    }

    /** While the task has no outcome: no limit has passed so long ago that somebody should have noticed. */
    void lookAtLimits(Violations violations) {
        if (!isUnfinished()) {
            return;
        }
        overdue(Limit.TOTAL, submittedNanos, violations);
        if (executions == 0) {
            overdue(Limit.QUEUE, submittedNanos + options.delayNanos(), violations);
        } else if (!retry.timeouts() && retry.attempts() == 1) {
            overdue(Limit.RUN, begunNanos, violations);
        }
    }

    /** Its dead letter is tried again: what its handle says is not all that it did. */
    void revive() {
        revived = true;
    }

    boolean isRevived() {
        return revived;
    }

    private void overdue(Limit limit, long sinceNanos, Violations violations) {
        if (limits.of(limit).isPresent()) {
            long allowed = limits.nanos(limit);
            long late = simulation.nanoTime() - sinceNanos - allowed;
            violations.check(
                    late <= allowed / 10 + 4 * Faults.MILLI_NANOS,
                    () -> this + " passed its limit " + limit + " " + late + " ns ago and has no outcome; " + handle);
        }
    }

    /** After the end of the pool. */
    void judge(Violations violations) {
        look(violations);
        Outcome<Object> end = first;
        if (handle == null) {
            return;
        }
        if (end == null) {
            violations.add(this + " has no outcome; it is " + handle.taskState());
            return;
        }
        violations.check(settled, () -> this + " was never settled");
        Outcome.Report report = end.report();
        violations.check(!report.mayStillRun(), () -> this + " may still run after everything has ended");
        violations.check(
                revived || executions == report.attempts(),
                () -> this + " was executed " + executions + " times in " + report.attempts() + " attempts: " + end);
        violations.check(
                options.retry().isEmpty() || report.attempts() <= retry.attempts(),
                () -> this + " had " + report.attempts() + " attempts of " + retry.attempts());
        switch (end) {
            case Outcome.Success<Object> success -> violations.check(mayReturn(), () -> this + " succeeded");
            case Outcome.Failed<Object> failed ->
                violations.check(failed.cause() instanceof Exception, () -> this + " failed with " + failed.cause());
            case Outcome.TimedOut<Object> late ->
                violations.check(
                        revived
                                || options.limits().isEmpty()
                                || limits.of(late.limit()).isPresent(),
                        () -> this + " passed " + late.limit() + ", which is none of " + limits + ": " + late);
            case Outcome.WorkerLost<Object> lost ->
                violations.check(report.mayHaveRun(), () -> this + " lost its worker");
            case Outcome.Cancelled<Object> gone ->
                violations.check(cancelled || simulation.draining(), () -> this + " was cancelled by nobody");
            case Outcome.Refused<Object> refused -> {
                violations.check(
                        revived || executions == 0 || retry.attempts() > 1,
                        () -> this + " ran and was refused: " + refused.refusal());
                boolean shed = refused.refusal().reason() == Refusal.Reason.SHED;
                violations.check(!shed || !kept(), () -> this + " is kept and was shed: " + refused.refusal());
                // Who makes room for a newcomer may have run before; who waited too long has not.
                boolean late = refused.refusal().limit().equals(Shedder.LIMIT);
                violations.check(
                        !late || revived || executions == 0, () -> this + " ran and was shed: " + refused.refusal());
            }
        }
    }

    private boolean mayReturn() {
        return switch (script) {
            case FAIL, DIE, DIE_WHEN_ASKED, BROKEN_AND_FAIL -> false;
            case FAIL_ONCE, FAIL_BEHIND_PROGRESS -> executions > 1;
            default -> true;
        };
    }
}
