package dev.lifeguard.dataplane;

import dev.lifeguard.timing.Interleave;
import dev.lifeguard.timing.TimeSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A checkout that waits in the queue for a worker.
 *
 * <p>WAITING → CLAIMED → GRANTED by whoever has a worker for it, or WAITING → GONE by the waiter itself: its deadline,
 * its interrupt, and its success elsewhere are moves of this one word and nothing else, so a grant is never lost and
 * never goes to somebody who has left. Between CLAIMED and GRANTED there are two steps of the granter and no wait.
 */
public final class CheckoutWaiter implements Waiting {

    private static final int WAITING = 0;
    private static final int CLAIMED = 1;
    private static final int GRANTED = 2;
    private static final int GONE = 3;

    private final Thread thread = Thread.currentThread();
    private final long sinceNanos;
    private final AtomicInteger word = new AtomicInteger(WAITING);
    private volatile boolean nudged;

    /** Granter, between CLAIMED and GRANTED. */
    private @Nullable WorkerCell cell;

    /** Granter, between CLAIMED and GRANTED. */
    private long epoch;

    CheckoutWaiter(long now) {
        this.sinceNanos = now;
    }

    @Override
    public boolean stillWaits() {
        return word.get() == WAITING;
    }

    @Override
    public long waitsSinceNanos() {
        return sinceNanos;
    }

    @Override
    public long queuedNanos() {
        return sinceNanos;
    }

    /** WAITING → CLAIMED: the caller has a worker and will grant it now. */
    public boolean claim() {
        Interleave.point();
        return word.compareAndSet(WAITING, CLAIMED);
    }

    /** CLAIMED → GRANTED. */
    public void grant(WorkerCell lent, long loan) {
        cell = lent;
        epoch = loan;
        Interleave.point();
        // Order: publishes the two fields above to the waiter, which reads the word first.
        word.set(GRANTED);
        LockSupport.unpark(thread);
    }

    /** CLAIMED → WAITING: the promised worker was revoked in between. The caller puts the waiter in line again. */
    void unclaim() {
        word.set(WAITING);
        LockSupport.unpark(thread);
    }

    /** WAITING → GONE, by the waiter. {@code false} when a grant is on its way or there. */
    boolean leave() {
        Interleave.point();
        return word.compareAndSet(WAITING, GONE);
    }

    boolean isClaimed() {
        return word.get() == CLAIMED;
    }

    boolean isGranted() {
        return word.get() == GRANTED;
    }

    WorkerCell cell() {
        WorkerCell lent = cell;
        if (lent == null) {
            throw new AssertionError("A granted checkout has a worker.");
        }
        return lent;
    }

    long epoch() {
        return epoch;
    }

    /** Tells the waiter to look for a free worker itself. One nudge is under way at a time. */
    void nudge() {
        if (!nudged) {
            Interleave.point();
            nudged = true;
            LockSupport.unpark(thread);
        }
    }

    /** Takes the nudge. The waiter looks for a free worker after this, so it sees what the nudger saw. */
    void takeNudge() {
        nudged = false;
    }

    /** Waits for the grant that is on its way. An interrupt stays pending meanwhile. */
    void awaitGrant(TimeSource time) {
        boolean interrupted = false;
        // Not until it is granted: a grant can be taken back (unclaim), and then the caller's deadline counts again.
        while (isClaimed()) {
            time.park(this);
            // Cleared, so that the next park does not return at once, and set again below.
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
