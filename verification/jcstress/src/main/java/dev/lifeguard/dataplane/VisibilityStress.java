package dev.lifeguard.dataplane;

import dev.lifeguard.WorkerOrder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** What one user of a worker did happens-before what the next one sees: a plain field, handed on by the word alone. */
@JCStressTest
@Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "the worker was not free yet")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the next user sees what the last one did")
@Outcome(expect = Expect.FORBIDDEN, desc = "the next user sees an older state of the worker")
@State
public class VisibilityStress {

    private final DataPlane plane = Bench.plane(WorkerOrder.AFFINE);
    private final WorkerCell cell = Bench.idleCell(plane);
    private final long epoch;
    private int stateOfTheWorker;

    public VisibilityStress() {
        cell.claim(CellState.LEASED);
        epoch = cell.epoch();
    }

    @Actor
    public void lastUser() {
        stateOfTheWorker = 1;
        plane.dispatcher().giveBack(cell, epoch);
    }

    @Actor
    public void nextUser(I_Result result) {
        result.r1 = plane.tryCheckout().isPresent() ? stateOfTheWorker : -1;
    }
}
