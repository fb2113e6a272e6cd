package dev.lifeguard.testkit.simulation;

import dev.lifeguard.Outcome;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.dataplane.Call;
import dev.lifeguard.dataplane.Counters;
import dev.lifeguard.deadletter.DeadLetter;
import dev.lifeguard.deadletter.DeadLetterStore;
import dev.lifeguard.deadletter.DeadLetters;
import dev.lifeguard.policy.Quarantine;
import dev.lifeguard.policy.RetryBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The dead letters of a simulated life: a store that is slow and fails as the faults want it, what clients do with it,
 * and what must be true of letters, of the quarantine and of the retry budget.
 */
final class SimulatedLetters implements DeadLetterStore {
    private static final int BOUND = 10_000;

    /** A letter that was tried again. */
    private record Revival(SimulatedTask task, TaskHandle<Object> handle) {}

    private final Simulation simulation;
    private final Quarantine quarantine;
    private final RetryBudget budget;
    private final DeadLetterStore kept = DeadLetterStore.memory(BOUND, WhenFull.REFUSE);
    private final List<Revival> revivals = new ArrayList<>();
    private boolean quarantineChanged;
    private boolean budgetChanged;
    private int firstAttempts;
    private long openedNanos;

    SimulatedLetters(Simulation simulation, Quarantine quarantine, RetryBudget budget) {
        this.simulation = simulation;
        this.quarantine = quarantine;
        this.budget = budget;
    }

    void opened() {
        openedNanos = simulation.nanoTime();
    }

    void quarantineChanges() {
        quarantineChanged = true;
    }

    void budgetChanges() {
        budgetChanged = true;
    }

    void firstAttempt() {
        firstAttempts++;
    }

    /** {@return the tasks that letters have become again} */
    List<TaskHandle<Object>> revived() {
        return revivals.stream().map(Revival::handle).toList();
    }

    // What clients do.

    void use(Call code, int choice) {
        DeadLetters letters = simulation.engine().deadLetters(payload -> code);
        try {
            List<DeadLetter> there = letters.list(letter -> true, Long.MIN_VALUE, 100);
            if (!there.isEmpty()) {
                DeadLetter letter = there.get(choice % there.size());
                var task = (SimulatedTask) letter.payload();
                task.revive();
                letters.retry(letter.number()).ifPresent(handle -> revivals.add(new Revival(task, handle)));
            }
        } catch (UncheckedIOException broken) {
            simulation.refused(
                    simulation.engine().plane().refusal(dev.lifeguard.Refusal.Reason.FULL, "store", "broken"));
        }
    }

    // What must be true.

    /** At any time: no more retries than the bucket has held and got since the start. */
    void look(Violations violations) {
        if (budget.isNone() || budgetChanged) {
            return;
        }
        long granted = simulation
                .engine()
                .plane()
                .counters()
                .read(new Counters.Workers(0, 0, List.of()), 0)
                .retries();
        double seconds = (simulation.nanoTime() - openedNanos) / 1e9 + 0.002;
        // A first attempt counts here when its code runs, a moment after it counted in the bucket.
        int between = 16;
        double most = budget.saved() + budget.share() * (firstAttempts + between) + budget.perSecond() * seconds;
        violations.check(
                granted <= most,
                () -> granted + " retries were granted, but " + budget + " allows " + most + " after " + firstAttempts
                        + " first attempts and " + seconds + " s");
    }

