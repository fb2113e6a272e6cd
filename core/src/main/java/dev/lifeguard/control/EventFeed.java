package dev.lifeguard.control;

import dev.lifeguard.PoolEvent;
import dev.lifeguard.timing.Interleave;
import dev.lifeguard.timing.TimeSource;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber of the events, with a buffer and a thread of its own, so that it slows nobody but itself. What finds
 * the buffer full is counted, and told as {@link PoolEvent.Missed} at the place where it is missing.
 *
 * <p>All methods of the subscriber are called on that thread, one after another; {@link #request} and {@link #cancel}
 * come from any thread and only leave a note.
 *
 * <p>Order: who has something for the thread writes it first and then unparks; the thread looks at everything and then
 * parks. An unpark between the look and the park makes the park return at once.
 */
final class EventFeed implements Flow.Subscription, Runnable {

    /** How long, after the end of the pool, a subscriber may take to ask for what is left. */
    static final long LINGER_NANOS = 10_000_000_000L;

    private static final System.Logger LOG = System.getLogger("dev.lifeguard.pool");

    /** An event, and how many had been missed when it came. */
    private record Entry(PoolEvent event, long missedBefore) {}

    private final String pool;
    private final TimeSource time;
    private final int places;
    private final Flow.Subscriber<? super PoolEvent> subscriber;
    private final ConcurrentLinkedQueue<Entry> buffer = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /** All that were ever missed: it only grows, so nobody takes from it what belongs to another place. */
    private final AtomicLong missed = new AtomicLong();

    private final AtomicLong demand = new AtomicLong();
    private volatile @Nullable Thread thread;
    private volatile boolean cancelled;
    private volatile boolean ended;
    private volatile @Nullable IllegalArgumentException violation;

    /** The feed's thread: taken out of the buffer, and not delivered yet. */
    private @Nullable Entry pending;

    /** The feed's thread: how many of the missed were told. */
    private long toldMissed;

    EventFeed(String pool, TimeSource time, int places, Flow.Subscriber<? super PoolEvent> subscriber) {
        this.pool = pool;
        this.time = time;
        this.places = places;
        this.subscriber = subscriber;
    }

    @SuppressWarnings("ReferenceEquality") // equals() would be user code, under the publisher's lock.
    boolean isOfTheSame(EventFeed other) {
        return subscriber == other.subscriber;
    }

    // The pool.

    /** Takes an event, or counts it as missed. Never blocks. */
    void offer(PoolEvent event) {
        if (waiting.incrementAndGet() > places) {
            waiting.decrementAndGet();
            Interleave.point();
            missed.incrementAndGet();
        } else {
            Interleave.point();
            buffer.add(new Entry(event, missed.get()));
        }
        wake();
    }

    /** No further event follows. */
    void end() {
        ended = true;
        wake();
    }

    private void wake() {
        LockSupport.unpark(thread);
    }

    // The subscriber, on any thread.

    @Override
    public void request(long count) {
        if (count <= 0) {
            violation = new IllegalArgumentException(
                    "A subscriber of pool " + pool + " asked for " + count + " events; ask for at least 1.");
        } else {
            demand.getAndUpdate(asked -> asked + count < 0 ? Long.MAX_VALUE : asked + count);
        }
        wake();
    }

    @Override
    public void cancel() {
        cancelled = true;
        wake();
    }

    // The feed's own thread.

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            subscriber.onSubscribe(this);
            deliver();
        } catch (Throwable failure) {
            cancelled = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A subscriber of pool " + pool + " threw; its subscription is cancelled. Make it not throw.",
                    failure);
        }
    }

    private void deliver() {
        long endedNanos = 0;
        boolean ending = false;
        while (!cancelled) {
            IllegalArgumentException violated = violation;
            if (violated != null) {
                cancelled = true;
                subscriber.onError(violated);
                return;
            }
            // Read before the buffer: what was offered before the end is seen after it.
            boolean last = ended;
            if (demand.get() > 0) {
                PoolEvent next = next();
                if (next != null) {
                    demand.getAndUpdate(asked -> asked == Long.MAX_VALUE ? asked : asked - 1);
                    subscriber.onNext(next);
                    continue;
                }
            }
            if (last && !ending) {
                ending = true;
                endedNanos = time.nanoTime();
            }
            if (ending && (isDrained() || time.nanoTime() - endedNanos >= LINGER_NANOS)) {
                cancelled = true;
                subscriber.onComplete();
                return;
            }
            if (ending) {
                time.parkUntil(this, endedNanos + LINGER_NANOS);
            } else {
                time.park(this);
            }
            Thread.interrupted();
        }
    }

    private @Nullable PoolEvent next() {
        // Order: read before the buffer. When that is empty, all of these were missed after what was told before, and
        // before whatever comes next.
        long missedNow = missed.get();
        Interleave.point();
        Entry entry = pending;
        if (entry == null) {
            entry = buffer.poll();
            if (entry == null) {
                return gap(missedNow);
            }
            waiting.decrementAndGet();
        }
        PoolEvent gap = gap(entry.missedBefore());
        pending = gap == null ? null : entry;
        return gap == null ? entry.event() : gap;
    }

    /** {@return what tells that so many were missed in all, or {@code null} when that was told} */
    private @Nullable PoolEvent gap(long missedInAll) {
        long untold = missedInAll - toldMissed;
        if (untold <= 0) {
            return null;
        }
        toldMissed = missedInAll;
        return new PoolEvent.Missed(pool, untold);
    }

    private boolean isDrained() {
        return pending == null && buffer.isEmpty() && missed.get() == toldMissed;
    }

    /** {@return whether nothing is to be delivered any more} */
    boolean isOver() {
        return cancelled;
    }
}
