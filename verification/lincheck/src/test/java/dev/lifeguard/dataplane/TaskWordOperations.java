package dev.lifeguard.dataplane;

import dev.lifeguard.Cancel;
import dev.lifeguard.Limits;
import dev.lifeguard.Refusal;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskOptions;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;

/**
 * The word of a task of two attempts: its worker, callers and the supervisor decide at once how it ends. Whoever answers
 * it gives its permit back, so a task that is answered twice, or by nobody, shows in the permits.
 */
@Param(name = "attempt", gen = IntGen.class, conf = "1:2")
public class TaskWordOperations {

    private static final long LATE = Duration.ofDays(2).toNanos();
    private static final TaskOptions OPTIONS = TaskOptions.none()
            .withRetry(Retry.attempts(2).backoff(Duration.ZERO, Duration.ZERO))
            .withLimits(Limits.none().withQueue(Duration.ofDays(1)).withRun(Duration.ofDays(1)));

    private final DataPlane plane = Bench.plane();
    private final WorkerCell cell = Bench.idleCell();
    private final TaskRecord<?> task = Bench.submit(plane, OPTIONS);
    private @Nullable Attempt attempt;

    public TaskWordOperations() {
        cell.reclaim();
    }

    // The worker's thread.

    @Operation(nonParallelGroup = "worker")
    public boolean begin() {
        Attempt begun = task.begin(cell, 0);
        attempt = begun == null ? attempt : begun;
        return begun != null;
    }

    @Operation(nonParallelGroup = "worker")
    public String succeed() {
        Attempt current = attempt;
        attempt = null;
        return current == null ? "no attempt" : task.succeed(current, "value").name();
    }

    @Operation(nonParallelGroup = "worker")
    public String fail() {
        Attempt current = attempt;
        attempt = null;
        return current == null
                ? "no attempt"
                : task.fail(current, new IllegalStateException(), null).name();
    }

    // Callers.

    @Operation
    public boolean ask() {
        return task.cancel(Cancel.ASK);
    }

    @Operation
    public boolean kill() {
        return task.cancel(Cancel.KILL);
    }

    @Operation
    public String look() {
        return task.taskState().name();
    }

    // The supervisor.

    @Operation(nonParallelGroup = "supervisor")
    public boolean refuse() {
        return task.refuseWaiting(new Refusal(Refusal.Reason.SHED, "queue", "8", "lincheck"));
    }

    @Operation(nonParallelGroup = "supervisor")
    public boolean expire() {
        return task.expire(LATE);
    }

    @Operation(nonParallelGroup = "supervisor")
    public int enforce() {
        return task.enforce(LATE);
    }

    @Operation(nonParallelGroup = "supervisor")
    public boolean abandon(@Param(name = "attempt") int number) {
        return task.abandon(number) != null;
    }

    @Operation(nonParallelGroup = "supervisor")
    public boolean due(@Param(name = "attempt") int number) {
        return task.due(number);
    }

    @Validate
    public void isAnsweredOnce() {
        int permits = task.isDone() ? 0 : 1;
        if (plane.admission().taken() != permits) {
            throw new IllegalStateException("The task is " + task.taskState() + " with the outcome " + task.known()
                    + ", and " + plane.admission().taken() + " permits are out.");
        }
    }
}
