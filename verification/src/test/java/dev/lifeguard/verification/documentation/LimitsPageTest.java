package dev.lifeguard.verification.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lifeguard.Channels;
import dev.lifeguard.Escalation;
import dev.lifeguard.HookLimits;
import dev.lifeguard.Operation;
import dev.lifeguard.PoolBuilder;
import dev.lifeguard.QueueSnapshot;
import dev.lifeguard.Restart;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskContext;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.control.Settings;
import dev.lifeguard.dataplane.TaskQueue;
import dev.lifeguard.deadletter.DeadLetter;
import dev.lifeguard.policy.Caps;
import dev.lifeguard.policy.Discipline;
import dev.lifeguard.policy.Elastic;
import dev.lifeguard.policy.RetryBudget;
import dev.lifeguard.policy.Rollout;
import dev.lifeguard.policy.Scaling;
import dev.lifeguard.policy.ScalingPolicy;
import dev.lifeguard.supervision.Child;
import dev.lifeguard.verification.architecture.SourceTree;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The defaults on the page of limits are those of the code. */
final class LimitsPageTest {
    private static final Pattern ROW =
            Pattern.compile("^\\| ([^|]+) \\| [^|]+ \\| ([^|]+) \\| [^|]+ \\|$", Pattern.MULTILINE);

    @Test
    void theDefaultsOnThePageAreThoseOfTheCode() throws ReflectiveOperationException {
        Map<String, String> page = new TreeMap<>();
        ROW.matcher(SourceTree.read("docs/limits.md")).results().forEach(row -> page.put(row.group(1), row.group(2)));
        Map<String, String> code = defaults();
        page.keySet().retainAll(code.keySet());
        assertEquals(code, page);
    }

