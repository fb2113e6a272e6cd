package dev.lifeguard;

import dev.lifeguard.policy.Backoff;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * When and how often a task is tried again. Immutable.
 *
 * <p>An attempt ends badly by an exception, by the death of its worker, or, if {@link #withTimeouts} says so, by its
 * run or silence limit. The next attempt waits for its {@link Backoff} and then queues behind what is already waiting: a
 * retry never overtakes. With retries delivery is at least once, without them at most once. Which share of the work of
 * a pool retries may be is bounded by its {@link dev.lifeguard.policy.RetryBudget}.
 */
public final class Retry {

    private static final Retry NONE = new Retry(
            1, Backoff.exponential(Duration.ZERO, Duration.ZERO), false, failure -> failure instanceof Exception);

    private final int attempts;
    private final Backoff backoff;
    private final boolean timeouts;
    private final Predicate<Throwable> on;

    private Retry(int attempts, Backoff backoff, boolean timeouts, Predicate<Throwable> on) {
        this.attempts = attempts;
        this.backoff = backoff;
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
        return new Retry(attempts, Backoff.standard(), false, NONE.on);
    }

    /**
     * Sets the backoff: the first wait, which doubles with every attempt up to the longest. The jitter stays.
     *
     * @param first the wait before the second attempt, zero for none
     * @param longest the longest wait, not shorter than the first
     * @return this policy with that backoff
     */
    public Retry backoff(Duration first, Duration longest) {
        return backoff(Backoff.exponential(first, longest).withJitterOf(backoff));
    }

    /**
     * Sets the backoff.
     *
     * @param shape how long the task waits between two attempts
     * @return this policy with that backoff
     */
    public Retry backoff(Backoff shape) {
        return new Retry(attempts, Objects.requireNonNull(shape), timeouts, on);
    }

    /**
     * Sets the jitter: each wait is drawn evenly from its value plus or minus this share.
     *
     * @param share from 0 to 1; 0.2 by default
     * @return this policy with that jitter
     */
    public Retry withJitter(double share) {
        return backoff(backoff.withJitter(share));
    }

    /**
     * Says which failures are worth another attempt. The death of a worker counts as one, with what killed it, or with
     * a {@link WorkerLostException} when nothing was thrown. By default every {@link Exception}.
     *
     * @param on tells by the exception; runs on the worker's thread and must not block
     * @return this policy with that choice
     */
    public Retry on(Predicate<Throwable> on) {
        return new Retry(attempts, backoff, timeouts, Objects.requireNonNull(on));
    }

    /**
     * Retries attempts that passed their run or silence limit too, once their code has left the worker or the worker
     * was abandoned. Without it such a task ends at once as {@link Outcome.TimedOut}.
     *
     * @return this policy with timeouts
     */
    public Retry withTimeouts() {
        return new Retry(attempts, backoff, true, on);
    }

    /** {@return how many attempts a task has in all} */
    public int attempts() {
        return attempts;
    }

    /** {@return whether attempts that passed their run or silence limit are tried again} */
    public boolean timeouts() {
        return timeouts;
    }

    /** {@return how long the task waits between two attempts} */
    public Backoff backoff() {
        return backoff;
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

    @Override
    public String toString() {
        return "Retry[attempts=" + attempts + ", backoff=" + backoff + ", timeouts=" + timeouts + "]";
    }
}
