package dev.lifeguard;

import dev.lifeguard.Finding.Illness;
import java.time.Duration;
import java.util.stream.Stream;

/** What can be wrong with the replacement of workers while they work: the {@link Doctor}'s checks of it. */
final class RenewalChecks {

    /** How long a roll that was stopped is a finding. */
    private static final Duration ROLL_WINDOW = Duration.ofMinutes(10);

    /** How many replacements there must be before they can be too many. */
    private static final int RECYCLED = 3;

    /** A worker lives for at least so many times its start. */
    private static final int LIFE_OF_STARTS = 4;

    private RenewalChecks() {}

    static Stream<Finding> rollStopped(PoolSnapshot pool) {
        return pool.renewal().roll().stream()
                .filter(roll -> roll.stage() == RenewalSnapshot.RollStage.STOPPED && roll.failed() > 0)
                .filter(roll -> roll.since().compareTo(ROLL_WINDOW) <= 0)
                .map(roll -> new Finding(
                        Illness.ROLL_STOPPED,
                        "the roll of generation " + roll.generation() + " ended " + Doctor.words(roll.since())
                                + " ago with " + roll.good() + " of " + roll.all() + " workers replaced",
                        roll.note(),
                        "mend the new definition and roll again, or roll back with the old one"));
    }

    static Stream<Finding> recyclingHeld(PoolSnapshot pool, Duration patience) {
        RenewalSnapshot renewal = pool.renewal();
        boolean late = renewal.due() > 0 && renewal.longestDue().compareTo(patience) >= 0;
        return Doctor.when(
                late && pool.state() == PoolState.RUNNING,
                () -> new Finding(
                        Illness.RECYCLING_HELD,
                        renewal.due() + " workers are past their limits, the first for "
                                + Doctor.words(renewal.longestDue()) + ", and are not replaced",
                        renewal.held().isEmpty() ? "their turn has not come" : renewal.held(),
                        "mend what workers need to start, close leases that are out, or replace more at a time"));
    }

    static Stream<Finding> recycledTooOften(PoolSnapshot pool) {
        RenewalSnapshot renewal = pool.renewal();
        boolean often = renewal.replaced() >= RECYCLED
                && pool.policies().recycling().acts()
                && renewal.meanStart().multipliedBy(LIFE_OF_STARTS).compareTo(renewal.meanLife()) > 0;
        return Doctor.when(
                often,
                () -> new Finding(
                        Illness.RECYCLED_TOO_OFTEN,
                        "workers live for " + Doctor.words(renewal.meanLife()) + " and take "
                                + Doctor.words(renewal.meanStart()) + " to start",
                        "they are recycled " + pool.policies().recycling(),
                        "raise the limits, or make the start faster"));
    }
}
