package dev.lifeguard.dataplane;

import dev.lifeguard.Lease;
import dev.lifeguard.LeaseException;
import dev.lifeguard.WorkerId;

/**
 * A loan of a worker: the cell, which is one incarnation, and the epoch of the loan. When the word of the cell has
 * another epoch, this lease is past, and whatever it says does nothing.
 *
 * <p>Small and final on purpose: where a lease does not leave its block, the compiler needs no object for it. Its
 * fields are plain, because it is confined to its owner; {@link #handOver} asks for a safe way to the next one.
 *
 * @param <W> the worker object
 */
final class FencedLease<W> implements Lease<W> {

    private final Dispatcher dispatcher;
    private final WorkerCell cell;
    private long epoch;
    private Thread owner;
    private Verdict verdict = Verdict.OK;
    private String brokenWhy = "";

    FencedLease(Dispatcher dispatcher, WorkerCell cell, long epoch, Thread owner) {
        this.dispatcher = dispatcher;
        this.cell = cell;
        this.epoch = epoch;
        this.owner = owner;
    }

    @Override
    @SuppressWarnings("unchecked") // The pool is typed by its definition, which made the object.
    public W worker() {
        if (!cell.isLent(epoch)) {
            throw past();
        }
        if (owner != Thread.currentThread()) {
            throw strange("use");
        }
        return (W) cell.object();
    }

    private LeaseException past() {
        return new LeaseException("This lease of worker " + cell.id + " (loan " + epoch
                + ") is closed or revoked, so the worker may be somebody else's; check out again, and do not keep"
                + " the worker beyond close().");
    }

    private LeaseException strange(String what) {
        return new LeaseException(
                "Thread " + Thread.currentThread().getName() + " cannot " + what + " the lease of worker "
                        + cell.id + " (loan " + epoch + "), because it belongs to thread " + owner.getName()
                        + "; call handOver(thread) to pass it on.");
    }

    @Override
    public WorkerId id() {
        return cell.id;
    }

    @Override
    public Thread owner() {
        return owner;
    }

    @Override
    public Lease<W> named(String task) {
        if (isMine() && cell.isLent(epoch)) {
            cell.nameLoan(epoch, task);
        }
        return this;
    }

    @Override
    public void handOver(Thread to) {
        Thread me = Thread.currentThread();
        if (owner != me && to != me && cell.isLent(epoch)) {
            throw strange("hand over");
        }
        // Order: a new number first. The supervisor may be about to take the lease back, because its owner has ended;
        // on the word, one of the two comes first, and the other is late.
        if (!cell.fence(epoch)) {
            throw past();
        }
        epoch++;
        owner = to;
        cell.handTo(to, epoch);
    }

    @Override
    public void markDirty() {
        if (isMine()) {
            verdict = Verdict.DIRTY;
        }
    }

    @Override
    public void markBroken(String why) {
        if (isMine()) {
            verdict = Verdict.BROKEN;
            brokenWhy = why;
        }
    }

    @Override
    public void close() {
        if (!isMine()) {
            return;
        }
        dispatcher.lending().ends(cell, epoch, verdict);
        // Not a switch: this is the way of nearly every lease, and a switch would look its branch up.
        if (verdict == Verdict.OK) {
            dispatcher.giveBack(cell, epoch);
        } else if (verdict == Verdict.DIRTY) {
            dispatcher.lending().giveBackDirty(cell, epoch);
        } else {
            dispatcher.lending().giveBackBroken(cell, epoch, brokenWhy);
        }
    }

    /** {@return whether the calling thread has this loan} A past one is nobody's; one that is out is its owner's. */
    private boolean isMine() {
        if (owner == Thread.currentThread()) {
            return true;
        }
        if (cell.isLent(epoch)) {
            throw strange("change or close");
        }
        return false;
    }

    @Override
    public String toString() {
        return "Lease of " + cell.id + ", loan " + epoch + (cell.isLent(epoch) ? "" : ", closed");
    }
}
