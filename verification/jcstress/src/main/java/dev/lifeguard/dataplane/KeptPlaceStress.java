package dev.lifeguard.dataplane;

import dev.lifeguard.Cancel;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WorkerOrder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A worker is abandoned while its thread comes back and ends: the key that it kept is free in the end. */
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "nobody has the key")
@Outcome(expect = Expect.FORBIDDEN, desc = "a worker that is gone keeps the key for good")
@State
public class KeptPlaceStress {

    private final DataPlane plane = Bench.plane(WorkerOrder.AFFINE);
    private final TaskRecord<?> task = Bench.submit(plane, TaskOptions.none().withKey("key"));
    private final WorkerCell cell = Bench.runningCell(plane);

    public KeptPlaceStress() {
        var unused = task.begin(cell, 0);
        task.cancel(Cancel.KILL);
    }

    @Actor
    public void supervisor() {
        var unused = task.abandon(1);
    }

    @Actor
    public void worker() {
        cell.exit();
        plane.gates().gone(cell);
    }

    @Arbiter
    public void end(I_Result result) {
        result.r1 = plane.gates().size();
    }
}
