package dev.lifeguard.dataplane;

import dev.lifeguard.WorkerOrder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A worker goes from one lessee to the next while the supervisor looks who has it: what it reads about a loan is about
 * that loan.
 */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "no loan was seen, or it was between two")
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "a loan was seen with its own lessee and name")
@Outcome(expect = Expect.FORBIDDEN, desc = "a loan was seen with the lessee or the name of another")
@State
public class LesseeStress {

    private final DataPlane plane = Bench.plane(WorkerOrder.AFFINE);
    private final WorkerCell cell = Bench.idleCell(plane);
    private final Thread even = new Thread("even");
    private final Thread odd = new Thread("odd");

    public LesseeStress() {
        lend();
    }

    private void lend() {
        cell.claim(CellState.LEASED);
        long epoch = cell.epoch();
        cell.note(new LoanNote(epoch, lessee(epoch).getName(), null));
        cell.lendTo(lessee(epoch), epoch);
    }

    private Thread lessee(long epoch) {
        return epoch % 2 == 0 ? even : odd;
    }

    @Actor
    public void lessees() {
        for (int loans = 0; loans < 3; loans++) {
            cell.giveBack(cell.epoch());
            lend();
        }
    }

    @Actor
    public void supervisor(ZZ_Result result) {
        LoanView loan = cell.loan();
        result.r1 = loan == null
                || (loan.owner() == lessee(loan.epoch())
                        && loan.owner().getName().equals(loan.name()));
        result.r2 = loan != null;
    }
}
