package dev.lifeguard.dataplane;

import dev.lifeguard.timing.Interleave;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Who has the worker: the owner of the loan that is out, and a note with its name and place when one of them is known.
 *
 * <p>The lessee alone writes, after the word says LEASED with the epoch of his loan and before it says anything else;
 * the supervisor and snapshots read. Fields of a past loan stay until a later one writes over them, so a reader asks
 * for a loan by its number and is told only about that one.
 */
abstract class WorkerLoan extends WorkerMail {

    private static final VarHandle OWNER;
    private static final VarHandle NOTE;
    private static final VarHandle LOAN;

    static {
        try {
            var lookup = MethodHandles.lookup();
            OWNER = lookup.findVarHandle(WorkerLoan.class, "owner", Thread.class);
            NOTE = lookup.findVarHandle(WorkerLoan.class, "note", LoanNote.class);
            LOAN = lookup.findVarHandle(WorkerLoan.class, "loan", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private @Nullable Thread owner;

    private @Nullable LoanNote note;

    @SuppressWarnings("unused") // through LOAN
    private long loan = -1;

    /** Says whose the loan is. Lessee, first of all. */
    final void lendTo(Thread lessee, long epoch) {
        // Not without a look: a thread that lends and returns in a loop has the same worker again, and storing a
        // reference costs more than reading one.
        if (owner != lessee) {
            OWNER.setRelease(this, lessee);
        }
        // Order: the fields before the number. Who reads this number and then a field of a later loan has seen what
        // the later lessee wrote, and so sees that the word has moved on.
        LOAN.setRelease(this, epoch);
    }

    /** Says whose the loan is after it was handed over: it has a new number, and what was said of it still holds. */
    final void handTo(Thread lessee, long epoch) {
        LoanNote said = noteOf(epoch - 1);
        if (said != null) {
            note(new LoanNote(epoch, said.name(), said.trace()));
        }
        OWNER.setRelease(this, lessee);
        LOAN.setRelease(this, epoch);
    }

    /** Names the loan. Its owner, while the loan is out. */
    final void nameLoan(long epoch, String given) {
        LoanNote said = noteOf(epoch);
        note(new LoanNote(epoch, given, said == null ? null : said.trace()));
    }

    /** Keeps what is known of a loan. Its owner, while the loan is out. */
    final void note(LoanNote known) {
        NOTE.setRelease(this, known);
    }

    private @Nullable LoanNote noteOf(long epoch) {
        var said = (LoanNote) NOTE.getAcquire(this);
        return said != null && said.epoch() == epoch ? said : null;
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
        return is(word(), CellState.LEASED);
    }

    /** {@return the loan that is out and who has it, or {@code null} when none is, or its lessee has not said so yet} */
    public final @Nullable LoanView loan() {
        long number = (long) LOAN.getAcquire(this);
        var lessee = (Thread) OWNER.getAcquire(this);
        LoanNote said = noteOf(number);
        // Order: the word last; while it says that this loan is out, nobody has written for a later one.
        long word = word();
        if (!is(word, CellState.LEASED) || epoch(word) != number) {
            return null;
        }
        return said == null
                ? new LoanView(number, lessee, null, null)
                : new LoanView(number, lessee, said.name(), said.trace());
    }
}
