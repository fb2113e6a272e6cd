package dev.lifeguard.testkit.simulation;

import dev.lifeguard.Change;
import dev.lifeguard.Channels;
import dev.lifeguard.Drain;
import dev.lifeguard.Escalation;
import dev.lifeguard.HookLimits;
import dev.lifeguard.LeaseLimits;
import dev.lifeguard.Limits;
import dev.lifeguard.PoolListener;
import dev.lifeguard.Restart;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.control.Settings;
import dev.lifeguard.dataplane.DataPlane;
import dev.lifeguard.policy.Backoff;
import dev.lifeguard.policy.Caps;
import dev.lifeguard.policy.Discipline;
import dev.lifeguard.policy.Elastic;
import dev.lifeguard.policy.Policies;
import dev.lifeguard.policy.Quarantine;
import dev.lifeguard.policy.RateLimit;
import dev.lifeguard.policy.Recycling;
import dev.lifeguard.policy.RetryBudget;
import dev.lifeguard.policy.Rollout;
import dev.lifeguard.policy.Scaling;
import dev.lifeguard.policy.ScalingPolicy;
import dev.lifeguard.policy.Shedding;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The shape of one simulation, drawn from its seed.
 *
 * @param size how many workers
 * @param queue how many tasks may wait
 * @param burst how many more workers
 * @param minReady how many must be ready
 * @param maxZombies how many abandoned workers are compensated
 * @param order which free worker is next
 * @param whenFull what happens to a newcomer
 * @param badness how often a hook fails
 * @param threadless how often no thread can be started
 * @param caps how many of a kind or a lane may be under way
 * @param closing how it ends
 * @param hasty whether somebody cuts the end short
 * @param calm whether the faults end before the pool does
 * @param discipline in which order what waits is served
 * @param startAtOnce how many workers start at a time
 * @param scales how its size follows the load; 0 for not at all
 * @param recycling when workers that work are replaced
 * @param policies the rest of them: what it sheds, at which rate it lets in, what becomes of tasks that kill, how many retries may be
 */
