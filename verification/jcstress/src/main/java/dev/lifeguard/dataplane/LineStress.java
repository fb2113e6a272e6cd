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

/** The next in line for a key ends while the key is given to it: the one behind it gets the key, and nothing is left. */
@JCStressTest
@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "the last has the key and stands in the queue")
@Outcome(expect = Expect.FORBIDDEN, desc = "the key went to one that has ended, or its turn stands about")
@State
public class LineStress {

    private static final TaskOptions KEY = TaskOptions.none().withKey("key");

    private final DataPlane plane = Bench.plane(WorkerOrder.AFFINE);
    private final TaskRecord<?> holder = Bench.submit(plane, KEY);
    private final TaskRecord<?> next = Bench.submit(plane, KEY);
    private final TaskRecord<?> last = Bench.submit(plane, KEY);

    @Actor
    public void holder() {
        holder.cancel(Cancel.ASK);
    }

    @Actor
    public void next() {
        next.cancel(Cancel.ASK);
    }

    @Arbiter
    public void end(III_Result result) {
        result.r1 =
                plane.queue().waiting().contains(last) ? plane.queue().waiting().size() : -1;
        result.r2 = plane.gates().waiting().size();
        result.r3 = plane.gates().size();
    }
}