    /** After the end: who must be here is here once, and nobody else. */
    void judge(Violations violations) {
        PoolSnapshot.DeadLetters seen = simulation.engine().snapshot().deadLetters();
        violations.check(seen.waiting() == 0, () -> seen.waiting() + " letters still wait for their store");
        violations.check(seen.lost() == 0, () -> seen.lost() + " letters are lost, although there is room");
        List<DeadLetter> letters = simulation
                .engine()
                .deadLetters(SimulatedLetters::nobodyTriesAgain)
                .list(letter -> true, Long.MIN_VALUE, 1_000);
        Set<Object> there = new HashSet<>();
        for (DeadLetter letter : letters) {
            violations.check(there.add(letter.payload()), () -> letter.payload() + " has two letters");
            violations.check(!letter.end().isBlank(), () -> letter.payload() + " has a letter without words");
        }
        violations.check(
                seen.size() == letters.size(), () -> seen.size() + " letters are told, " + letters.size() + " kept");
        for (SimulatedTask task : simulation.tasks()) {
            judge(task, there.contains(task), violations);
        }
        for (Revival revival : revivals) {
            boolean succeeded = revivals.stream()
                    .filter(other -> other.task().equals(revival.task()))
                    .anyMatch(other -> other.handle().outcome().orElse(null) instanceof Outcome.Success<Object>);
            violations.check(
                    succeeded || there.contains(revival.task()),
                    () -> revival.task() + " was tried again, did not succeed, and has no letter any more");
        }
    }

    private void judge(SimulatedTask task, boolean kept, Violations violations) {
        TaskHandle<Object> handle = task.handle();
        Outcome<Object> end = handle == null ? null : handle.outcome().orElse(null);
        if (end == null || task.isRevived()) {
            return;
        }
        Outcome.Report report = end.report();
        boolean mayFail = quarantineChanged || quarantine.keepsFailed();
        violations.check(!report.quarantined() || kept, () -> task + " was quarantined and has no letter");
        violations.check(
                report.quarantined() || mayFail || !kept, () -> task + " has a letter, but ended well: " + end);
        violations.check(
                report.deaths() <= report.attempts(),
                () -> task + " lost " + report.deaths() + " workers in " + report.attempts() + " attempts");
        if (quarantineChanged) {
            return;
        }
        violations.check(
                quarantine.deaths() == 0 || report.deaths() <= quarantine.deaths(),
                () -> task + " lost " + report.deaths() + " workers, but " + quarantine);
        violations.check(
                report.quarantined() == quarantine.forbids(report.deaths()),
                () -> task + " lost " + report.deaths() + " workers and is quarantined " + report.quarantined() + ": "
                        + quarantine);
        boolean failed = switch (end) {
            case Outcome.Failed<Object> failure -> true;
            case Outcome.WorkerLost<Object> lost -> true;
            case Outcome.TimedOut<Object> late -> report.mayHaveRun();
            case Outcome.Success<Object> success -> false;
            case Outcome.Cancelled<Object> gone -> false;
            case Outcome.Refused<Object> refused -> false;
        };
        violations.check(
                kept == (report.quarantined() || (failed && quarantine.keepsFailed())),
                () -> task + " ended as " + end + " and has " + (kept ? "a" : "no") + " letter: " + quarantine);
    }

    // The store.

    private void misbehave() {
        Faults faults = simulation.faults;
        if (faults.strikes(Fault.STORE_SLOW, 0.2)) {
            faults.doze(1 + faults.below(20));
        }
        if (faults.strikes(Fault.STORE_THROWS, 0.2)) {
            throw new UncheckedIOException(new IOException("planted: the store fails"));
        }
    }

    @Override
    public long add(DeadLetter letter) {
        misbehave();
        return kept.add(letter);
    }

    @Override
    public boolean replace(DeadLetter letter) {
        misbehave();
        return kept.replace(letter);
    }

    @Override
    public boolean drop(long number) {
        misbehave();
        return kept.drop(number);
    }

    @Override
    public Optional<DeadLetter> find(long number) {
        return kept.find(number);
    }

    @Override
    public List<DeadLetter> page(long after, int most) {
        return kept.page(after, most);
    }

    @Override
    public int size() {
        return kept.size();
    }

    @Override
    public int bound() {
        return BOUND;
    }

    @Override
    public long pushedOut() {
        return kept.pushedOut();
    }

    @Override
    public void close() {
        kept.close();
    }

    private static Call nobodyTriesAgain(Object payload) {
        throw new IllegalStateException("After the end of the pool nobody tries " + payload + " again.");
    }
}
