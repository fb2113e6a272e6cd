package dev.lifeguard.testkit.simulation;

import dev.lifeguard.Change;
import dev.lifeguard.Channels;
import dev.lifeguard.Drain;
import dev.lifeguard.Escalation;
import dev.lifeguard.HookLimits;
import dev.lifeguard.LeaseLimits;
import dev.lifeguard.Limits;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.Restart;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.control.Environment;
import dev.lifeguard.control.PoolEngine;
import dev.lifeguard.control.Settings;
import dev.lifeguard.control.StartBudget;
import dev.lifeguard.dataplane.Call;
import dev.lifeguard.dataplane.DataPlane;
import dev.lifeguard.policy.Policies;
import dev.lifeguard.testkit.DeterministicScheduler;
import dev.lifeguard.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Real pools on a schedule and in virtual time, for scenes: a script says what happens, and what must be seen. Beside the
 * lives of {@link Simulation}, which are drawn at random and seldom long, a scene aims at one line.
 */
final class Stage implements AutoCloseable {
    static final Duration LONG = Duration.ofHours(1);

    /** How many starts all elastic pools may have under way. */
    static final int PERMITS = 2;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final int QUEUE = 1_000;

    /** What happens on a stage; it throws an {@link AssertionError} when something is seen that must not be. */
    interface Scene {
        void play(Stage stage);
    }

    final StartBudget starts;

    /** What must hold whenever nothing can run until time goes on. */
    final List<Runnable> always = new ArrayList<>();

    private final VirtualTime time = new VirtualTime();
    private final SplittableRandom random;
    private final DeterministicScheduler scheduler;
    private final List<PoolEngine> engines = new ArrayList<>();
    private final List<Thread> supervisors = new ArrayList<>();
    private final Call work = (worker, payload, context) -> {
        sleep((Duration) payload);
        return "done";
    };

    private Stage(long seed) {
        random = new SplittableRandom(seed);
        scheduler = DeterministicScheduler.random(random.nextLong());
        starts = new StartBudget(PERMITS);
    }

    /** Plays all scenes from one seed after another. {@return the first failure, or {@code null} when all go well} */
    static @Nullable String firstFailure(Map<String, Scene> scenes, int seeds) {
        for (long seed = 0; seed < seeds; seed++) {
            for (Map.Entry<String, Scene> scene : scenes.entrySet()) {
                try (Stage stage = new Stage(seed)) {
                    scene.getValue().play(stage);
                } catch (AssertionError failure) {
                    return scene.getKey() + ", seed " + seed + ": " + failure.getMessage();
                }
            }
        }
        return null;
    }

    // Pools.

    /** {@return a pool that runs} Its workers never make it degraded. */
    PoolEngine open(int size, Policies policies, WorkerDefinition<Object> workers, Consumer<PoolEvent> listener) {
        var faults = new Faults(random.nextLong(), new VirtualSource(time));
        var threads = new ScheduledThreads(scheduler, faults, 0);
        PoolEngine opened = PoolEngine.open(
                settings(size, policies, workers, listener),
                new Environment(new VirtualSource(time), threads, random::nextDouble, true, starts));
        engines.add(opened);
        supervisors.add(scheduler.start("supervisor", () -> {
            while (!opened.supervisor().isOver()) {
                long next = opened.supervisor().step();
                if (opened.isQuiet() && !opened.supervisor().isOver()) {
                    time.parkUntil(opened, next);
                }
            }
        }));
        await("it runs", () -> opened.serving() == size);
        return opened;
    }

    private static Settings settings(
            int size, Policies policies, WorkerDefinition<Object> workers, Consumer<PoolEvent> listener) {
        var rules = new DataPlane.Rules(
                "scene",
                Settings.unfinished(QUEUE, size, 0, policies.scaling()),
                WhenFull.refuse(),
                Limits.none(),
                Retry.none(),
                WorkerOrder.AFFINE,
                false,
                0,
                Channels.standard(),
                null,
                policies);
        return new Settings(
                workers,
                rules,
                size,
                QUEUE,
                0,
                10_000 * Faults.MILLI_NANOS,
                size,
                60_000 * Faults.MILLI_NANOS,
                HookLimits.standard(),
                Escalation.standard(),
                Restart.standard().intensity(1_000, Duration.ofSeconds(10)),
                2,
                WorkerThreads.VIRTUAL,
                LeaseLimits.standard(),
                Drain.now(),
                List.of(listener::accept),
                64);
    }

    List<TaskHandle<Object>> submit(PoolEngine pool, int tasks, Duration each) {
        var handles = new ArrayList<TaskHandle<Object>>();
        for (int number = 0; number < tasks; number++) {
            handles.add(pool.plane().submit(work, each, TaskOptions.none()));
        }
        return handles;
    }

    void operate(PoolEngine pool, Change change) {
        act("a change", () -> pool.operate(change, "the scene", "it says so"));
    }

    /** Somebody does this, and is waited for. */
    void act(String what, Runnable deed) {
        boolean[] done = new boolean[1];
        scheduler.start(what, () -> {
            deed.run();
            done[0] = true;
        });
        await(what, () -> done[0]);
    }

    // Time.

    long nanoTime() {
        return time.nanoTime();
    }

    boolean strikes(double probability) {
        return random.nextDouble() < probability;
    }

    /** The calling thread sleeps in virtual time, whoever interrupts it. */
    void sleep(Duration duration) {
        long deadline = time.nanoTime() + duration.toNanos();
        while (deadline - time.nanoTime() > 0) {
            time.parkUntil(this, deadline);
            // With the flag set nobody parks, and the time, which moves when all are parked, would stand still.
            Thread.interrupted();
        }
    }

    /** Lets the time pass, from deadline to deadline. */
    void pass(Duration duration) {
        long end = time.nanoTime() + duration.toNanos();
        settle();
        while (end - time.nanoTime() > 0) {
            moveTo(Math.min(end, time.nextDeadlineNanos().orElse(end)));
        }
    }

    /** Lets the time pass until this holds. */
    void await(String what, BooleanSupplier condition) {
        long end = time.nanoTime() + LONGEST_WAIT.toNanos();
        settle();
        while (!condition.getAsBoolean()) {
            check(end - time.nanoTime() > 0, "not within " + LONGEST_WAIT + ": " + what);
            moveTo(time.nextDeadlineNanos()
                    .orElseThrow(() -> new AssertionError("nothing can happen any more: " + what)));
        }
    }

    private void moveTo(long target) {
        time.advance(Duration.ofNanos(Math.max(0, target - time.nanoTime())));
        settle();
    }

    private void settle() {
        boolean again = true;
        while (again) {
            boolean loud = false;
            for (int number = 0; number < engines.size(); number++) {
                if (!engines.get(number).isQuiet()) {
                    LockSupport.unpark(supervisors.get(number));
                    loud = true;
                }
            }
            again = scheduler.step() || loud;
        }
        always.forEach(Runnable::run);
    }

    /** Says what is seen and must not be. */
    void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise + ", at " + Duration.ofNanos(time.nanoTime()) + ": "
                    + engines.stream().map(PoolEngine::snapshot).toList());
        }
    }

    @Override
    public void close() {
        always.clear();
        scheduler.close();
    }
}