record Plan(
        int size,
        int queue,
        int burst,
        int minReady,
        int maxZombies,
        WorkerOrder order,
        WhenFull whenFull,
        double badness,
        double threadless,
        Caps caps,
        Drain closing,
        boolean hasty,
        boolean calm,
        Discipline discipline,
        int startAtOnce,
        int scales,
        Recycling recycling,
        Policies policies) {

    /** The choice of {@link #change} that changes caps. */
    static final int CAPS_CHANGE = 12;

    /** The choice of {@link #change} that changes when workers are recycled. */
    static final int RECYCLING_CHANGE = 16;

    /** The choice of {@link #change} that changes what becomes of tasks that kill. */
    static final int POISON_CHANGE = 20;

    static final String KIND = "kind";
    static final String LANE = "lane";
    static final int ASK_MILLIS = 3;
    static final int INTERRUPT_MILLIS = 4;

    /** So few that a pause outlives its place in the record. */
    static final int OPERATIONS = 3;

    private static final int SCALINGS = 4;
    private static final List<WorkerOrder> ORDERS = List.of(WorkerOrder.values());

    /** What even the end without any time gives to code that is asked to leave, and to stop hooks. */
    static final long ASKING_NANOS = (1_000 + ASK_MILLIS + INTERRUPT_MILLIS) * Faults.MILLI_NANOS;

    static Plan draw(SplittableRandom random, Discipline discipline) {
        int size = 1 + random.nextInt(3);
        int queue = random.nextInt(4);
        int burst = random.nextInt(3);
        return new Plan(
                size,
                queue,
                burst,
                random.nextInt(size + 1),
                random.nextInt(3),
                ORDERS.get(random.nextInt(ORDERS.size())),
                whenFull(random.nextInt(120)),
                random.nextInt(3) == 0 ? 0 : random.nextDouble() / 4,
                random.nextInt(3) == 0 ? random.nextDouble() / 4 : 0,
                random.nextInt(2) == 0 ? Caps.none() : caps(random.nextInt(4)),
                drain(random.nextInt(5)),
                random.nextInt(3) == 0,
                random.nextInt(10) < 7,
                discipline,
                random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 64,
                burst > 0 || random.nextBoolean() ? 0 : 1 + random.nextInt(SCALINGS - 1),
                recycling(random.nextInt(240)),
                Policies.standard()
                        .with(queue == 0 ? Shedding.none() : shedding(random.nextInt(24)))
                        .with(rate(random.nextInt(60)))
                        .with(quarantine(random.nextInt(60)))
                        .with(budget(random.nextInt(60))));
    }

    static Discipline discipline(int choice) {
        return switch (choice % 8) {
            case 0 -> Discipline.priorities(3).withAging(Duration.ofMillis(4));
            case 1 -> Discipline.priorities(2).withoutAging();
            case 2 -> Discipline.weighted(3, 1, 1);
            case 3 -> Discipline.fair();
            case 4 -> Discipline.fair().withWeight("a", 3).withCheckouts(2);
            default -> Discipline.fifo();
        };
    }

    /** {@return a scaling of the given kind; all allow the sizes that plans draw} */
    static Scaling scaling(int choice, ScalingPolicy policy) {
        Elastic elastic = Scaling.elastic(1, 4)
                .target(Duration.ofMillis(2))
                .every(Duration.ofMillis(5))
                .linger(Duration.ofMillis(15));
        return switch (choice % SCALINGS) {
            case 0 -> Scaling.fixed();
            case 1 -> elastic;
            case 2 -> elastic.spares(1).up(2, 0).down(2, 0);
            default -> Scaling.custom(1, 4, policy).every(Duration.ofMillis(5));
        };
    }

    /** Mostly eager, so that it acts in the short life of a simulated pool. */
    static Shedding shedding(int choice) {
        return choice % 2 == 0
                ? Shedding.none()
                : Shedding.controlledDelay(Duration.ofMillis(1 + choice % 3), Duration.ofMillis(4 + choice % 8));
    }

    static RateLimit rate(int choice) {
        RateLimit.Spaced limit =
                RateLimit.of(1, Duration.ofMillis(1 + choice % 5)).burst(1 + choice % 4);
        return switch (choice % 3) {
            case 0 -> RateLimit.none();
            case 1 -> limit;
            default -> limit.delaying(Duration.ofMillis(1 + choice % 20));
        };
    }

    private static Quarantine quarantine(int choice) {
        Quarantine rule = choice % 3 == 0 ? Quarantine.none() : Quarantine.after(1 + choice / 6 % 3);
        return choice % 2 == 0 ? rule : rule.keepFailed();
    }

    private static RetryBudget budget(int choice) {
        return choice % 2 == 0
                ? RetryBudget.none()
                : new RetryBudget(0.05 + choice % 3 * 0.05, choice % 5, 1 + choice % 4);
    }

    static Drain drain(int choice) {
        return switch (choice) {
            case 0 -> Drain.now();
            case 1 -> Drain.within(Duration.ofMillis(3));
            case 2 -> Drain.within(Duration.ofMillis(50)).handBackQueued();
            case 3 -> Drain.within(Duration.ofMillis(100));
            default -> Drain.within(Duration.ofSeconds(10));
        };
    }

    /** Nothing that lets the end of a pool take longer than its plan says. */
    static Change change(int choice, int value, ScalingPolicy policy) {
        return switch (choice % 23) {
            case 0, 1 -> new Change.Queue(value % 4, whenFull(value / 4));
            case 2 -> new Change.Burst(value % 3, Duration.ofMillis(1 + value % 20));
            case 3 -> new Change.TaskLimits(limits(value));
            case 4 -> new Change.TaskRetry(retry(value));
            case 5 ->
                value % 2 == 0
                        ? new Change.Order(ORDERS.get(value / 2 % ORDERS.size()))
                        : new Change.Lines(discipline(value / 2));
            case 6 -> new Change.Hooks(hooks(1 + value % 3));
            case 7 ->
                new Change.Graces(new Escalation(
                        Duration.ofMillis(value % ASK_MILLIS), Duration.ofMillis(value % INTERRUPT_MILLIS)));
            case 8 ->
                new Change.Restarts(new Restart(
                        Duration.ofMillis(1 + value % 3),
                        Duration.ofMillis(10),
                        1 + value % 6,
                        Duration.ofMillis(100),
                        0.2));
            case 9 -> new Change.Zombies(value % 3);
            case 10, 11 -> new Change.Lines(discipline(value));
            case CAPS_CHANGE -> new Change.Concurrency(caps(value));
            case 13, 14 -> new Change.Scale(scaling(value, policy));
            case 15 -> new Change.StartAtOnce(1 + value % 3);
            case RECYCLING_CHANGE, 17 -> new Change.Recycle(recycling(value));
            case 18 -> new Change.Overload(shedding(value));
            case 19 -> new Change.Rate(rate(value));
            case POISON_CHANGE -> new Change.Poison(quarantine(value));
            case 21 -> new Change.RetryShare(budget(value));
            default -> new Change.Closing(drain(value % 5));
        };
    }

    static Caps caps(int choice) {
        Caps kinds = Caps.none().kind(KIND, 1 + choice % 2);
        return choice / 2 % 2 == 0 ? kinds.lane(LANE, 1 + choice / 4 % 2) : kinds.eachLane(1 + choice / 4 % 2);
    }

    /** Half of the tasks go straight to the queue. */
    static TaskOptions gated(int choice) {
        TaskOptions options = TaskOptions.none();
        if (choice % 2 == 0) {
            return options;
        }
        options = choice / 2 % 4 == 0 ? options : options.withKey("key " + choice / 2 % 2);
        options = choice / 8 % 3 == 0 ? options.withKind(KIND) : options;
        options = choice / 24 % 3 == 0 ? options.withLane(LANE) : options;
        return choice / 72 % 3 == 0 ? options.withDelay(Duration.ofMillis(choice / 216 % 3 * 8L)) : options;
    }

    /** Never asked for its health more often than the longest limit of the hook allows, and one at a time in pools of one. */
    static Recycling recycling(int choice) {
        int value = choice / 6;
        return switch (choice % 6) {
            case 0 -> Recycling.none().afterUses(1 + value % 4).withJitter(value % 5 / 4.0);
            case 1 -> Recycling.none().afterAge(Duration.ofMillis(3 + value));
            case 2 -> Recycling.none().checkEvery(Duration.ofMillis(30 + value));
            case 3 ->
                Recycling.none().afterUses(2).afterAge(Duration.ofMillis(40)).checkEvery(Duration.ofMillis(30));
            default -> Recycling.none();
        };
    }

    /** A roll that can end within a simulation. */
    static Rollout rollout(int choice, int size) {
        return new Rollout(
                Math.min(size, 1 + choice % 2),
                choice / 2 % 4,
                Duration.ofMillis(1 + choice / 8 % 20),
                1 + choice / 16 % 3);
    }

    private static WhenFull whenFull(int choice) {
        return switch (choice % 4) {
            case 0 -> WhenFull.refuse();
            case 1 -> WhenFull.shedNewest();
            case 2 -> WhenFull.shedOldest();
            default -> WhenFull.block(Duration.ofMillis(choice / 4 % 30));
        };
    }

    private static HookLimits hooks(int times) {
        return new HookLimits(
                Duration.ofMillis(20L * times),
                Duration.ofMillis(10L * times),
                Duration.ofMillis(10L * times),
                Duration.ofMillis(10L * times));
    }

    static Limits limits(int choice) {
        return switch (choice % 6) {
            case 0 -> Limits.none().withRun(Duration.ofMillis(10));
            case 1 -> Limits.none().withSilence(Duration.ofMillis(5));
            case 2 -> Limits.none().withTotal(Duration.ofMillis(30));
            case 3 -> Limits.none().withQueue(Duration.ofMillis(5)).withRun(Duration.ofMillis(20));
            default -> Limits.none();
        };
    }

    static Retry retry(int choice) {
        Backoff few = Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(5));
        Retry twice = Retry.attempts(3).backoff(few);
        return switch (choice % 4) {
            case 0 -> choice / 4 % 2 == 0 ? twice : twice.backoff(few.withDecorrelatedJitter());
            case 1 ->
                Retry.attempts(5).backoff(shape(choice / 4, few)).withTimeouts().on(failure -> true);
            case 2 -> Retry.attempts(2).backoff(Duration.ZERO, Duration.ZERO).withTimeouts();
            default -> Retry.none();
        };
    }

    private static Backoff shape(int choice, Backoff few) {
        return switch (choice % 4) {
            case 0 -> few;
            case 1 -> few.withFullJitter();
            case 2 -> Backoff.fixed(Duration.ofMillis(2));
            default ->
                Backoff.custom(Duration.ofMillis(3), (attempt, failure, previous) -> {
                    if (attempt == 2) {
                        throw new IllegalStateException("planted: the backoff rule threw");
                    }
                    return previous.plusMillis(1);
                });
        };
    }

    Settings settings(WorkerDefinition<Object> definition, PoolListener listener, ScalingPolicy policy) {
        Scaling scaling = scaling(scales, policy);
        var rules = new DataPlane.Rules(
                "sim",
                Settings.unfinished(queue, size, burst, scaling),
                whenFull,
                Limits.none(),
                Retry.none(),
                order,
                burst > 0,
                0,
                new Channels(2, 2, 1, 4, 1024, 2, OPERATIONS),
                null,
                policies.with(discipline).with(caps).with(scaling).with(recycling));
        return new Settings(
                definition,
                rules,
                size,
                queue,
                burst,
                20 * Faults.MILLI_NANOS,
                minReady,
                200 * Faults.MILLI_NANOS,
                hooks(1),
                new Escalation(Duration.ofMillis(ASK_MILLIS), Duration.ofMillis(INTERRUPT_MILLIS)),
                new Restart(Duration.ofMillis(2), Duration.ofMillis(20), 5, Duration.ofMillis(100), 0.2),
                maxZombies,
                WorkerThreads.VIRTUAL,
                LeaseLimits.standard().withHeld(Duration.ofMillis(40)),
                closing,
                List.of(listener),
                startAtOnce);
    }
}
