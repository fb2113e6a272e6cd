package dev.lifeguard.policy;

import dev.lifeguard.bounds.Durations;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long a task waits between two attempts: the shape of the waits, a cap, and how chance spreads them, so that what
 * failed together does not come back together. Immutable.
 *
 * <p>Waits are in nanoseconds, from 0 to the cap; a jitter by share may pass the cap by that share. Source of the full
 * and of the decorrelated jitter: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
public final class Backoff {

    /** How chance spreads the waits. */
    public enum Jitter {
        /** Each wait is its value. */
        NONE,
        /** Each wait is drawn evenly from its value plus or minus a share of it. */
        SHARE,
        /** Each wait is drawn evenly from zero to its value. */
        FULL,
        /** Each wait is drawn evenly from the first wait to three times the wait before, capped; it need not grow. */
        DECORRELATED
    }

    /**
     * A shape of the user's own. It runs on the thread of the worker whose attempt failed and must not block. When it
     * throws, or answers with a negative wait, that is told and {@link #standard} counts for this wait. So it does after
     * an attempt that passed a limit, which can end on no thread where code of the user may run.
     */
    @FunctionalInterface
    public interface Rule {

        /**
         * {@return how long to wait before the next attempt; cut to the longest wait}
         *
         * @param attempt the number of the attempt that failed, from 1
         * @param failure what it threw
         * @param previous the wait before that attempt, zero before the second
         */
        Duration wait(int attempt, Throwable failure, Duration previous);
    }

    /** The share of the jitter that is used when none is chosen. */
    private static final double SHARE = 0.2;

    private static final Backoff STANDARD = new Backoff(50_000_000L, 5_000_000_000L, true, Jitter.SHARE, SHARE, null);

    private final long firstNanos;
    private final long longestNanos;
    private final boolean doubles;
    private final Jitter jitter;
    private final double share;
    private final @Nullable Rule rule;

    private Backoff(
            long firstNanos, long longestNanos, boolean doubles, Jitter jitter, double share, @Nullable Rule rule) {
        this.firstNanos = firstNanos;
        this.longestNanos = longestNanos;
        this.doubles = doubles;
        this.jitter = jitter;
        this.share = share;
        this.rule = rule;
    }

    /** {@return 50 ms doubling to 5 s, plus or minus a fifth} */
    public static Backoff standard() {
        return STANDARD;
    }

    /**
     * Doubles with every attempt, up to a cap, plus or minus a fifth.
     *
     * @param first the wait before the second attempt, zero for none
     * @param longest the longest wait, not shorter than the first; zero, too, when that is zero
     * @return the backoff
     */
    public static Backoff exponential(Duration first, Duration longest) {
        long firstWait = Durations.nanosFromZero("first backoff", first);
        long longestWait = Durations.nanosFromZero("longest backoff", longest);
        if (longestWait < firstWait) {
            throw new IllegalArgumentException("The longest backoff (" + longest + ") is shorter than the first ("
                    + first + "); swap them or raise the longest.");
        }
        if (firstWait == 0 && longestWait > 0) {
            throw new IllegalArgumentException("A first backoff of " + first + " stays zero however often it doubles,"
                    + " so the longest (" + longest + ") would never be reached; give a first wait longer than zero, or"
                    + " zero for both.");
        }
        return new Backoff(firstWait, longestWait, true, Jitter.SHARE, SHARE, null);
    }

    /**
     * Waits the same time before every attempt, without jitter.
     *
     * @param wait from zero
     * @return the backoff
     */
    public static Backoff fixed(Duration wait) {
        long nanos = Durations.nanosFromZero("fixed backoff", wait);
        return new Backoff(nanos, nanos, false, Jitter.NONE, 0, null);
    }

    /**
     * Asks a rule of the user's own for every wait; no jitter is added to it.
     *
     * @param longest the longest wait; positive
     * @param rule says how long
     * @return the backoff
     */
    public static Backoff custom(Duration longest, Rule rule) {
        long cap = Durations.positiveNanos("longest backoff", longest);
        return new Backoff(0, cap, false, Jitter.NONE, 0, Objects.requireNonNull(rule));
    }

    /**
     * Draws each wait evenly from its value plus or minus a share of it.
     *
     * @param part from 0, which is no jitter, to 1
     * @return this backoff with that jitter
     */
    public Backoff withJitter(double part) {
        if (!(part >= 0 && part <= 1)) {
            throw new IllegalArgumentException("The jitter is a share from 0 to 1, but is " + part + ".");
        }
        return spread(part == 0 ? Jitter.NONE : Jitter.SHARE, part);
    }

