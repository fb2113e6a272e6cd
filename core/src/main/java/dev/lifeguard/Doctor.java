package dev.lifeguard;

import dev.lifeguard.Finding.Illness;
import dev.lifeguard.Liveness.Verdict;
import dev.lifeguard.bounds.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says in sentences what is wrong with a pool. A healthy pool under full load gets no finding.
 *
 * <p>Pure: a snapshot goes in, findings come out, the worst first. The doctor keeps nothing, so one may look at many
 * pools, on any thread, as often as it likes; examining costs what {@link WorkerPool#snapshot} costs.
 *
 * @param queued how long work may wait for a busy pool before that is a finding
 * @param leased how long a lease may be held
 * @param starting how long a worker may take to start
 * @param paused how long the pool may be paused while work waits
 */
public record Doctor(Duration queued, Duration leased, Duration starting, Duration paused) {

    /** How many deaths of one worker within the last minute are a finding. */
    static final int CRASHES = 3;

    /** How far back deaths count. */
    static final Duration CRASH_WINDOW = Duration.ofMinutes(1);

    /** How many times as long as another one a line must have been without service, to starve. */
    static final int STARVED = 4;

    /** How long a roll that was stopped is a finding. */
    static final Duration ROLL_WINDOW = Duration.ofMinutes(10);

    /** How many replacements there must be before they can be too many. */
    static final int RECYCLED = 3;

    /** A worker lives for at least so many times its start. */
    static final int LIFE_OF_STARTS = 4;

    /** How many calls of a stack a finding shows. */
    static final int CALLS = 6;

    /** How many full boxes a finding names. */
    static final int BOXES = 3;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when one is not positive
     */
    public Doctor {
        Durations.positiveNanos("wait that is a finding", queued);
        Durations.positiveNanos("loan that is a finding", leased);
        Durations.positiveNanos("start that is a finding", starting);
        Durations.positiveNanos("pause that is a finding", paused);
    }

    /** {@return 10 s of waiting, 5 min for a lease, 30 s for a start, 1 min for a pause} */
    public static Doctor standard() {
        return new Doctor(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofMinutes(1));
    }

    /**
     * Sets how long work may wait.
     *
     * @param queued positive
     * @return this doctor with that patience
     */
    public Doctor withQueued(Duration queued) {
        return new Doctor(queued, leased, starting, paused);
    }

    /**
     * Sets how long a lease may be held.
     *
     * @param leased positive
     * @return this doctor with that patience
     */
    public Doctor withLeased(Duration leased) {
        return new Doctor(queued, leased, starting, paused);
    }

    /**
     * Sets how long a worker may take to start.
     *
     * @param starting positive
     * @return this doctor with that patience
     */
    public Doctor withStarting(Duration starting) {
        return new Doctor(queued, leased, starting, paused);
    }

    /**
     * Sets how long the pool may be paused while work waits.
     *
     * @param paused positive
     * @return this doctor with that patience
     */
    public Doctor withPaused(Duration paused) {
        return new Doctor(queued, leased, starting, paused);
    }

    /**
     * Examines a pool.
     *
     * @param pool how it is
     * @return what is wrong with it, the worst first; empty when nothing is
     */
    public List<Finding> examine(PoolSnapshot pool) {
        return Stream.of(
                        down(pool),
                        stalled(pool),
                        stuck(pool),
                        slotsClosed(pool),
                        crashing(pool),
                        DeadLetterDoctor.poison(pool),
                        DeadLetterDoctor.unstored(pool),
                        degraded(pool),
                        rollStopped(pool),
                        recyclingHeld(pool),
                        recycledTooOften(pool),
                        slowStarts(pool),
                        leasesHeld(pool),
                        pausedBesideWork(pool),
                        starving(pool),
                        keysHeld(pool),
                        capped(pool),
                        SizeChecks.atMost(pool, queued),
                        saturated(pool),
                        SizeChecks.fails(pool),
                        SizeChecks.flapping(pool),
                        overloaded(pool),
                        overRate(pool),
                        refusing(pool),
                        DeadLetterDoctor.retriesRefused(pool),
                        DeadLetterDoctor.full(pool),
                        mailRefused(pool),
                        unseen(pool),
                        eventsMissed(pool))
                .flatMap(findings -> findings)
                .toList();
    }

    // Each illness is one check.

    private static Stream<Finding> down(PoolSnapshot pool) {
        Liveness liveness = pool.health().liveness();
        return when(
                liveness.verdict() == Verdict.DOWN,
                () -> new Finding(
                        Illness.DOWN,
                        "nobody has served for " + words(liveness.since()) + ", and " + pool.queued() + " wait",
                        liveness.reason(),
                        "mend what the workers need; the pool goes on trying and heals itself"));
    }

    private static Stream<Finding> stalled(PoolSnapshot pool) {
        Liveness liveness = pool.health().liveness();
        return when(
                liveness.verdict() == Verdict.STALLED,
                () -> new Finding(
                        Illness.STALLED,
                        "the oldest task waits " + words(pool.queue().oldestWait()) + " while "
                                + pool.workers(WorkerState.IDLE) + " workers are idle",
                        liveness.reason(),
                        "look for virtual threads that spin or block their carriers (jcmd PID Thread.dump_to_file FILE),"
                                + " or give the pool platform threads"));
    }

    private static Stream<Finding> stuck(PoolSnapshot pool) {
        return pool.health().stuck().stream()
                .filter(stuck -> !stuck.returned())
                .map(stuck -> new Finding(
                        Illness.STUCK,
                        "worker " + stuck.worker() + " was given up " + words(stuck.ago())
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

    private static Stream<Finding> slotsClosed(PoolSnapshot pool) {
        long closed = pool.workers(WorkerState.FAILED);
        return when(
                closed > 0,
                () -> new Finding(
                        Illness.SLOTS_CLOSED,
                        closed + " of " + pool.size() + " workers are not replaced",
                        pool.zombies() + " abandoned workers have not come back, and no more are compensated",
                        "free what they wait for, raise maxZombies, or restart the program"));
    }

    private static Stream<Finding> crashing(PoolSnapshot pool) {
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
                        + words(deaths.getFirst().ago()),
                "last: " + deaths.getLast().reason(),
                "mend what it needs to live, or keep away the tasks that kill it");
    }

    private static Stream<Finding> degraded(PoolSnapshot pool) {
        boolean saidBefore = pool.workers(WorkerState.FAILED) > 0;
        return pool.degraded().filter(reason -> !saidBefore).stream()
                .map(reason -> new Finding(
                        Illness.DEGRADED,
                        "fewer than the " + pool.size() + " workers asked for serve",
                        reason,
                        "it serves with what it has and heals itself, once its workers live again"));
    }

    private static Stream<Finding> rollStopped(PoolSnapshot pool) {
        return pool.renewal().roll().stream()
                .filter(roll -> roll.stage() == PoolSnapshot.RollStage.STOPPED && roll.failed() > 0)
                .filter(roll -> roll.since().compareTo(ROLL_WINDOW) <= 0)
                .map(roll -> new Finding(
                        Illness.ROLL_STOPPED,
                        "the roll of generation " + roll.generation() + " ended " + words(roll.since()) + " ago with "
                                + roll.good() + " of " + roll.all() + " workers replaced",
                        roll.note(),
                        "mend the new definition and roll again, or roll back with the old one"));
    }

    private Stream<Finding> recyclingHeld(PoolSnapshot pool) {
        PoolSnapshot.Renewal renewal = pool.renewal();
        boolean late = renewal.due() > 0 && renewal.longestDue().compareTo(starting) >= 0;
        return when(
                late && pool.state() == PoolState.RUNNING,
                () -> new Finding(
                        Illness.RECYCLING_HELD,
                        renewal.due() + " workers are past their limits, the first for " + words(renewal.longestDue())
                                + ", and are not replaced",
                        renewal.held().isEmpty() ? "their turn has not come" : renewal.held(),
                        "mend what workers need to start, close leases that are out, or replace more at a time"));
    }

    private static Stream<Finding> recycledTooOften(PoolSnapshot pool) {
        PoolSnapshot.Renewal renewal = pool.renewal();
        boolean often = renewal.replaced() >= RECYCLED
                && pool.policies().recycling().acts()
                && renewal.meanStart().multipliedBy(LIFE_OF_STARTS).compareTo(renewal.meanLife()) > 0;
        return when(
                often,
                () -> new Finding(
                        Illness.RECYCLED_TOO_OFTEN,
                        "workers live for " + words(renewal.meanLife()) + " and take " + words(renewal.meanStart())
                                + " to start",
                        "they are recycled " + pool.policies().recycling(),
                        "raise the limits, or make the start faster"));
    }

    private Stream<Finding> slowStarts(PoolSnapshot pool) {
        return pool.workers().stream()
                .filter(worker -> worker.state() == WorkerState.STARTING)
                .filter(worker -> worker.since().compareTo(starting) >= 0)
                .map(worker -> new Finding(
                        Illness.SLOW_START,
                        "worker " + worker.worker() + " has been starting for " + words(worker.since()),
                        "its start hook has not returned (incarnation " + worker.incarnation() + ")",
                        "make the start faster, or set the limit of the start hook so that another one is tried"));
    }

    private Stream<Finding> leasesHeld(PoolSnapshot pool) {
        return pool.leases().stream()
                .filter(held -> held.age().compareTo(leased) >= 0)
                .map(
                        held -> new Finding(
                                Illness.LEASE_HELD,
                                "lease " + held.loan() + " of worker " + held.worker() + " has been held for "
                                        + words(held.age()),
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

    private Stream<Finding> pausedBesideWork(PoolSnapshot pool) {
        return pool
                .pausedBy()
                .filter(pause -> pool.queued() > 0 && pool.since().compareTo(paused) >= 0)
                .map(pause -> new Finding(
                        Illness.PAUSED,
                        "the pool has been paused for " + words(pool.since()) + ", and " + pool.queued() + " wait",
                        pause.who() + " paused it, because " + pause.why(),
                        "resume it, or close it: at its end the pause is over, and what waits runs or is handed back"))
                .stream();
    }

    /** A level or lane from which nobody is served while others are. That a lane has much work is no illness. */
    private Stream<Finding> starving(PoolSnapshot pool) {
        Duration latest = pool.lines().latest();
        return pool.lines().longest().stream()
                .filter(line -> pool.state() == PoolState.RUNNING)
                .filter(line -> line.served().compareTo(queued) >= 0)
                .filter(line -> line.served().compareTo(latest.multipliedBy(STARVED)) > 0)
                .map(line -> new Finding(
                        Illness.STARVING,
                        line.name() + " was not served for " + words(line.served()) + " with " + line.waiting()
                                + " in it, while another was " + words(latest) + " ago",
                        "the order is: " + pool.policies().discipline(),
                        "let levels age, share the dispatches by weight, give this one more weight, or add workers"));
    }

    private Stream<Finding> keysHeld(PoolSnapshot pool) {
        return pool.gates().keys().stream()
                .filter(held -> pool.state() == PoolState.RUNNING && held.age().compareTo(queued) >= 0)
                .map(held -> new Finding(
                        Illness.KEY_HELD,
                        "key \"" + held.key() + "\" has been held for " + words(held.age()) + ", and " + held.waiting()
                                + " tasks wait behind it",
                        "held by " + held.holder(),
                        "give such tasks a limit for their run, or cancel that one; the next follows when its code has"
                                + " really left"));
    }

    private Stream<Finding> capped(PoolSnapshot pool) {
        long idle = pool.workers(WorkerState.IDLE);
        boolean late = pool.state() == PoolState.RUNNING && pool.queue().oldestWait().compareTo(queued) >= 0;
        return pool.gates().caps().stream()
                .filter(cap -> late && idle > 0 && cap.waiting() > 0)
                .map(cap -> new Finding(
                        Illness.CAPPED,
                        cap.waiting() + " tasks wait at the cap of " + cap.sort() + " \"" + cap.name() + "\" while " + idle
                                + " workers are idle",
                        cap.underWay() + " are under way and the cap is " + cap.most(),
                        "that is what the cap is for; raise it if what it protects can bear more"));
    }

    /** Whether nobody serves the oldest because its key or a cap keeps it, which is said by itself. */
    private static boolean waitsForItsTurn(PoolSnapshot pool) {
        return pool.gates().waiting() > 0 && pool.workers(WorkerState.IDLE) > 0;
    }

    private Stream<Finding> saturated(PoolSnapshot pool) {
        boolean late = pool.state() == PoolState.RUNNING
                && !waitsForItsTurn(pool)
                && !pool.health().liveness().isAlarm()
                && pool.queue().oldestWait().compareTo(queued) >= 0
                && !SizeChecks.isAtMost(pool);
        return when(
                late,
                () -> new Finding(
                        Illness.SATURATED,
                        "the oldest task waits " + words(pool.queue().oldestWait()) + ", and "
                                + pool.queue().unfinished() + " of "
                                + pool.queue().capacity() + " places are taken",
                        "more comes than " + pool.size() + " workers do: "
                                + pool.recent().counts().finished() + " tasks and "
                                + pool.recent().counts().leases() + " leases ended in the last "
                                + words(pool.recent().window()),
                        "add workers, make the work shorter, or give tasks a limit for their time in the queue"));
    }

    private static Stream<Finding> overloaded(PoolSnapshot pool) {
        long shed = pool.recent().counts().shed();
        PoolSnapshot.Overload load = pool.overload();
        String now = load.since()
                .map(since -> "no task has waited less than " + words(load.leastWait()) + " for " + words(since))
                .orElse("waits are short again now");
        return when(
                pool.state() == PoolState.RUNNING && (shed > 0 || load.since().isPresent()),
                () -> new Finding(
                        Illness.OVERLOADED,
                        shed + " tasks were shed in the last " + words(pool.recent().window()) + ", and " + now,
                        "more comes than " + pool.size() + " workers do ("
                                + pool.policies().shedding() + ")",
                        "add workers, make the work shorter, or submit less; refused tasks can be submitted again later"));
    }

    private static Stream<Finding> overRate(PoolSnapshot pool) {
        long over = pool.recent().counts().rateRefused();
        return when(
                over > 0 && pool.state() == PoolState.RUNNING,
                () -> new Finding(
                        Illness.OVER_RATE,
                        over + " tasks were refused by the rate in the last "
                                + words(pool.recent().window()),
                        "more is submitted than it lets in (" + pool.policies().rate() + ")",
                        "submit less, let submitters wait for their turn (delaying), or raise the rate"));
    }

    private static Stream<Finding> refusing(PoolSnapshot pool) {
        // Those that two findings above explain are not told twice.
        PoolSnapshot.Counts recent = pool.recent().counts();
        long refused = recent.refused() - recent.shed() - recent.rateRefused();
        return when(
                refused > 0 && pool.state() == PoolState.RUNNING,
                () -> new Finding(
                        Illness.REFUSING,
                        refused + " tasks were refused in the last "
                                + words(pool.recent().window()),
                        pool.queue().unfinished() + " of " + pool.queue().capacity()
                                + " places are taken now; each outcome names the limit that refused it",
                        "add workers, enlarge the queue, or submit less"));
    }

    private static Stream<Finding> mailRefused(PoolSnapshot pool) {
        long refused = pool.recent().counts().messagesRefused();
        return when(
                refused > 0,
                () -> new Finding(
                        Illness.MAIL_REFUSED,
                        refused + " messages found no place in the last "
                                + words(pool.recent().window()),
                        fullBoxes(pool),
                        "read sooner (WorkerContext.poll, TaskContext.receive), say less, or give the channel more places"));
    }

    /** Those that are full now; else the one that was full last. */
    private static String fullBoxes(PoolSnapshot pool) {
        List<String> full = pool.workers().stream()
                .flatMap(worker -> fullBoxes(pool.pool(), worker))
                .toList();
        if (full.isEmpty()) {
            return pool.health()
                    .overflow()
                    .map(last -> "the last was for " + last.reader() + " " + words(last.ago()) + " ago, where "
                            + taken(last.box()) + " now")
                    .orElse("who did not read them is not known any more");
        }
        String named = full.stream().limit(BOXES).collect(Collectors.joining(", "));
        return full.size() <= BOXES ? named : named + ", and " + (full.size() - BOXES) + " more boxes are full";
    }

    private static Stream<String> fullBoxes(String pool, PoolSnapshot.Worker worker) {
        Stream<String> mailbox = when(
                worker.mailbox().isFull(),
                () -> "worker " + new WorkerId(pool, worker.worker(), worker.incarnation()) + " is " + worker.state()
                        + " and reads between two uses: " + taken(worker.mailbox()));
        Stream<String> inbox = worker.task().filter(task -> task.inbox().isFull()).stream()
                .map(task ->
                        "task " + task.id() + " (" + task.name() + ") runs and does not read: " + taken(task.inbox()));
        return Stream.concat(mailbox, inbox);
    }

    private static String taken(PoolSnapshot.Box box) {
        return box.messages() + " of " + box.places() + " places are taken";
    }

    private static Stream<Finding> unseen(PoolSnapshot pool) {
        long unseen = pool.recent().counts().unseen();
        return when(
                unseen > 0,
                () -> new Finding(
                        Illness.UNSEEN,
                        unseen + " failures were never looked at in the last "
                                + words(pool.recent().window()),
                        "their handles were thrown away",
                        "look at the handle that submit returns, or log its failure"));
    }

    private static Stream<Finding> eventsMissed(PoolSnapshot pool) {
        long missed = pool.recent().counts().missed();
        return when(
                missed > 0,
                () -> new Finding(
                        Illness.EVENTS_MISSED,
                        missed + " events were dropped in the last "
                                + words(pool.recent().window()),
                        "listeners are slower than the pool",
                        "make the listener fast, or let it hand over to a thread of its own"));
    }

    static <T> Stream<T> when(boolean so, Supplier<T> words) {
        return so ? Stream.of(words.get()) : Stream.empty();
    }

    static String words(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + " ms";
        }
        if (duration.compareTo(Duration.ofMinutes(2)) <= 0) {
            return duration.toSeconds() + " s";
        }
        return duration.compareTo(Duration.ofHours(2)) <= 0 ? duration.toMinutes() + " min" : duration.toHours() + " h";
    }
}
