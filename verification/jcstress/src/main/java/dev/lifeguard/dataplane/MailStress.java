package dev.lifeguard.dataplane;

import dev.lifeguard.WorkerOrder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A message arrives while the worker goes to rest: one of the two sees the other, so nobody sleeps over it. */
@JCStressTest
@Outcome(id = "RECEIVING", expect = Expect.ACCEPTABLE, desc = "the worker or the teller turned it to its mail")
@Outcome(id = "IDLE", expect = Expect.FORBIDDEN, desc = "the message lies beside an idle worker")
@Outcome(expect = Expect.FORBIDDEN, desc = "no such state")
@State
public class MailStress {

    private final DataPlane plane = Bench.plane(WorkerOrder.AFFINE);
    private final WorkerCell cell = Bench.runningCell(plane);

    @Actor
    public void teller() {
        plane.mailroom().tell(0, "message");
    }

    @Actor
    public void worker() {
        plane.dispatcher().rest(cell);
    }

    @Arbiter
    public void end(L_Result result) {
        result.r1 = cell.state();
    }
}
