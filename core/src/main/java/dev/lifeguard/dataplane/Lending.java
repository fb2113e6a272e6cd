package dev.lifeguard.dataplane;

import dev.lifeguard.Lease;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import org.jspecify.annotations.Nullable;

/**
 * Makes the leases: says whose each loan is, keeps the place of a sampled one, and asks the supervisor to watch leases
 * while some are out.
 */
public final class Lending {

    private final Dispatcher dispatcher;
    private final Signals signals;

    /** One loan of so many of each worker has its place kept; 0 for none. */
    private final int sampleEvery;

    private final ReferenceQueue<Lease<?>> dropped = new ReferenceQueue<>();

    /** Whether the supervisor looks at the leases now and then. */
    private volatile boolean watched;

    Lending(Dispatcher dispatcher, Signals signals, int sampleEvery) {
        this.dispatcher = dispatcher;
        this.signals = signals;
        this.sampleEvery = sampleEvery;
    }

    /** Makes the lease of a loan that the calling thread has just got. */
    <W> Lease<W> lease(WorkerCell cell, long epoch) {
        // Order: the word said LEASED before this look; the supervisor says that it does not watch and then looks at
        // the words. One of the two sees the other.
        if (!watched) {
            watched = true;
            signals.post(Notice.Plain.LEASES_OUT);
        }
        dispatcher.leaseBegins(cell);
        Thread me = Thread.currentThread();
        if (sampleEvery != 0 && epoch % sampleEvery == 0) {
            // A way of its own: here the lease is known to others, so the compiler must really make the object.
            return sampled(me, cell, epoch);
        }
        cell.lendTo(me, null, epoch);
        return new FencedLease<>(dispatcher, cell, epoch, me);
    }

    private <W> Lease<W> sampled(Thread me, WorkerCell cell, long epoch) {
        var lease = new FencedLease<W>(dispatcher, cell, epoch, me);
        cell.lendTo(me, new LeaseTrace(lease, dropped, cell), epoch);
        return lease;
    }

    // The supervisor.

    /** Nobody watches from now on, until a lease is taken. The caller looks at the words after this. */
    public void unwatch() {
        watched = false;
    }

    /** {@return a sampled lease that nobody has any more, closed or not} */
    public @Nullable LeaseTrace nextDropped() {
        Reference<? extends Lease<?>> gone = dropped.poll();
        return gone instanceof LeaseTrace trace ? trace : null;
    }
}
