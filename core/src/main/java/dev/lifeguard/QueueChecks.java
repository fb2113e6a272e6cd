package dev.lifeguard;

import dev.lifeguard.Finding.Illness;
import dev.lifeguard.Liveness.Verdict;
import java.time.Duration;
import java.util.stream.Stream;

/** What can be wrong with what waits or is not let in: the {@link Doctor}'s checks of it. */
final class QueueChecks {

    /** How many times as long as another one a line must have been without service, to starve. */
    private static final int STARVED = 4;

    private QueueChecks() {}

    static Stream<Finding> stalled(PoolSnapshot pool) {
        Liveness liveness = pool.health().liveness();
        return Doctor.when(
                liveness.verdict() == Verdict.STALLED,
                () -> new Finding(
                        Illness.STALLED,
                        "the oldest task waits " + Doctor.words(pool.queue().oldestWait()) + " while "
                                + pool.workers(WorkerState.IDLE) + " workers are idle",
                        liveness.reason(),
                        "look for virtual threads that spin or block their carriers (jcmd PID Thread.dump_to_file FILE),"
                                + " or give the pool platform threads"));
    }

    static Stream<Finding> pausedBesideWork(PoolSnapshot pool, Duration patience) {
        return pool
                .pausedBy()
                .filter(pause -> pool.queued() > 0 && pool.since().compareTo(patience) >= 0)
                .map(pause -> new Finding(
                        Illness.PAUSED,
                        "the pool has been paused for " + Doctor.words(pool.since()) + ", and " + pool.queued()
                                + " wait",
                        pause.who() + " paused it, because " + pause.why(),
                        "resume it, or close it: at its end the pause is over, and what waits runs or is handed back"))
                .stream();
    }

    /** A level or lane from which nobody is served while others are. That a lane has much work is no illness. */
    static Stream<Finding> starving(PoolSnapshot pool, Duration patience) {
        Duration latest = pool.lines().latest();
        return pool.lines().longest().stream()
                .filter(line -> pool.state() == PoolState.RUNNING)
                .filter(line -> line.served().compareTo(patience) >= 0)
                .filter(line -> line.served().compareTo(latest.multipliedBy(STARVED)) > 0)
                .map(line -> new Finding(
                        Illness.STARVING,
                        line.name() + " was not served for " + Doctor.words(line.served()) + " with " + line.waiting()
                                + " in it, while another was " + Doctor.words(latest) + " ago",
                        "the order is: " + pool.policies().discipline(),
                        "let levels age, share the dispatches by weight, give this one more weight, or add workers"));
    }

    static Stream<Finding> keysHeld(PoolSnapshot pool, Duration patience) {
        return pool.gates().keys().stream()
                .filter(held -> pool.state() == PoolState.RUNNING && held.age().compareTo(patience) >= 0)
                .map(held -> new Finding(
                        Illness.KEY_HELD,
                        "key \"" + held.key() + "\" has been held for " + Doctor.words(held.age()) + ", and "
                                + held.waiting() + " tasks wait behind it",
                        "held by " + held.holder(),
                        "give such tasks a limit for their run, or cancel that one; the next follows when its code has"
                                + " really left"));
    }

    static Stream<Finding> capped(PoolSnapshot pool, Duration patience) {
        long idle = pool.workers(WorkerState.IDLE);
        boolean late =
                pool.state() == PoolState.RUNNING && pool.queue().oldestWait().compareTo(patience) >= 0;
        return pool.gates().caps().stream()
                .filter(cap -> late && idle > 0 && cap.waiting() > 0)
                .map(cap -> new Finding(
                        Illness.CAPPED,
                        cap.waiting() + " tasks wait at the cap of " + cap.sort() + " \"" + cap.name() + "\" while "
                                + idle + " workers are idle",
                        cap.underWay() + " are under way and the cap is " + cap.most(),
                        "that is what the cap is for; raise it if what it protects can bear more"));
    }

    /** Whether nobody serves the oldest because its key or a cap keeps it, which is said by itself. */
    private static boolean waitsForItsTurn(PoolSnapshot pool) {
        return pool.gates().waiting() > 0 && pool.workers(WorkerState.IDLE) > 0;
    }

    static Stream<Finding> saturated(PoolSnapshot pool, Duration patience) {
        boolean late = pool.state() == PoolState.RUNNING
                && !waitsForItsTurn(pool)
                && !pool.health().liveness().isAlarm()
                && pool.queue().oldestWait().compareTo(patience) >= 0
                && !SizeChecks.isAtMost(pool);
        return Doctor.when(
                late,
                () -> new Finding(
                        Illness.SATURATED,
                        "the oldest task waits " + Doctor.words(pool.queue().oldestWait()) + ", and "
                                + pool.queue().unfinished() + " of "
                                + pool.queue().capacity() + " places are taken",
                        "more comes than " + pool.size() + " workers do: "
                                + pool.recent().counts().finished() + " tasks and "
                                + pool.recent().counts().leases() + " leases ended in the last "
                                + Doctor.words(pool.recent().window()),
                        "add workers, make the work shorter, or give tasks a limit for their time in the queue"));
    }

    static Stream<Finding> overloaded(PoolSnapshot pool) {
        long shed = pool.recent().counts().shed();
        QueueSnapshot.Overload load = pool.overload();
        String now = load.since()
                .map(since -> "no task has waited less than " + Doctor.words(load.leastWait()) + " for "
                        + Doctor.words(since))
                .orElse("waits are short again now");
        return Doctor.when(
                pool.state() == PoolState.RUNNING && (shed > 0 || load.since().isPresent()),
                () -> new Finding(
                        Illness.OVERLOADED,
                        shed + " tasks were shed in the last "
                                + Doctor.words(pool.recent().window()) + ", and " + now,
                        "more comes than " + pool.size() + " workers do ("
                                + pool.policies().shedding() + ")",
                        "add workers, make the work shorter, or submit less; refused tasks can be submitted again later"));
    }

    static Stream<Finding> overRate(PoolSnapshot pool) {
        long over = pool.recent().counts().rateRefused();
        return Doctor.when(
                over > 0 && pool.state() == PoolState.RUNNING,
                () -> new Finding(
                        Illness.OVER_RATE,
                        over + " tasks were refused by the rate in the last "
                                + Doctor.words(pool.recent().window()),
                        "more is submitted than it lets in (" + pool.policies().rate() + ")",
                        "submit less, let submitters wait for their turn (delaying), or raise the rate"));
    }

    static Stream<Finding> refusing(PoolSnapshot pool) {
        // Those that two findings above explain are not told twice.
        PoolSnapshot.Counts recent = pool.recent().counts();
        long refused = recent.refused() - recent.shed() - recent.rateRefused();
        return Doctor.when(
                refused > 0 && pool.state() == PoolState.RUNNING,
                () -> new Finding(
                        Illness.REFUSING,
                        refused + " tasks were refused in the last "
                                + Doctor.words(pool.recent().window()),
                        pool.queue().unfinished() + " of " + pool.queue().capacity()
                                + " places are taken now; each outcome names the limit that refused it",
                        "add workers, enlarge the queue, or submit less"));
    }
}
