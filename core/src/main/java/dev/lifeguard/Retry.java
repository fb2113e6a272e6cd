package dev.lifeguard;

import dev.lifeguard.bounds.Durations;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * When and how often a task is tried again. Immutable.
 *
 * <p>An attempt ends badly by an exception, by the death of its worker, or, if {@link #withTimeouts} says so, by its
 * run or silence limit. The next attempt waits for an exponential, jittered backoff and then queues behind what is
 * already waiting: a retry never overtakes. With retries delivery is at least once, without them at most once.
 */
public final class Retry {

    private static final Retry NONE = new Retry(1, 0, 0, 0.2, false, failure -> failure instanceof Exception);

    private final int attempts;
    private final long firstNanos;
    private final long longestNanos;
    private final double jitter;
    private final boolean timeouts;
    private final Predicate<Throwable> on;

    private Retry(
            int attempts,
            long firstNanos,
            long longestNanos,
            double jitter,
            boolean timeouts,
            Predicate<Throwable> on) {
        this.attempts = attempts;
        this.firstNanos = firstNanos;
        this.longestNanos = longestNanos;
        this.jitter = jitter;
        this.timeouts = timeouts;
        this.on = on;
    }

    /** {@return one attempt, no retry} */
    public static Retry none() {
        return NONE;
    }

    /**
     * Allows so many attempts in all, with a backoff of 50 ms that doubles up to 5 s.
     *
     * @param attempts at least 1
     * @return the policy
     */
    public static Retry attempts(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException(
                    "A task needs at least 1 attempt, but attempts is " + attempts + "; give 1 for no retry.");
        }
        return new Retry(attempts, 50_000_000L, 5_000_000_000L, NONE.jitter, false, NONE.on);
    }

    /**
     * Sets the backoff: the first wait, which doubles with every attempt up to the longest.
     *
     * @param first the wait before the second attempt, zero for none
     * @param longest the longest wait, not shorter than the first
     * @return this policy with that backoff
     */
    public Retry backoff(Duration first, Duration longest) {
        long firstWait = Durations.nanosFromZero("first backoff", first);
        long longestWait = Durations.nanosFromZero("longest backoff", longest);
        if (longestWait < firstWait) {
            throw new IllegalArgumentException("The longest backoff (" + longest + ") is shorter than the first ("
                    + first + "); swap them or raise the longest.");
        }
        return new Retry(attempts, firstWait, longestWait, jitter, timeouts, on);
    }

    /**
     * Sets the jitter: each wait is drawn evenly from its value plus or minus this share.
     *
     * @param share from 0 to 1; 0.2 by default
     * @return this policy with that jitter
     */
    public Retry withJitter(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("The jitter is a share from 0 to 1, but is " + share + ".");
        }
        return new Retry(attempts, firstNanos, longestNanos, share, timeouts, on);
    }

    /**
     * Says which failures are worth another attempt. The death of a worker counts as one, with what killed it, or with
     * a {@link WorkerLostException} when nothing was thrown. By default every {@link Exception}.
     *
     * @param on tells by the exception; runs on the worker's thread and must not block
     * @return this policy with that choice
     */
    public Retry on(Predicate<Throwable> on) {
        return new Retry(attempts, firstNanos, longestNanos, jitter, timeouts, Objects.requireNonNull(on));
    }

    /**
     * Retries attempts that passed their run or silence limit too, once their code has left the worker or the worker
     * was abandoned. Without it such a task ends at once as {@link Outcome.TimedOut}.
     *
     * @return this policy with timeouts
     */
    public Retry withTimeouts() {
        return new Retry(attempts, firstNanos, longestNanos, jitter, true, on);
    }

    /** {@return how many attempts a task has in all} */
    public int attempts() {
        return attempts;
    }

    /** {@return whether attempts that passed their run or silence limit are tried again} */
    public boolean timeouts() {
        return timeouts;
    }

    /**
     * {@return whether another attempt follows}
     *
     * @param attempt the number of the attempt that failed, from 1
     * @param failure what it threw
     */
    public boolean again(int attempt, Throwable failure) {
        return attempt < attempts && on.test(failure);
    }

    /**
     * {@return the wait before the next attempt, in nanoseconds}
     *
     * @param attempt the number of the attempt that failed, from 1
     * @param chance evenly distributed from 0 to 1
     */
    public long backoffNanos(int attempt, double chance) {
        return Backoff.nanos(firstNanos, longestNanos, attempt - 1, jitter, chance);
    }

    @Override
    public String toString() {
        return "Retry[attempts=" + attempts + ", backoff=" + Duration.ofNanos(firstNanos) + ".."
                + Duration.ofNanos(longestNanos) + ", jitter=" + jitter + ", timeouts=" + timeouts + "]";
    }
}
