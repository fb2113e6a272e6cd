package dev.lifeguard.executor;

import dev.lifeguard.WorkerOrder;
import dev.lifeguard.dataplane.Attempt;
import dev.lifeguard.dataplane.Bench;
import dev.lifeguard.dataplane.DataPlane;
import dev.lifeguard.dataplane.TaskRecord;
import dev.lifeguard.dataplane.WorkerCell;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/** A worker holds a task and is about to run its code while the view is stopped: the code runs, or it comes back. */
@JCStressTest
@Outcome(id = "true, false, true", expect = Expect.ACCEPTABLE, desc = "the code ran")
@Outcome(id = "false, true, true", expect = Expect.ACCEPTABLE, desc = "it came back and never ran")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost, run and handed back, or never terminated")
@State
public class ErrandStress {

    private final DataPlane plane = Bench.plane(WorkerOrder.AFFINE);
    private final WorkerCell cell = Bench.runningCell(plane);
    private final PoolExecutor view = new PoolExecutor(plane);
    private final TaskRecord<?> task;
    private final Attempt attempt;
    private boolean ran;

    public ErrandStress() {
        view.execute(() -> ran = true);
        task = (TaskRecord<?>) plane.dispatcher().next(cell);
        attempt = task.begin(cell, 0);
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
    public void closer(ZZZ_Result result) {
        result.r2 = view.shutdownNow().size() == 1;
    }

    @Arbiter
    public void end(ZZZ_Result result) {
        result.r1 = ran;
        result.r3 = view.isTerminated();
    }
}
