package dev.lifeguard.dataplane;

import dev.lifeguard.timing.Interleave;
import dev.lifeguard.timing.TimeSource;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * The bound of the pool: how many tasks may be unfinished, and how many checkouts may wait, at a time.
 *
 * <p>Who enters and who leaves count on different cache lines: one counter for both would travel between the submitter
 * and the workers twice for each task. Those who leave are added up only when the last sum leaves no room; an older sum
 * is smaller, so the bound holds whatever a submitter has seen.
 *
 * <p>A task holds its permit from its admission to its outcome, its backoff included, so the bound is true and a retry
 * always finds room. The capacity is the length of the queue plus one for each worker the pool may have. Once closed,
 * the count only falls; when it is zero, every task has its outcome: the end of a pool waits for just that.
 *
 * <p>Order: a submitter that finds no room puts itself into the line and then tries again; who gives a permit back
 * does so and then looks at the line. All four are volatile operations, so one of the two sees the other.
 */
public final class Admission {

    /** What came of an attempt to enter. */
    public enum Entry {
        ENTERED,
        FULL,
        CLOSED,
        INTERRUPTED
    }

    private static final long CLOSED = 1L << 62;

    private final TimeSource time;

    /** How many have entered, and the mark that nobody may any more. */
    private final PaddedLong entered = new PaddedLong();

    /** How many have left. Only grows. */
    private final LongAdder left = new LongAdder();

    /** A sum of {@link #left} that was true once. */
    private final PaddedLong leftOnce = new PaddedLong();

    private final ConcurrentLinkedQueue<Thread> line = new ConcurrentLinkedQueue<>();
    private volatile int capacity;
    private volatile boolean closed;

    Admission(TimeSource time, int capacity) {
        this.time = time;
        this.capacity = capacity;
    }

    /** {@return a permit, if there is room and the pool is open} */
    Entry tryEnter() {
        for (long seen = entered.get(); ; seen = entered.get()) {
            if ((seen & CLOSED) != 0) {
                return Entry.CLOSED;
            }
            if (room(seen) <= 0) {
                return Entry.FULL;
            }
            Interleave.point();
            if (entered.compareAndSet(seen, seen + 1)) {
                return Entry.ENTERED;
            }
        }
    }

    /** {@return for how many there is room, as far as that is known; 0 when there is none} */
    private long room(long seen) {
        long room = capacity - (seen - leftOnce.get());
        if (room <= 0) {
            long sum = left.sum();
            leftOnce.set(sum);
            room = capacity - (seen - sum);
        }
        return room;
    }

    /** {@return so many permits in one step, or as many as there is room for; 0 when there is none or the pool is closed} */
    int tryEnter(int wanted) {
        for (long seen = entered.get(); (seen & CLOSED) == 0; seen = entered.get()) {
            int taken = (int) Math.min(wanted, room(seen));
            if (taken <= 0) {
                return 0;
            }
            Interleave.point();
            if (entered.compareAndSet(seen, seen + taken)) {
                return taken;
            }
        }
        return 0;
    }

    /** Waits in line for a permit until the deadline. An interrupt ends the wait and stays pending. */
    Entry awaitEnter(long deadlineNanos) {
        Thread self = Thread.currentThread();
        line.add(self);
        try {
            while (true) {
                Interleave.point();
                Entry entry = tryEnter();
                if (entry != Entry.FULL) {
                    return entry;
                }
                if (self.isInterrupted()) {
                    return Entry.INTERRUPTED;
                }
                if (deadlineNanos - time.nanoTime() <= 0) {
                    return Entry.FULL;
                }
                time.parkUntil(this, deadlineNanos);
            }
        } finally {
            line.remove(self);
            // The wake-up that this thread had, and may not have used, goes to the next.
            wakeFirst();
        }
    }

    /**
     * Gives a permit back.
     *
     * @return whether the pool is closed and no permit is out any more; more than one may be told so
     */
    boolean leave() {
        Interleave.point();
        left.increment();
        wakeFirst();
        // Order: counted first, then the look at the mark; who closes marks first, and then adds up.
        return closed && taken() == 0;
    }

    private void wakeFirst() {
        Thread first = line.peek();
        if (first != null) {
            LockSupport.unpark(first);
        }
    }

    /** Closes the intake for good and wakes everybody in line. */
    public void close() {
        entered.getAndUpdate(seen -> seen | CLOSED);
        closed = true;
        for (Thread waiter : line) {
            LockSupport.unpark(waiter);
        }
    }

    /** {@return whether the intake is closed} */
    public boolean isClosed() {
        return closed;
    }

    /** {@return how many permits are out; exact once the intake is closed and read by who closed it} */
    public int taken() {
        // Order: those who left first, so that nobody is missed who entered and left in between.
        long gone = left.sum();
        return (int) ((entered.get() & ~CLOSED) - gone);
    }

    /** {@return how many have entered since the start} */
    public long entered() {
        return entered.get() & ~CLOSED;
    }

    /** {@return the bound} */
    public int capacity() {
        return capacity;
    }

    /** Changes the bound; a smaller one takes effect as permits come back. */
    public void resize(int permits) {
        capacity = permits;
        for (Thread waiter : line) {
            LockSupport.unpark(waiter);
        }
    }
}