    /**
     * Draws each wait evenly from zero to its value: the least work in all, when many fail together.
     *
     * @return this backoff with full jitter
     */
    public Backoff withFullJitter() {
        return spread(Jitter.FULL, 0);
    }

    /**
     * Draws each wait evenly from the first to three times the wait before, capped at the longest.
     *
     * @return this backoff with decorrelated jitter
     */
    public Backoff withDecorrelatedJitter() {
        if (rule == null && (!doubles || firstNanos == 0 || firstNanos == longestNanos)) {
            throw new IllegalArgumentException("Decorrelated jitter draws from the first wait to three times the one"
                    + " before, but here the first is " + Duration.ofNanos(firstNanos) + " and the longest "
                    + Duration.ofNanos(longestNanos)
                    + ", so every wait would be the same; use exponential() with a first wait longer than zero and a"
                    + " longer cap.");
        }
        return spread(Jitter.DECORRELATED, 0);
    }

    /**
     * Spreads the waits as another backoff does; as by default, when that one is a custom one. Waits of zero are not
     * spread.
     *
     * @param other whose jitter
     * @return this backoff with that jitter
     */
    public Backoff withJitterOf(Backoff other) {
        if (longestNanos == 0) {
            return this;
        }
        return switch (other.jitter) {
            case NONE -> other.rule == null ? withJitter(0) : this;
            case SHARE -> withJitter(other.share);
            case FULL -> withFullJitter();
            case DECORRELATED -> withDecorrelatedJitter();
        };
    }

    private Backoff spread(Jitter wanted, double part) {
        if (rule != null && wanted != Jitter.NONE) {
            throw new IllegalArgumentException("A custom backoff decides each wait itself, so the jitter " + wanted
                    + " would never act; draw it in the rule.");
        }
        if (longestNanos == 0 && wanted != Jitter.NONE) {
            throw new IllegalArgumentException("Every wait of this backoff is zero, so the jitter " + wanted
                    + " would never act; give a wait longer than zero, or leave the jitter out.");
        }
        return new Backoff(firstNanos, longestNanos, doubles, wanted, part, rule);
    }

    /** {@return the rule of the user's own, if there is one} */
    public @Nullable Rule rule() {
        return rule;
    }

    /** {@return whether a wait depends on the one before} */
    public boolean looksBack() {
        return rule != null || jitter == Jitter.DECORRELATED;
    }

    /** {@return how chance spreads the waits} */
    public Jitter jitter() {
        return jitter;
    }

    /**
     * {@return the wait before the next attempt, in nanoseconds} For a custom backoff, that of {@link #standard}, capped:
     * the rule is asked elsewhere, because it is user code.
     *
     * @param attempt the number of the attempt that failed, from 1
     * @param previousNanos the wait before that attempt, 0 before the second
     * @param chance evenly distributed from 0 to 1
     */
    public long nanos(int attempt, long previousNanos, double chance) {
        if (rule != null) {
            return Math.min(longestNanos, STANDARD.nanos(attempt, previousNanos, chance));
        }
        long raised = doubles ? raised(firstNanos, longestNanos, attempt - 1) : firstNanos;
        return switch (jitter) {
            case NONE -> raised;
            case SHARE -> Math.max(0, (long) (raised * (1 + share * (2 * chance - 1))));
            case FULL -> (long) (raised * chance);
            case DECORRELATED -> {
                long before = Math.max(firstNanos, previousNanos);
                long most = before > longestNanos / 3 ? longestNanos : 3 * before;
                yield firstNanos + (long) ((most - firstNanos) * chance);
            }
        };
    }

    /**
     * {@return what a rule said, cut to the longest wait, in nanoseconds}
     *
     * @param wait what it said
     * @throws IllegalArgumentException when it is negative
     */
    public long capped(Duration wait) {
        return Math.min(longestNanos, Durations.nanosFromZero("wait of a custom backoff", wait));
    }

    private static long raised(long first, long longest, int doublings) {
        return doublings >= 62 || first > (longest >> doublings) ? longest : Math.min(longest, first << doublings);
    }

    @Override
    public String toString() {
        if (rule != null) {
            return "custom up to " + Duration.ofNanos(longestNanos);
        }
        String waits = doubles
                ? Duration.ofNanos(firstNanos) + ".." + Duration.ofNanos(longestNanos)
                : Duration.ofNanos(firstNanos).toString();
        return waits + ", jitter=" + (jitter == Jitter.SHARE ? String.valueOf(share) : jitter.toString());
    }
}
