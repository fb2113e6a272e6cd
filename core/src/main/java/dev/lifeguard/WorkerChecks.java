package dev.lifeguard;

import dev.lifeguard.Finding.Illness;
import dev.lifeguard.Liveness.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be wrong with workers and those who hold them: the {@link Doctor}'s checks of them. */
final class WorkerChecks {

    /** How many deaths of one worker within the last minute are a finding. */
    static final int CRASHES = 3;

    /** How far back deaths count. */
    private static final Duration CRASH_WINDOW = Duration.ofMinutes(1);

    /** How many calls of a stack a finding shows. */
    private static final int CALLS = 6;

    private WorkerChecks() {}

    static Stream<Finding> down(PoolSnapshot pool) {
        Liveness liveness = pool.health().liveness();
        return Doctor.when(
                liveness.verdict() == Verdict.DOWN,
                () -> new Finding(
                        Illness.DOWN,
                        "nobody has served for " + Doctor.words(liveness.since()) + ", and " + pool.queued() + " wait",
                        liveness.reason(),
                        "mend what the workers need; the pool goes on trying and heals itself"));
    }

    static Stream<Finding> stuck(PoolSnapshot pool) {
        return pool.health().stuck().stream()
                .filter(stuck -> !stuck.returned())
                .map(stuck -> new Finding(
                        Illness.STUCK,
                        "worker " + stuck.worker() + " was given up " + Doctor.words(stuck.ago())
                                + " ago and has not come back",
                        stuck.reason() + ", in " + calls(stuck.stack()),
                        "make that code answer interrupts, or run it in a child process, which can be killed"));
    }

    /** The calls that say most: those of the user's code, the innermost first. */
    private static String calls(List<StackTraceElement> stack) {
        List<StackTraceElement> own =
                stack.stream().filter(call -> !isOfTheJdk(call)).toList();
        return stack.isEmpty()
                ? "code that is not known, because its thread did not run"
                : (own.isEmpty() ? stack : own)
                        .stream()
                                .limit(CALLS)
                                .map(call -> call.getClassName() + "." + call.getMethodName() + " ("
                                        + call.getFileName() + ":" + call.getLineNumber() + ")")
                                .collect(Collectors.joining(" < "));
    }

    private static boolean isOfTheJdk(StackTraceElement call) {
        String module = call.getModuleName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
    }

    static Stream<Finding> slotsClosed(PoolSnapshot pool) {
        long closed = pool.workers(WorkerState.FAILED);
        return Doctor.when(
                closed > 0,
                () -> new Finding(
                        Illness.SLOTS_CLOSED,
                        closed + " of " + pool.size() + " workers are not replaced",
                        pool.zombies() + " abandoned workers have not come back, and no more are compensated",
                        "free what they wait for, raise maxZombies, or restart the program"));
    }

    static Stream<Finding> crashing(PoolSnapshot pool) {
        Map<Integer, List<PoolSnapshot.Death>> byWorker = pool.health().deaths().stream()
                .filter(death -> death.ago().compareTo(CRASH_WINDOW) <= 0)
                .collect(Collectors.groupingBy(death -> death.worker().worker(), TreeMap::new, Collectors.toList()));
        return byWorker.entrySet().stream()
                .filter(worker -> worker.getValue().size() >= CRASHES)
                .map(worker -> crashing(worker.getKey(), worker.getValue()));
    }

    private static Finding crashing(int worker, List<PoolSnapshot.Death> deaths) {
        return new Finding(
                Illness.CRASHING,
                "worker " + worker + " died " + deaths.size() + " times in "
                        + Doctor.words(deaths.getFirst().ago()),
                "last: " + deaths.getLast().reason(),
                "mend what it needs to live, or keep away the tasks that kill it");
    }

    static Stream<Finding> degraded(PoolSnapshot pool) {
        boolean saidBefore = pool.workers(WorkerState.FAILED) > 0;
        return pool.degraded().filter(reason -> !saidBefore).stream()
                .map(reason -> new Finding(
                        Illness.DEGRADED,
                        "fewer than the " + pool.size() + " workers asked for serve",
                        reason,
                        "it serves with what it has and heals itself, once its workers live again"));
    }

    static Stream<Finding> slowStarts(PoolSnapshot pool, Duration patience) {
        return pool.workers().stream()
                .filter(worker -> worker.state() == WorkerState.STARTING)
                .filter(worker -> worker.since().compareTo(patience) >= 0)
                .map(worker -> new Finding(
                        Illness.SLOW_START,
                        "worker " + worker.worker() + " has been starting for " + Doctor.words(worker.since()),
                        "its start hook has not returned (incarnation " + worker.incarnation() + ")",
                        "make the start faster, or set the limit of the start hook so that another one is tried"));
    }

    static Stream<Finding> leasesHeld(PoolSnapshot pool, Duration patience) {
        return pool.leases().stream()
                .filter(held -> held.age().compareTo(patience) >= 0)
                .map(
                        held -> new Finding(
                                Illness.LEASE_HELD,
                                "lease " + held.loan() + " of worker " + held.worker() + " has been held for "
                                        + Doctor.words(held.age()),
                                "taken "
                                        + held.place()
                                                .map(place -> "at " + place)
                                                .orElse("at a place that was not sampled")
                                        + held.owner()
                                                .map(owner -> " by thread " + owner)
                                                .orElse("")
                                        + held.label()
                                                .map(label -> " for " + label)
                                                .orElse(""),
                                "close it when its use is over (try-with-resources does), and sample places to see who does not"));
    }
}
