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
import org.openjdk.jcstress.infra.results.III_Result;

/** A key is given back while another task comes for it: that one stands in the queue, and not at the gate. */
@JCStressTest
@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "it has the key and stands in the queue")
@Outcome(id = "0, 1, 1", expect = Expect.FORBIDDEN, desc = "it waits for a key that nobody has")
@Outcome(expect = Expect.FORBIDDEN, desc = "no such state")
@State
public class KeyStress {

    private static final TaskOptions KEY = TaskOptions.none().withKey("key");

    private final DataPlane plane = Bench.plane(WorkerOrder.AFFINE);
    private final TaskRecord<?> holder = Bench.submit(plane, KEY);

    @Actor
    public void holder() {
        holder.cancel(Cancel.ASK);
    }

    @Actor
    public void submitter() {
        var unused = Bench.submit(plane, KEY);
    }

    @Arbiter
    public void end(III_Result result) {
        result.r1 = plane.queue().waiting().size();
        result.r2 = plane.gates().waiting().size();
        result.r3 = plane.gates().size();
    }
}
