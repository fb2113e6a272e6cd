package dev.lifeguard.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A time source that moves only when it is told to. Who waits for a deadline really parks, without a timer of the
 * machine, and is unparked when the time has been advanced to it.
 *
 * <p>Any thread may call any method; one thread, the test, advances. What it did before {@link #advance} happens-before
 * what a thread does that the advance woke.
 */
public final class VirtualTime {
    private final ReentrantLock lock = new ReentrantLock();
    private final TreeSet<Sleeper> sleepers = new TreeSet<>();
    private volatile long nowNanos;
    private long numbers;

    /** A thread and when it wants to be woken. Times are compared by difference to the time of its making. */
    private record Sleeper(long deadlineNanos, long number, Thread thread) implements Comparable<Sleeper> {
        @Override
        public int compareTo(Sleeper other) {
            long later = deadlineNanos - other.deadlineNanos;
            return later != 0 ? Long.signum(later) : Long.compare(number, other.number);
        }
    }

    /** Makes a time that begins at zero. */
    public VirtualTime() {
        this(0);
    }

    /**
     * Makes a time that begins somewhere, for example just before the values wrap round.
     *
     * @param originNanos the first value of {@link #nanoTime}
     */
    public VirtualTime(long originNanos) {
        this.nowNanos = originNanos;
    }

    /** {@return nanoseconds since the origin; values are compared by difference only} */
    public long nanoTime() {
        return nowNanos;
    }

    /**
     * Parks the calling thread until it is unparked or interrupted.
     *
     * @param blocker what it waits for, for thread dumps
     */
    public void park(Object blocker) {
        LockSupport.park(blocker);
    }

    /**
     * Parks the calling thread until it is unparked, interrupted, or the time has been advanced to the deadline.
     *
     * @param blocker what it waits for, for thread dumps
     * @param deadlineNanos a value of {@link #nanoTime}
     */
    public void parkUntil(Object blocker, long deadlineNanos) {
        Sleeper sleeper = enter(deadlineNanos);
        if (sleeper == null) {
            return;
        }
        try {
            LockSupport.park(blocker);
        } finally {
            leave(sleeper);
        }
    }

    private @Nullable Sleeper enter(long deadlineNanos) {
        lock.lock();
        try {
            // Order: under the lock that advance takes, so that either this sees the new time or advance the sleeper.
            if (deadlineNanos - nowNanos <= 0) {
                return null;
            }
            Sleeper sleeper = new Sleeper(deadlineNanos, numbers++, Thread.currentThread());
            sleepers.add(sleeper);
            return sleeper;
        } finally {
            lock.unlock();
        }
    }

    private void leave(Sleeper sleeper) {
        lock.lock();
        try {
            sleepers.remove(sleeper);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Moves the time in one jump and wakes, in the order of their deadlines, the threads whose time has come.
     *
     * @param by how far; not negative
     */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException(
                    "Time cannot go back: expected a duration of at least 0, got " + by + ".");
        }
        moveTo(nowNanos + by.toNanos());
    }

    /**
     * Moves the time from deadline to deadline, and lets everything settle at each, so that a thread sees the time that
     * it waited for and not a later one.
     *
     * @param by how far; not negative
     * @param settle runs the threads until none can run, such as {@link DeterministicScheduler#run()}
     */
    public void advance(Duration by, Runnable settle) {
        long end = nowNanos + by.toNanos();
        settle.run();
        for (OptionalLong next = nextDeadlineNanos();
                next.isPresent() && next.getAsLong() - end <= 0;
                next = nextDeadlineNanos()) {
            moveTo(next.getAsLong());
            settle.run();
        }
        moveTo(end);
        settle.run();
    }

    /**
     * Moves the time to the earliest deadline that a thread waits for, and wakes those that wait for it.
     *
     * @return {@code false} when no thread waits for a deadline; the time stands still then
     */
    public boolean advanceToNext() {
        OptionalLong next = nextDeadlineNanos();
        next.ifPresent(this::moveTo);
        return next.isPresent();
    }

    private void moveTo(long targetNanos) {
        List<Thread> due = new ArrayList<>();
        lock.lock();
        try {
            if (targetNanos - nowNanos > 0) {
                nowNanos = targetNanos;
            }
            while (!sleepers.isEmpty() && sleepers.first().deadlineNanos() - nowNanos <= 0) {
                due.add(sleepers.removeFirst().thread());
            }
        } finally {
            lock.unlock();
        }
        due.forEach(LockSupport::unpark);
    }

    /** {@return the earliest deadline that a thread waits for} */
    public OptionalLong nextDeadlineNanos() {
        lock.lock();
        try {
            return sleepers.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(sleepers.first().deadlineNanos());
        } finally {
            lock.unlock();
        }
    }

    /** {@return how many threads wait for a deadline} */
    public int waiting() {
        lock.lock();
        try {
            return sleepers.size();
        } finally {
            lock.unlock();
        }
    }
}
