package dev.lifeguard.timing;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Deadlines in order. Owned by one thread, the supervisor; nothing here races, and there is never a timer for each
 * task: only backoffs, escalations and the stages of an end.
 *
 * @param <T> what to do when the time has come
 */
public final class Timers<T> {

    /**
     * One deadline, which {@link #cancel} can take back.
     *
     * @param <T> what to do
     */
    public static final class Timer<T> implements Comparable<Timer<T>> {

        private final long originNanos;
        private final long deadlineNanos;
        private final long number;
        private final T action;

        private Timer(long originNanos, long deadlineNanos, long number, T action) {
            this.originNanos = originNanos;
            this.deadlineNanos = deadlineNanos;
            this.number = number;
            this.action = action;
        }

        @Override
        public int compareTo(Timer<T> other) {
            // Not a difference of two deadlines: both are measured from one origin, so that the order is total.
            int byTime = Long.compare(deadlineNanos - originNanos, other.deadlineNanos - other.originNanos);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }
    }

    private final long originNanos;
    private final TreeSet<Timer<T>> timers = new TreeSet<>();
    private long numbers;

    /**
     * Makes an empty set of timers.
     *
     * @param now a value of the time source
     */
    public Timers(long now) {
        this.originNanos = now;
    }

    /**
     * Adds a deadline.
     *
     * @param deadlineNanos a value of the time source
     * @param action what to do then
     * @return the timer
     */
    public Timer<T> schedule(long deadlineNanos, T action) {
        var timer = new Timer<>(originNanos, deadlineNanos, numbers++, action);
        timers.add(timer);
        return timer;
    }

    /**
     * Takes a deadline back; without effect when it has been taken already.
     *
     * @param timer which
     */
    public void cancel(Timer<T> timer) {
        timers.remove(timer);
    }

    /**
     * {@return the action of the earliest timer whose time has come, removed; {@code null} when there is none}
     *
     * @param now a value of the time source
     */
    public @Nullable T takeDue(long now) {
        if (timers.isEmpty() || timers.first().deadlineNanos - now > 0) {
            return null;
        }
        Timer<T> timer = timers.first();
        timers.remove(timer);
        return timer.action;
    }

    /**
     * {@return the earliest deadline}
     *
     * @param otherwise what to return when there is none
     */
    public long nextDeadlineNanos(long otherwise) {
        return timers.isEmpty() ? otherwise : timers.first().deadlineNanos;
    }

    /** {@return how many deadlines wait} */
    public int size() {
        return timers.size();
    }
}
