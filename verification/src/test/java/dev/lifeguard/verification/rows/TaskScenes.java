package dev.lifeguard.verification.rows;

import dev.lifeguard.Cancel;
import dev.lifeguard.Escalation;
import dev.lifeguard.Limits;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskState;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerPool;
import java.time.Duration;

/** Tasks that end otherwise than by their first attempt. */
final class TaskScenes extends Scene {

    @Takes("task QUEUED WITHDRAWN")
    void aTaskIsCancelledInTheQueue() throws Exception {
        var pool = pair();
        Gate running = gate();
        var first = taskAt(running, pool);
        pool.submit((worker, context) -> "never").cancel(Cancel.ASK);
        running.open();
        first.await();
    }

    @Takes({"task RUNNING RETRIED", "task BACKOFF DUE"})
    void aTaskThatFailedIsTriedAgain() throws Exception {
        failOnce(pair(), Duration.ZERO).await();
    }

    @Takes({"task RUNNING RETRIED", "task BACKOFF WITHDRAWN"})
    void aTaskIsCancelledInItsBackoff() throws Exception {
        var task = failOnce(pair(), NEVER);
        await("the backoff", () -> task.taskState() == TaskState.BACKOFF);
        task.cancel(Cancel.ASK);
    }

    @Takes("task DELAYED DUE")
    void aTaskIsDelayed() throws Exception {
        pair().submit((worker, context) -> "done", TaskOptions.none().withDelay(SOON))
                .await();
    }

    @Takes("task DELAYED WITHDRAWN")
    void aTaskIsCancelledInItsDelay() throws Exception {
        pair().submit((worker, context) -> "never", TaskOptions.none().withDelay(NEVER))
                .cancel(Cancel.ASK);
    }

    private static TaskHandle<String> failOnce(WorkerPool<WorkerId> pool, Duration backoff) {
        return pool.submit(
                (worker, context) -> {
                    if (context.attempt() == 1) {
                        throw new IllegalStateException("planted: it fails the first time");
                    }
                    return "done";
                },
                TaskOptions.none().withRetry(Retry.attempts(2).backoff(backoff, backoff)));
    }

    @Takes("task CANCELLING RETRIED")
    void aTaskThatPassedItsLimitIsTriedAgain() throws Exception {
        pair().submit(
                        (worker, context) -> {
                            await("the limit", () -> context.attempt() == 2 || context.cancelled());
                            return "done";
                        },
                        TaskOptions.none()
                                .withLimits(Limits.none().withRun(SOON))
                                .withRetry(Retry.attempts(2)
                                        .backoff(Duration.ZERO, Duration.ZERO)
                                        .withTimeouts()))
                .await();
    }

    @Takes({"task CANCELLING ABANDONED", "worker CANCELLING OVERDUE"})
    void aTaskIgnoresTheRequestAndTheInterrupt() throws Exception {
        var pool = pair(builder -> builder.escalation(new Escalation(Duration.ZERO, SOON)));
        var task = taskAt(gate(), pool);
        task.cancel(Cancel.KILL);
        awaitTaken("worker CANCELLING OVERDUE");
    }
}
