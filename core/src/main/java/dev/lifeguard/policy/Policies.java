package dev.lifeguard.policy;

import java.util.Objects;

/**
 * All policies of a pool, as they are at one moment. Each is a pure piece of its own; what is not chosen costs nothing.
 * Immutable; a pool that runs is given others by a {@code Change}.
 *
 * @param discipline in which order what waits is served
 * @param caps how many of one kind may be under way at a time
 * @param rate how many tasks are let in per unit of time
 * @param shedding when tasks that have waited too long are refused
 * @param retries which share of the work retries may be
 * @param quarantine what becomes of a task whose workers die
 * @param scaling how many workers the pool keeps
 * @param recycling when a worker is replaced while it works
 */
public record Policies(
        Discipline discipline,
        Caps caps,
        RateLimit rate,
        Shedding shedding,
        RetryBudget retries,
        Quarantine quarantine,
        Scaling scaling,
        Recycling recycling) {

    private static final Policies STANDARD = new Policies(
            Discipline.fifo(),
            Caps.none(),
            RateLimit.none(),
            Shedding.none(),
            RetryBudget.none(),
            Quarantine.none(),
            Scaling.fixed(),
            Recycling.none());

    /** Checks that all are there. */
    public Policies {
        Objects.requireNonNull(discipline);
        Objects.requireNonNull(caps);
        Objects.requireNonNull(rate);
        Objects.requireNonNull(shedding);
        Objects.requireNonNull(retries);
        Objects.requireNonNull(quarantine);
        Objects.requireNonNull(scaling);
        Objects.requireNonNull(recycling);
    }

    /** {@return the policies of a pool that chose none} */
    public static Policies standard() {
        return STANDARD;
    }

    /**
     * {@return these with another discipline}
     *
     * @param other what takes its place
     */
    public Policies with(Discipline other) {
        return new Policies(other, caps, rate, shedding, retries, quarantine, scaling, recycling);
    }

    /**
     * {@return these with other caps}
     *
     * @param other what takes its place
     */
    public Policies with(Caps other) {
        return new Policies(discipline, other, rate, shedding, retries, quarantine, scaling, recycling);
    }

    /**
     * {@return these with another limit of the rate}
     *
     * @param other what takes its place
     */
    public Policies with(RateLimit other) {
        return new Policies(discipline, caps, other, shedding, retries, quarantine, scaling, recycling);
    }

    /**
     * {@return these with another rule of shedding}
     *
     * @param other what takes its place
     */
    public Policies with(Shedding other) {
        return new Policies(discipline, caps, rate, other, retries, quarantine, scaling, recycling);
    }

    /**
     * {@return these with another budget of retries}
     *
     * @param other what takes its place
     */
    public Policies with(RetryBudget other) {
        return new Policies(discipline, caps, rate, shedding, other, quarantine, scaling, recycling);
    }

    /**
     * {@return these with another rule of quarantine}
     *
     * @param other what takes its place
     */
    public Policies with(Quarantine other) {
        return new Policies(discipline, caps, rate, shedding, retries, other, scaling, recycling);
    }

    /**
     * {@return these with another rule of scaling}
     *
     * @param other what takes its place
     */
    public Policies with(Scaling other) {
        return new Policies(discipline, caps, rate, shedding, retries, quarantine, other, recycling);
    }

    /**
     * {@return these with another rule of recycling}
     *
     * @param other what takes its place
     */
    public Policies with(Recycling other) {
        return new Policies(discipline, caps, rate, shedding, retries, quarantine, scaling, other);
    }
}
