package dev.lifeguard.dataplane;

import dev.lifeguard.Lease;
import dev.lifeguard.LeaseException;
import dev.lifeguard.WorkerId;

/**
 * A loan of a worker: the cell, which is one incarnation, and the epoch of the loan. When the word of the cell has
 * another epoch, this lease is past, and whatever it says does nothing.
 *
 * <p>Small and final on purpose: where a lease does not leave its block, the compiler needs no object for it.
 *
 * @param <W> the worker object
 */
final class FencedLease<W> implements Lease<W> {

    private final Dispatcher dispatcher;
    private final WorkerCell cell;
    private final long epoch;
    private Verdict verdict = Verdict.OK;
    private String brokenWhy = "";

    FencedLease(Dispatcher dispatcher, WorkerCell cell, long epoch) {
        this.dispatcher = dispatcher;
        this.cell = cell;
        this.epoch = epoch;
    }

    @Override
    @SuppressWarnings("unchecked") // The pool is typed by its definition, which made the object.
    public W worker() {
        if (!cell.isLent(epoch)) {
            throw closed();
        }
        return (W) cell.object();
    }

    private LeaseException closed() {
        return new LeaseException("This lease of worker " + cell.id + " (loan " + epoch
                + ") is closed or revoked, so the worker may be somebody else's; check out again, and do not keep"
                + " the worker beyond close().");
    }

    @Override
    public WorkerId id() {
        return cell.id;
    }

    @Override
    public void markDirty() {
        verdict = Verdict.DIRTY;
    }

    @Override
    public void markBroken(String why) {
        verdict = Verdict.BROKEN;
        brokenWhy = why;
    }

    @Override
    public void close() {
        switch (verdict) {
            case OK -> dispatcher.giveBack(cell, epoch);
            case DIRTY -> dispatcher.giveBackDirty(cell, epoch);
            case BROKEN -> dispatcher.giveBackBroken(cell, epoch, brokenWhy);
        }
    }

    @Override
    public String toString() {
        return "Lease of " + cell.id + ", loan " + epoch + (cell.isLent(epoch) ? "" : ", closed");
    }
}
