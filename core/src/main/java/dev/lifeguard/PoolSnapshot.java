package dev.lifeguard;

import dev.lifeguard.policy.Policies;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A pool as it was seen at one moment. The parts are read one after another while the pool goes on, so sums can be off
 * by what happened in between; every part is true by itself. All durations end at the moment of the look.
 *
 * @param pool the name of the pool
 * @param state where it is in its life
 * @param since how long it has been there
 * @param pausedBy the operation that paused it: while it is paused, or on its way there
 * @param size how many workers it keeps
 * @param burst how many more it may start for a while
 * @param queue what waits
 * @param workers the workers, by number
 * @param leases the loans that are out, by worker
 * @param health how well it is
 * @param counts what happened since the start
 * @param recent what happened lately
 * @param policies the policies that it goes by
 * @param lines what waits by level or lane, when the discipline has such
 * @param gates what waits before the queue, for its turn
 * @param overload whether more comes than it does, when it sheds
 * @param sizing how its size came about, when it follows the load
 * @param renewal how workers are replaced while they work
 * @param retries how many retries its budget still has
 * @param deadLetters the tasks that nobody could finish
 * @see Doctor what a snapshot means, in sentences
 */
public record PoolSnapshot(
        String pool,
        PoolState state,
        Duration since,
        Optional<Operation> pausedBy,
        int size,
        int burst,
        QueueSnapshot queue,
        List<Worker> workers,
        List<Lease> leases,
        Health health,
        Counts counts,
        Recent recent,
        Policies policies,
        QueueSnapshot.Lines lines,
        QueueSnapshot.Gates gates,
        QueueSnapshot.Overload overload,
        Sizing sizing,
        RenewalSnapshot renewal,
        Retries retries,
        DeadLetters deadLetters) {

    /** Copies the lists. */
    public PoolSnapshot {
        workers = List.copyOf(workers);
        leases = List.copyOf(leases);
    }

    /**
     * {@return how many workers are in the given state}
     *
     * @param state the state
     */
    public long workers(WorkerState state) {
        long count = 0;
        for (Worker worker : workers) {
            count += worker.state() == state ? 1 : 0;
        }
        return count;
    }

    /** {@return how many tasks and checkouts wait} Short for the size of the {@link #queue}. */
    public int queued() {
        return queue.size();
    }

    /** {@return how many tasks have no outcome yet, plus checkouts that wait} Short for that of the {@link #queue}. */
    public int unfinished() {
        return queue.unfinished();
    }

    /** {@return why fewer workers serve than were asked for, when that is so} Short for that of the {@link #health}. */
    public Optional<String> degraded() {
        return health.degraded();
    }

    /** {@return how many abandoned workers have not come back} Short for that of the {@link #health}. */
    public int zombies() {
        return health.zombies();
    }

    /**
     * One worker.
     *
     * @param worker its number
     * @param incarnation how often it was started
     * @param state where it is in its life
     * @param since how long it has been there, at the least: what a worker does by itself (IDLE, LEASED, RESETTING) is
     *     sampled once a second, so that nobody pays for it; it can have been there a second longer
     * @param reason why it is there
     * @param tasks how many tasks this incarnation has run
     * @param restarts how many of its incarnations died
     * @param mailbox the messages to it that wait
     * @param task what it runs, when it runs a task
     * @param lastDeath how its last incarnation that died did so, when one did
     * @param life how long this incarnation lives, and may live
     */
    public record Worker(
            int worker,
            int incarnation,
            WorkerState state,
            Duration since,
            String reason,
            long tasks,
            int restarts,
            Box mailbox,
            Optional<RunningTask> task,
            Optional<Death> lastDeath,
            Life life) {}

    /**
     * The life of one incarnation.
     *
     * @param generation which roll it was made for, counted from 1 for those before the first
     * @param uses how many tasks and leases it has had, as {@link dev.lifeguard.policy.Recycling} counts them
     * @param age how long ago it was started
     * @param mostUses after how many uses it is recycled, when it has drawn such a limit
     * @param mostAge at which age it is recycled, when it has drawn such a limit
     * @param follows the number of the worker that it will follow, while it is a successor that does not serve yet
     */
    public record Life(
            int generation,
            long uses,
            Duration age,
            OptionalLong mostUses,
            Optional<Duration> mostAge,
            OptionalInt follows) {}

    /**
     * A task on its worker.
     *
     * @param id its number
     * @param name its name
     * @param attempt which attempt it is, from 1
     * @param age how long this attempt has run
     * @param progress what it last reported, in words, cut when they are long
     * @param inbox the messages to it that wait
     */
    public record RunningTask(long id, String name, int attempt, Duration age, Optional<String> progress, Box inbox) {}

    /**
     * The messages that wait for one worker or for one task.
     *
     * @param messages how many wait
     * @param places how many may wait ({@link Channels})
     */
    public record Box(int messages, int places) {

        /** {@return whether the next message finds no place} */
        public boolean isFull() {
            return messages >= places;
        }
    }

    /**
     * A message that found no place.
     *
     * @param reader the worker or the task that it was for
     * @param box how full its box is now
     * @param ago how long ago it was refused
     */
    public record Overflow(String reader, Box box, Duration ago) {}

    /**
     * The death of a worker, or of one that could not start.
     *
     * @param worker who
     * @param ago how long ago
     * @param reason why
     */
    public record Death(WorkerId worker, Duration ago, String reason) {}

    /**
     * A loan that is out.
     *
     * @param worker who is lent
     * @param loan the number of the loan of this incarnation
     * @param owner the name of the thread that holds it, when it is known
     * @param label what it is for, when the lessee said so
     * @param place where it was taken, when places are sampled and this one was
     * @param age how long it has been out, at the least
     */
    public record Lease(
            WorkerId worker,
            long loan,
            Optional<String> owner,
            Optional<String> label,
            Optional<String> place,
            Duration age) {}

    /**
     * How well the pool is.
     *
     * @param liveness whether it lives
     * @param degraded why fewer workers serve than were asked for, when that is so
     * @param zombies how many abandoned workers have not come back
     * @param stuck the newest workers that were abandoned, with their stacks; at most 16
     * @param deaths the newest deaths of workers, the newest last; at most 32
     * @param overflow the newest message that found no place, when one did
     */
    public record Health(
            Liveness liveness,
            Optional<String> degraded,
            int zombies,
            List<Stuck> stuck,
            List<Death> deaths,
            Optional<Overflow> overflow) {

        /** Copies the lists. */
        public Health {
            stuck = List.copyOf(stuck);
            deaths = List.copyOf(deaths);
        }
    }

    /**
     * A worker that was abandoned, because it did not leave what it was in.
     *
     * @param worker who
     * @param ago when it was given up, before the look
     * @param reason why
     * @param stack where its thread was when it was given up, the innermost call first; at most 64 calls
     * @param returned whether it has come back since
     */
    public record Stuck(WorkerId worker, Duration ago, String reason, List<StackTraceElement> stack, boolean returned) {

        /** Copies the stack. */
        public Stuck {
            stack = List.copyOf(stack);
        }
    }

    /**
     * How the size came about, when it follows the load.
     *
     * @param most the most workers that the pool may come to have; its size, when that is fixed
     * @param decisions the newest decisions, the newest last; at most 32
     * @param held why the size is not what the policy wishes, when that is so
     * @param failing what is wrong with the policy of the user, when something is
     */
    public record Sizing(int most, List<Sized> decisions, Optional<String> held, Optional<String> failing) {

        /** Copies the list. */
        public Sizing {
            decisions = List.copyOf(decisions);
        }
    }

    /**
     * A decision about the size.
     *
     * @param ago when it was made, before the look
     * @param from the size before
     * @param to the size that was decided
     * @param reason why
     */
    public record Sized(Duration ago, int from, int to, String reason) {}

    /**
     * What happened lately: the difference between now and a look of the supervisor, at most a minute ago.
     *
     * @param window how far it goes back
     * @param counts what happened since
     */
    public record Recent(Duration window, Counts counts) {}

    /**
     * The retry budget.
     *
     * @param allowed how many retries it allows now; empty without a budget
     * @param refused how many further attempts it has refused
     */
    public record Retries(OptionalDouble allowed, long refused) {}

    /**
     * The tasks that nobody could finish.
     *
     * @param size how many are kept
     * @param bound how many the store can keep
     * @param oldest how long ago the first of them was set aside, when there is one
     * @param waiting how many are on their way to the store
     * @param inMemory how many of {@code size} only the pool's own memory has, because the store does not take them
     * @param quarantined how many tasks were quarantined since the start
     * @param lost how many letters were lost, because the store was full and refuses, or too slow
     * @param failing what the store failed with last, until it takes letters again
     * @param newest the tasks that were quarantined last, the newest last; at most 16
     */
    public record DeadLetters(
            int size,
            int bound,
            Optional<Duration> oldest,
            int waiting,
            int inMemory,
            long quarantined,
            long lost,
            Optional<String> failing,
            List<Poisoned> newest) {

        /** There are none, and nobody keeps any. */
        public static final DeadLetters NONE =
                new DeadLetters(0, 0, Optional.empty(), 0, 0, 0, 0, Optional.empty(), List.of());

        /** Copies the list. */
        public DeadLetters {
            newest = List.copyOf(newest);
        }
    }

    /**
     * A task that was quarantined.
     *
     * @param task its number
     * @param name its name
     * @param deaths how many workers died under it
     * @param ago when, before the look
     * @param end how its last worker was lost
     */
    public record Poisoned(long task, String name, int deaths, Duration ago, String end) {}

    /**
     * Counters.
     *
     * @param succeeded tasks that returned
     * @param failed tasks that threw
     * @param timedOut tasks that passed a limit
     * @param cancelled tasks that were cancelled
     * @param lost tasks whose worker died
     * @param refused tasks that were not taken or were handed back
     * @param retries attempts beyond the first
     * @param leases checkouts granted and returned
     * @param deaths workers that died or could not start
     * @param unseen outcomes other than success and cancellation that nobody ever looked at
     * @param missed events that were dropped, because listeners are slow
     * @param messagesRefused messages that found the channel of their worker or task full
     * @param messagesDropped messages that were taken and never read, because their worker or task ended
     * @param shed tasks that were refused for their time in the queue; they count as refused, too
     * @param rateAllowed tasks that the rate let in, waiting or not
     * @param rateDelayed submitters that waited for their turn at the rate
     * @param rateRefused tasks that the rate refused; they count as refused, too
     */
    public record Counts(
            long succeeded,
            long failed,
            long timedOut,
            long cancelled,
            long lost,
            long refused,
            long retries,
            long leases,
            long deaths,
            long unseen,
            long missed,
            long messagesRefused,
            long messagesDropped,
            long shed,
            long rateAllowed,
            long rateDelayed,
            long rateRefused) {

        /** {@return how many tasks have an outcome} */
        public long finished() {
            return succeeded + failed + timedOut + cancelled + lost + refused;
        }

        /**
         * {@return what was counted in between}
         *
         * @param earlier counters of the same pool
         */
        public Counts minus(Counts earlier) {
            return new Counts(
                    succeeded - earlier.succeeded,
                    failed - earlier.failed,
                    timedOut - earlier.timedOut,
                    cancelled - earlier.cancelled,
                    lost - earlier.lost,
                    refused - earlier.refused,
                    retries - earlier.retries,
                    leases - earlier.leases,
                    deaths - earlier.deaths,
                    unseen - earlier.unseen,
                    missed - earlier.missed,
                    messagesRefused - earlier.messagesRefused,
                    messagesDropped - earlier.messagesDropped,
                    shed - earlier.shed,
                    rateAllowed - earlier.rateAllowed,
                    rateDelayed - earlier.rateDelayed,
                    rateRefused - earlier.rateRefused);
        }
    }
}
