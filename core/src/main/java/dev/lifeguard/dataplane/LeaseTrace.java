package dev.lifeguard.dataplane;

import dev.lifeguard.Lease;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;

/** Where a lease was taken, and a way to notice that nobody can close it any more. Kept for sampled leases only. */
public final class LeaseTrace extends PhantomReference<Lease<?>> {

    /** A stack, carried as an exception, so that logs and listeners can print it. */
    private static final class TakenHere extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TakenHere(String message) {
            super(message);
        }
    }

    private final WorkerCell cell;
    private final Throwable place;

    LeaseTrace(Lease<?> lease, ReferenceQueue<Lease<?>> dropped, WorkerCell cell) {
        super(lease, dropped);
        this.cell = cell;
        this.place = new TakenHere("A lease of worker " + cell.id + " was taken here.");
    }

    /** {@return the worker that was lent} */
    public WorkerCell cell() {
        return cell;
    }

    /** {@return the stack of the thread that took the lease} */
    public Throwable place() {
        return place;
    }
}
