package dev.lifeguard;

import dev.lifeguard.Finding.Illness;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What can be wrong with tasks that nobody could finish, and with retries: the {@link Doctor}'s checks of them. */
final class LetterChecks {

    /** How long a quarantined task is a finding. */
    private static final Duration FRESH = Duration.ofMinutes(10);

    /** From which share of its bound on a store is nearly full. */
    private static final double NEARLY = 0.9;

    private LetterChecks() {}

    /** The tasks that were quarantined lately, in one finding: the last one is named. */
    static Stream<Finding> poison(PoolSnapshot pool) {
        List<PoolSnapshot.Poisoned> fresh = pool.deadLetters().newest().stream()
                .filter(task -> task.ago().compareTo(FRESH) <= 0)
                .toList();
        return Doctor.when(!fresh.isEmpty(), () -> poison(fresh));
    }

    private static Finding poison(List<PoolSnapshot.Poisoned> fresh) {
        PoolSnapshot.Poisoned last = fresh.getLast();
        return new Finding(
                Illness.POISON,
                (fresh.size() == 1 ? "a task was" : fresh.size() + " tasks were")
                        + " quarantined, the last " + Doctor.words(last.ago()) + " ago: task " + last.task() + " ("
                        + last.name() + "), under which " + last.deaths() + " workers died",
                last.end(),
                "look at its dead letter, mend what it does to its worker, then retry or drop it");
    }

    static Stream<Finding> unstored(PoolSnapshot pool) {
        PoolSnapshot.DeadLetters letters = pool.deadLetters();
        return Doctor.when(
                letters.failing().isPresent() || letters.inMemory() > 0 || letters.lost() > 0,
                () -> new Finding(
                        Illness.DEAD_LETTERS_UNSTORED,
                        letters.inMemory() + " dead letters are in memory only, and " + letters.lost() + " were lost",
                        letters.failing().orElse("the store takes letters, but did not take those"),
                        "mend the store, give it a codec for these payloads, or make room in it"));
    }

    static Stream<Finding> full(PoolSnapshot pool) {
        PoolSnapshot.DeadLetters letters = pool.deadLetters();
        return Doctor.when(
                letters.bound() > 0 && letters.size() >= NEARLY * letters.bound(),
                () -> new Finding(
                        Illness.DEAD_LETTERS_FULL,
                        letters.size() + " of " + letters.bound() + " dead letters are kept",
                        "the oldest was set aside "
                                + letters.oldest().map(Doctor::words).orElse("long")
                                + " ago, and nobody looks after them",
                        "retry, export or drop them; a full store drops the oldest, or takes no more"));
    }

    static Stream<Finding> retriesRefused(PoolSnapshot pool) {
        PoolSnapshot.Retries retries = pool.retries();
        boolean empty = retries.allowed().isPresent() && retries.allowed().getAsDouble() < 1;
        return Doctor.when(
                empty && retries.refused() > 0,
                () -> new Finding(
                        Illness.RETRIES_REFUSED,
                        "the retry budget is used up, and " + retries.refused()
                                + " tasks got no further attempt since the start",
                        "more fails than the budget (" + pool.policies().retries() + ") allows to try again",
                        "mend what the tasks fail with; more retries would only add to the load"));
    }
}
