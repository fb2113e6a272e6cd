package dev.lifeguard.dataplane;

import dev.lifeguard.Lease;
import dev.lifeguard.StopReason;
import dev.lifeguard.WorkerState;
import dev.lifeguard.timing.CoarseClock;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import org.jspecify.annotations.Nullable;

/**
 * Makes the leases, and takes back those whose worker cannot serve as it is: says whose each loan is, keeps the place of
 * a sampled one, and asks the supervisor to watch leases while some are out.
 */
public final class Lending {

    private final Dispatcher dispatcher;
    private final Detours detours;
    private final Signals signals;
    private final Recording recording;
    private final CoarseClock clock;

    /** One loan of so many of each worker has its place kept; 0 for none. */
    private final int sampleEvery;

    private final ReferenceQueue<Lease<?>> dropped = new ReferenceQueue<>();

    Lending(
            Dispatcher dispatcher,
            Detours detours,
            Signals signals,
            Recording recording,
            CoarseClock clock,
            int sampleEvery) {
        this.dispatcher = dispatcher;
        this.detours = detours;
        this.signals = signals;
        this.recording = recording;
        this.clock = clock;
        this.sampleEvery = sampleEvery;
    }

    /** Makes the lease of a loan that the calling thread has just got. */
    <W> Lease<W> lease(WorkerCell cell, long epoch) {
        try {
            return make(cell, epoch);
        } catch (Throwable noMemory) {
            // The loan is the caller's, who has nothing to close: without this the worker would be lent for ever.
            unwatch();
            dispatcher.giveBack(cell, epoch);
            throw noMemory;
        }
    }

    private <W> Lease<W> make(WorkerCell cell, long epoch) {
        begins(cell);
        Thread me = Thread.currentThread();
        // Order: the word said LEASED before this look; the supervisor says that it does not watch and then looks at
        // the words. One of the two sees the other.
        if (detours.among(Detours.UNWATCHED) != 0) {
            askToWatch();
        }
        // Asked each time, although it is rare: so the compiler knows that it is. Behind it the lease is known to
        // others and must be an object.
        if (sampleEvery != 0 && epoch % sampleEvery == 0) {
            return sampled(me, cell, epoch);
        }
        cell.lendTo(me, epoch);
        return new FencedLease<>(dispatcher, cell, epoch, me);
    }

    private void askToWatch() {
        detours.set(Detours.UNWATCHED, false);
        signals.post(Notice.Plain.LEASES_OUT);
    }

    private <W> Lease<W> sampled(Thread me, WorkerCell cell, long epoch) {
        var lease = new FencedLease<W>(dispatcher, cell, epoch, me);
        cell.note(new LoanNote(epoch, null, new LeaseTrace(lease, dropped, cell)));
        cell.lendTo(me, epoch);
        return lease;
    }

    /** The calling thread has just got the worker. */
    private void begins(WorkerCell cell) {
        Object span = recording.leaseBegins();
        if (span != null) {
            cell.record(span);
        }
    }

    /** The holder of the lease closes it. */
    void ends(WorkerCell cell, long epoch, Lease.Verdict verdict) {
        Object span = cell.isRecorded() && cell.isLent(epoch) ? cell.takeSpan() : null;
        if (span != null) {
            recording.leaseEnded(span, cell.id, epoch, verdict);
        }
    }

    /** The lease is over and the worker must be reset first. */
    void giveBackDirty(WorkerCell cell, long epoch) {
        if (cell.giveBackDirty(epoch) == CellNext.WAKE) {
            clock.now();
            cell.wake();
        }
    }

    /** The lease is over and the worker must be replaced. */
    void giveBackBroken(WorkerCell cell, long epoch, String why) {
        boolean mine = cell.fence(epoch);
        WorkerState from = mine ? cell.giveBackBroken(epoch + 1) : null;
        if (from != null) {
            signals.post(
                    new Notice.Crashed(cell, from, StopReason.BROKEN, "its lessee called it broken: " + why, null));
            cell.wake();
        } else {
            // Revoked before, or stale: what comes back now only ends.
            giveBackDirty(cell, mine ? epoch + 1 : epoch);
        }
    }

    // The supervisor.

    /** Nobody watches from now on, until a lease is taken. The caller looks at the words after this. */
    public void unwatch() {
        detours.set(Detours.UNWATCHED, true);
    }

    /** {@return a sampled lease that nobody has any more, closed or not} */
    public @Nullable LeaseTrace nextDropped() {
        Reference<? extends Lease<?>> gone = dropped.poll();
        return gone instanceof LeaseTrace trace ? trace : null;
    }
}
