package dev.lifeguard.executor;

import dev.lifeguard.WorkerOrder;
import dev.lifeguard.dataplane.Attempt;
import dev.lifeguard.dataplane.Bench;
import dev.lifeguard.dataplane.DataPlane;
import dev.lifeguard.dataplane.TaskRecord;
import dev.lifeguard.dataplane.WorkerCell;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** The last task of a view that was shut down ends, while somebody looks whether the view has terminated. */
@JCStressTest
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "not terminated")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the task was done a moment before")
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "terminated, and the task is done")
@Outcome(expect = Expect.FORBIDDEN, desc = "terminated before the task was done")
@State
public class TerminationStress {

    private final DataPlane plane = Bench.plane(WorkerOrder.AFFINE);
    private final WorkerCell cell = Bench.runningCell(plane);
    private final PoolExecutor view = new PoolExecutor(plane);
    private final TaskRecord<?> task;
    private final Attempt attempt;

    public TerminationStress() {
        view.execute(() -> {});
        task = (TaskRecord<?>) plane.dispatcher().next(cell);
        attempt = task.begin(cell, 0);
        view.shutdown();
    }

    @Actor
    public void worker() {
        try {
            task.succeed(attempt, task.run(cell, attempt));
        } catch (Exception impossible) {
            throw new AssertionError("The code of this errand throws nothing.", impossible);
        }
    }

    @Actor
    public void looker(ZZ_Result result) {
        result.r1 = view.isTerminated();
        result.r2 = task.isDone();
    }
}