    private static Map<String, String> defaults() throws ReflectiveOperationException {
        Settings settings = settings();
        var restart = Restart.standard();
        var retry = Retry.attempts(2);
        Map<String, String> defaults = new TreeMap<>();
        defaults.put("burst workers", String.valueOf(settings.burst()));
        Elastic elastic = Scaling.elastic(1, 2);
        defaults.put("workers that start at a time", String.valueOf(settings.startAtOnce()));
        defaults.put(
                "starts of all elastic pools of a JVM at a time",
                constant(Class.forName("dev.lifeguard.control.StartBudget"), "PER_PROCESSOR") + " per processor");
        defaults.put("most workers that a scaling may allow", String.valueOf(Scaling.MOST_WORKERS));
        defaults.put(
                "decisions about the size that a snapshot remembers",
                constant(Class.forName("dev.lifeguard.control.History"), "SIZES"));
        defaults.put("characters of the reason of a scaling policy", String.valueOf(ScalingPolicy.Wish.TEXT));
        defaults.put(
                "entries of the queue that a look at the load counts",
                constant(Class.forName("dev.lifeguard.control.LoadWatch"), "COUNTED"));
        defaults.put("between two looks at the load, of an elastic pool", words(elastic.look()));
        defaults.put("wait before an elastic pool grows", words(elastic.target()));
        defaults.put("idle time before an elastic pool shrinks", words(elastic.linger()));
        defaults.put("answer of a scaling policy of the user", fixed("control.Scaler", "ANSWER_NANOS"));
        defaults.put("queue", String.valueOf(settings.queue()));
        defaults.put("dead entries in the queue (cancelled, expired)", constant(TaskQueue.class, "DEAD_LIMIT"));
        defaults.put("levels of a discipline", "2 to " + Discipline.MOST_LEVELS);
        defaults.put("weight of a level or lane", "1 to " + Discipline.MOST_WEIGHT);
        defaults.put("lanes with a weight of their own", "at most " + Discipline.MOST_LANES);
        defaults.put("levels or lanes that a snapshot shows", String.valueOf(QueueSnapshot.MOST_LINES));
        defaults.put(
                "workers that a batch wakes by itself",
                constant(Class.forName("dev.lifeguard.dataplane.Batch"), "WAKES"));
        defaults.put(
                "a step of aging: what a level is worth",
                words(Discipline.priorities(2).aging().orElseThrow()));
        defaults.put(
                "workers that live beyond size and burst",
                String.valueOf(settings.policies().recycling().atATime()));
        defaults.put(
                "new workers of a roll that may fail",
                String.valueOf(Rollout.standard().failures()));
        defaults.put(
                "replacements whose lives and starts a snapshot averages",
                constant(Class.forName("dev.lifeguard.control.Lives"), "KEPT"));
        defaults.put(
                "workers that are asked for their health at a time",
                "one of " + constant(Class.forName("dev.lifeguard.control.Recycler"), "CHECKED_SHARE")
                        + ", at least 1");
        defaults.put(
                "health check of a free worker", words(HookLimits.standard().reset()));
        defaults.put(
                "between two looks for workers to recycle",
                fixed("control.Recycler", "SOONEST_NANOS") + " to " + fixed("control.Recycler", "LATEST_NANOS"));
        defaults.put(
                "between two looks whether the new workers of a roll are good", fixed("control.Rolls", "LOOK_NANOS"));
        defaults.put(
                "age at which a new worker of a roll is good",
                words(Rollout.standard().goodAge()));
        defaults.put(
                "attempts of a task", String.valueOf(settings.rules().retry().attempts()));
        Class<?> gate = Class.forName("dev.lifeguard.dataplane.Gate");
        Class<?> gates = Class.forName("dev.lifeguard.dataplane.Gates");
        Class<?> affinity = Class.forName("dev.lifeguard.dataplane.Affinity");
        defaults.put("caps of a pool", String.valueOf(Caps.MOST));
        defaults.put("dead entries in the line of one key, kind or lane", constant(gate, "DEAD_LIMIT"));
        defaults.put("keys, kinds and lanes that a snapshot shows, each", constant(gates, "SHOWN"));
        defaults.put("tasks at gates that a snapshot looks at to find them", constant(gates, "LOOKED_AT"));
        defaults.put("entries of the queue that a worker looks at for a key of its own", constant(affinity, "LOOK"));
        defaults.put(
                "tasks taken out of their turn in a row, for a key that a worker knows",
                constant(affinity, "OVERTAKES"));
        defaults.put("homes of keys that are remembered", constant(affinity, "PLACES"));
        defaults.put("cancel hooks of an attempt", String.valueOf(TaskContext.CANCEL_HOOKS));
        defaults.put(
                "abandoned workers that are compensated", settings.maxZombies() == settings.size() ? "the size" : "?");
        defaults.put("deaths in the restart window", String.valueOf(restart.intensity()));
        Channels channels = settings.rules().channels();
        defaults.put("messages to one worker that wait", String.valueOf(channels.workerMailbox()));
        defaults.put("messages to one task that wait", String.valueOf(channels.taskInbox()));
        defaults.put("partial results of one task that wait", String.valueOf(channels.partialResults()));
        defaults.put("messages of workers that wait for listeners", String.valueOf(channels.workerEvents()));
        defaults.put("events that wait for listeners", String.valueOf(channels.poolEvents()));
        defaults.put("operations that are remembered", String.valueOf(channels.operations()));
        defaults.put("events that wait for one subscriber of `events()`", String.valueOf(channels.subscriberEvents()));
        defaults.put("characters of *who* and *why* of an operation", String.valueOf(Operation.TEXT));
        defaults.put("wait for an operation to be in effect", fixed("control.Board", "OPERATION_NANOS"));
        defaults.put(
                "between two looks whether a pause is in effect", fixed("control.Operations", "QUIET_CHECK_NANOS"));
        defaults.put(
                "wait of a submitter for a place",
                words(settings.rules().whenFull().blockNanos()));
        defaults.put(
                "answer to the request to leave", words(Escalation.standard().ask()));
        defaults.put("answer to the interrupt", words(Escalation.standard().interrupt()));
        defaults.put(
                "start hook, with its health check", words(HookLimits.standard().start()));
        defaults.put(
                "reset hook, with its health check", words(HookLimits.standard().reset()));
        defaults.put("receive hook, one message", words(HookLimits.standard().receive()));
        defaults.put("stop hook", words(HookLimits.standard().stop()));
        defaults.put(
                "the start of the pool",
                words(settings.readyWithinNanos()) + " for " + settings.minReady() + " worker");
        defaults.put(
                "backoff of a task",
                words(retry.backoff().nanos(1, 0, 0.5)) + " to "
                        + words(retry.backoff().nanos(60, 0, 0.5)));
        defaults.put("backoff of a worker", words(restart.first()) + " to " + words(restart.longest()));
        defaults.put("restart window", words(restart.within()));
        defaults.put("idle time of a burst worker", words(settings.lingerNanos()));
        defaults.put("the end of the pool", words(settings.closing().within()));
        defaults.put("overtaking of a waiting head (`AFFINE`)", fixed("dataplane.Dispatcher", "OVERTAKE_NANOS"));
        defaults.put("tick of the coarse clock", fixed("control.Supervisor", "TICK_NANOS"));
        defaults.put(
                "between two scans of limits",
                fixed("control.Enforcement", "SHORTEST_SCAN_NANOS") + " to "
                        + fixed("control.Enforcement", "LONGEST_SCAN_NANOS"));
        defaults.put(
                "stop hooks after the escalation, at the end of the pool", fixed("control.Shutdown", "HOOKS_NANOS"));
        defaults.put(
                "retries that a budget saves",
                String.valueOf(RetryBudget.share(0.2).saved()));
        defaults.put(
                "attempts that the history of a task keeps",
                constant(Class.forName("dev.lifeguard.dataplane.TaskHistory"), "ATTEMPTS"));
        defaults.put("attempts that a dead letter keeps", String.valueOf(DeadLetter.ATTEMPTS));
        defaults.put(
                "characters of an error in such a history",
                constant(Class.forName("dev.lifeguard.dataplane.TaskHistory"), "WORDS"));
        defaults.put("dead letters in memory", constant(Class.forName("dev.lifeguard.control.PoolEngine"), "LETTERS"));
        defaults.put(
                "dead letters that wait for their store",
                constant(Class.forName("dev.lifeguard.control.DeadLetterOffice"), "WAITING"));
        defaults.put(
                "dead letters that the pool keeps because the store does not take them",
                constant(Class.forName("dev.lifeguard.control.LetterShelf"), "MOST"));
        defaults.put(
                "dead letters that are found by the number that they had in memory, once the store has them",
                constant(Class.forName("dev.lifeguard.control.LetterShelf"), "MOVED"));
        defaults.put(
                "quarantined tasks that a snapshot remembers",
                constant(Class.forName("dev.lifeguard.control.DeadLetterOffice"), "NEWEST"));
        defaults.put(
                "between two reports of refused retries, or of dead letters that were lost",
                fixed("control.RetryWatch", "PAUSE_NANOS"));
        defaults.put(
                "between two reports of outcomes that nobody looked at",
                fixed("control.Supervisor", "UNSEEN_PAUSE_NANOS"));
        defaults.put(
                "failed outcomes watched for somebody to look at them",
                constant(Class.forName("dev.lifeguard.dataplane.UnseenOutcomes"), "WATCHED"));
        defaults.put(
                "deaths of workers that a snapshot remembers",
                constant(Class.forName("dev.lifeguard.control.History"), "DEATHS"));
        defaults.put(
                "stuck workers whose stacks a snapshot remembers",
                constant(Class.forName("dev.lifeguard.control.History"), "STUCK"));
        defaults.put("calls of such a stack", constant(Class.forName("dev.lifeguard.control.History"), "CALLS"));
        defaults.put(
                "characters of a progress value or a cause in a snapshot",
                constant(Class.forName("dev.lifeguard.control.Words"), "LONGEST"));
        defaults.put(
                "between two looks at the pool (liveness, samples, counters)", fixed("control.Pulse", "LOOK_NANOS"));
        defaults.put(
                "memory of counters, for `recent`",
                constant(Class.forName("dev.lifeguard.control.History"), "LOOKS") + " looks");
        defaults.put(
                "no movement beside waiting work and free workers; nobody serves",
                fixed("control.Pulse", "STALL_NANOS"));
        defaults.put(
                "subscribers of `events()` at a time",
                constant(Class.forName("dev.lifeguard.control.EventPublisher"), "SUBSCRIBERS"));
        defaults.put(
                "asking for what is left, by a subscriber, after the end of the pool",
                fixed("control.EventFeed", "LINGER_NANOS"));
        defaults.put("between two lines in the log about dropped events", fixed("control.GapLog", "PAUSE_NANOS"));
        defaults.put("the supervisor itself does not look", fixed("control.Board", "BLIND_NANOS"));
        defaults.put("work that waits beside a free worker", fixed("control.Enforcement", "STALL_NANOS"));
        defaults.put(
                "workers tried by a probe before the list of free ones",
                constant(Class.forName("dev.lifeguard.dataplane.FreeWorkers"), "PROBES"));
        Child<AutoCloseable> thing = Child.of("thing", () -> () -> {});
        Child<WorkerPool<Object>> pool = Child.pool("pool", WorkerPool.of(Object::new));
        defaults.put("restarts of a supervisor's children in its window", String.valueOf(restart.intensity()));
        defaults.put(
                "hooks of a tree that were given up and still run",
                constant(Class.forName("dev.lifeguard.tree.Desk"), "ZOMBIES"));
        defaults.put(
                "events of a tree that wait for listeners",
                constant(Class.forName("dev.lifeguard.tree.Teller"), "EVENTS"));
        defaults.put("start of a child in a tree", words(thing.startLimit()));
        defaults.put("stop of a child in a tree", words(thing.stopLimit()));
        defaults.put("start of a pool in a tree", words(pool.startLimit()));
        defaults.put("stop of a pool in a tree", words(pool.stopLimit()));
        defaults.put("outage of a pool in a tree", words(pool.outageLimit().orElseThrow()));
        return defaults;
    }

    private static String fixed(String type, String name) throws ReflectiveOperationException {
        return words(Long.parseLong(constant(Class.forName("dev.lifeguard." + type), name)));
    }

    private static Settings settings() throws ReflectiveOperationException {
        Method settings = PoolBuilder.class.getDeclaredMethod("settings");
        settings.setAccessible(true);
        return (Settings) settings.invoke(WorkerPool.of(Object::new));
    }

    private static String constant(Class<?> owner, String name) throws ReflectiveOperationException {
        Field constant = owner.getDeclaredField(name);
        constant.setAccessible(true);
        return String.valueOf(constant.get(null));
    }

    private static String words(Duration duration) {
        return words(duration.toNanos());
    }

    private static String words(long nanos) {
        long millis = nanos / 1_000_000;
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }
}
