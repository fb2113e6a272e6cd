package dev.lifeguard.dataplane;

import dev.lifeguard.timing.Interleave;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Who has the worker: the owner of the loan that is out, the name that he gave it, and the place where he took it when
 * that is known.
 *
 * <p>The lessee alone writes, after the word says LEASED with the epoch of his loan and before it says anything else;
 * the supervisor and snapshots read. Fields of a past loan stay until the next one writes over them, so a reader asks
 * for a loan by its number and is told only about that one.
 */
abstract class WorkerLoan extends WorkerMail {

    private static final VarHandle OWNER;
    private static final VarHandle NAME;
    private static final VarHandle TRACE;
    private static final VarHandle LOAN;

    static {
        try {
            var lookup = MethodHandles.lookup();
            OWNER = lookup.findVarHandle(WorkerLoan.class, "owner", Thread.class);
            NAME = lookup.findVarHandle(WorkerLoan.class, "name", String.class);
            TRACE = lookup.findVarHandle(WorkerLoan.class, "trace", LeaseTrace.class);
            LOAN = lookup.findVarHandle(WorkerLoan.class, "loan", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private @Nullable Thread owner;

    private @Nullable String name;

    private @Nullable LeaseTrace trace;

    @SuppressWarnings("unused") // through LOAN
    private long loan = -1;

    /** Says whose the loan is. Lessee, first of all. */
    final void lendTo(Thread lessee, @Nullable LeaseTrace taken, long epoch) {
        // Not without a look: a thread that lends and returns in a loop has the same worker again, and storing a
        // reference costs more than reading one.
        if (owner != lessee) {
            OWNER.setRelease(this, lessee);
        }
        if (name != null) {
            NAME.setRelease(this, null);
        }
        if (trace != taken) {
            TRACE.setRelease(this, taken);
        }
        // Order: the fields before the number. Who reads this number and then a field of a later loan has seen what
        // the later lessee wrote, and so sees that the word has moved on.
        LOAN.setRelease(this, epoch);
    }

    /** Says whose the loan is after it was handed over: it has a new number, and what was said of it still holds. */
    final void handTo(Thread lessee, long epoch) {
        OWNER.setRelease(this, lessee);
        LOAN.setRelease(this, epoch);
    }

    /** Names the loan. Its owner, while the loan is out. */
    final void nameLoan(String given) {
        NAME.setRelease(this, given);
    }

    /**
     * {@return whether the owner of this loan has ended} A thread that has not started yet may have been given the lease
     * and has not ended.
     */
    public final boolean isForgotten(long epoch) {
        if ((long) LOAN.getAcquire(this) != epoch) {
            return false;
        }
        var lessee = (Thread) OWNER.getAcquire(this);
        boolean ended = lessee.getState() == Thread.State.TERMINATED;
        Interleave.point();
        return ended;
    }

    /** {@return whether a loan is out, whoever has it} */
    public final boolean isOut() {
        return state() == CellState.LEASED;
    }

    /** {@return the loan that is out and who has it, or {@code null} when none is, or its lessee has not said so yet} */
    public final @Nullable LoanView loan() {
        long number = (long) LOAN.getAcquire(this);
        var lessee = (Thread) OWNER.getAcquire(this);
        var given = (String) NAME.getAcquire(this);
        var taken = (LeaseTrace) TRACE.getAcquire(this);
        // Order: the word last; while it says that this loan is out, nobody has written for a later one.
        long word = word();
        boolean out = state(word) == CellState.LEASED && epoch(word) == number;
        return out ? new LoanView(number, lessee, given, taken) : null;
    }
}
