package dev.lifeguard.verification.soak;

import dev.lifeguard.Cancel;
import dev.lifeguard.Drain;
import dev.lifeguard.Escalation;
import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.RefusedException;
import dev.lifeguard.Restart;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskPool;
import dev.lifeguard.WhenFull;
import dev.lifeguard.testkit.Leaks;
import dev.lifeguard.verification.soak.Victim.Kind;
import dev.lifeguard.verification.soak.Victim.Task;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A long life of one real pool under all faults at once: crashes, failing hooks, stuck code, cancels, timeouts,
 * overload, resizes and checkouts, while every policy and setting is changed all the time. Each task must end in exactly one outcome, of a kind that what was done to it
 * allows, and nothing may be left behind.
 */
public final class Soak {

    /** It is told of thousands of changes; what matters is counted. Kept here, or the JDK would forget the filter. */
    private static final Logger LOG = Logger.getLogger("dev.lifeguard.pool");

    private static final int SUBMITTERS = 2;
    private static final int WINDOW = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int tasks;
    private final long seed;
    private final Tally outcomes = new Tally("Success", "Failed", "TimedOut", "Cancelled", "WorkerLost", "Refused");
    private final Tally faults = new Tally(
            "start failed",
            "unhealthy",
            "reset failed",
            "worker killed by its task",
            "worker called broken",
            "worker stuck",
            "lease dirty",
            "lease broken",
            "lease clean",
            "cancel ASK",
            "cancel INTERRUPT",
            "cancel KILL",
            "limit QUEUE",
            "limit RUN",
            "limit SILENCE",
            "limit TOTAL",
            "resize",
            "refused FULL",
            "refused SHED",
            "refused RATE");
    private final Tally changes = new Tally(Changes.names());
    private final Tally wrong = new Tally();
    private final Tally lives = new Tally("started", "stopped");
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicLong submitted = new AtomicLong();
    private final CountDownLatch over = new CountDownLatch(SUBMITTERS);
    private volatile @Nullable Steadiness early;

    Soak(int tasks, long seed) {
        this.tasks = tasks;
        this.seed = seed;
    }

    /**
     * Runs a soak and prints what happened.
     *
     * @param arguments how many tasks (1,000,000) and the seed (1)
     * @throws InterruptedException when interrupted
     */
    public static void main(String... arguments) throws InterruptedException {
        int tasks = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        List<String> lines = new Soak(tasks, seed).run();
        lines.forEach(System.out::println);
    }

    /**
     * {@return what happened, in lines}
     *
     * @throws AssertionError when a promise was broken
     * @throws InterruptedException when interrupted
     */
    List<String> run() throws InterruptedException {
        LOG.setFilter(entry -> !entry.getMessage().startsWith("Pool soak:"));
        var leaks = Leaks.watch("lifeguard-soak");
        long began = System.nanoTime();
        TaskPool<Task, Integer> pool = open();
        var threads = new ArrayList<Thread>();
        for (int number = 0; number < SUBMITTERS; number++) {
            var random = new SplittableRandom(seed * 1_000 + number);
            int share = tasks / SUBMITTERS;
            threads.add(start(() -> {
                try {
                    submit(pool, random, share);
                } finally {
                    over.countDown();
                }
            }));
        }
        threads.add(start(() -> borrow(pool, new SplittableRandom(seed * 1_000 + 100))));
        threads.add(start(() -> resize(pool, new SplittableRandom(seed * 1_000 + 200))));
        threads.add(start(() -> new Changes(pool, new SplittableRandom(seed * 1_000 + 300), changes).run(over)));
        for (Thread thread : threads) {
            thread.join();
        }
        PoolSnapshot before = pool.snapshot();
        Steadiness late = Steadiness.look();
        Drain.Report report = pool.drain(Drain.within(PATIENCE));
        long millis = (System.nanoTime() - began) / 1_000_000;
        require("nothing was wrong", wrong.sum() == 0, wrong.all());
        leaks.requireNone();
        PoolSnapshot after = pool.snapshot();
        require("unfinished tasks", after.unfinished() == 0, after);
        require("leases left", report.leasesRevoked().isEmpty(), report);
        require("every task has one outcome", outcomes.sum() == submitted.get(), outcomes.all());
        require("the pool counts what was seen", after.counts().finished() == submitted.get(), after);
        require("each worker that started was stopped once", lives.of("started") == lives.of("stopped"), lives.all());
        outcomes.all().forEach((name, count) -> require("some " + name, count > 0, outcomes.all()));
        faults.all().forEach((name, count) -> require("some " + name, count > 0, faults.all()));
        changes.all().forEach((name, count) -> require("some " + name, count > 0, changes.all()));
        Steadiness first = early;
        require("heap and threads are flat", first != null && late.isAsSteadyAs(first), first + ", then " + late);
        return List.of(
                submitted.get() + " tasks in " + millis + " ms, seed " + seed,
                "outcomes " + outcomes.all(),
                "faults   " + faults.all(),
                "changes  " + changes.all(),
                "steady   " + first + " after a tenth, " + late + " at the end",
                "workers  " + lives.all() + ", retries " + after.counts().retries() + ", leases "
                        + after.counts().leases() + ", deaths " + after.counts().deaths() + ", zombies before the end "
                        + before.zombies());
    }

    private static void require(String what, boolean holds, Object seen) {
        if (!holds) {
            throw new AssertionError("Not so: " + what + "; seen: " + seen);
        }
    }

    private Thread start(Runnable body) {
        return Thread.ofPlatform().name("soak").start(() -> {
            try {
                body.run();
            } catch (RuntimeException | AssertionError failure) {
                wrong.count("a thread ended with " + failure);
            }
        });
    }

    private TaskPool<Task, Integer> open() throws InterruptedException {
        return TaskPool.of(() -> new Victim(seed * 31 + made.incrementAndGet(), faults, wrong, lives))
                .name("soak")
                .size(4)
                .burst(2, Duration.ofMillis(20))
                .queue(64, WhenFull.block(Duration.ofMillis(5)))
                .maxZombies(64)
                .retry(Retry.attempts(2).backoff(Duration.ofNanos(100_000), Duration.ofMillis(1)))
                .escalation(new Escalation(Duration.ofMillis(1), Duration.ofMillis(2)))
                .restart(new Restart(
                        Duration.ofNanos(100_000), Duration.ofMillis(1), 1_000_000, Duration.ofMillis(1), 0.2))
                .listener(event -> {
                    if (event instanceof PoolEvent.Trouble trouble
                            && trouble.message().contains("cannot come")) {
                        wrong.count(trouble.message());
                    }
                })
                .start();
    }

    // Those who submit.

    private record Pending(TaskHandle<Integer> handle, Task task, boolean cancelled) {}

    private void submit(TaskPool<Task, Integer> pool, SplittableRandom random, int share) {
        var window = new ArrayDeque<Pending>();
        for (int number = 0; number < share; number++) {
            Kind kind = kind(random.nextInt(1_000));
            var task = new Task(number, kind, new CountDownLatch(1));
            TaskHandle<Integer> handle = pool.submit(task, options(kind, random));
            submitted.incrementAndGet();
            boolean cancelled = false;
            if (random.nextInt(40) == 0) {
                Cancel how = List.of(Cancel.values()).get(random.nextInt(3));
                cancelled = handle.cancel(how);
                faults.count("cancel " + how);
            }
            window.add(new Pending(handle, task, cancelled));
            if (window.size() > WINDOW) {
                judge(window.remove());
            }
            if (number == share / 10 && early == null) {
                early = Steadiness.look();
            }
        }
        window.forEach(this::judge);
    }

    private static Kind kind(int chance) {
        return chance < 900
                ? Kind.SUCCEED
                : chance < 930
                        ? Kind.FAIL
                        : chance < 950
                                ? Kind.FAIL_ONCE
                                : chance < 965
                                        ? Kind.DIE
                                        : chance < 980
                                                ? Kind.SOIL
                                                : chance < 990
                                                        ? Kind.BREAK
                                                        : chance < 994
                                                                ? Kind.SLOW
                                                                : chance < 998 ? Kind.SILENT : Kind.DEAF;
    }

    private static TaskOptions options(Kind kind, SplittableRandom random) {
        Limits limits = switch (kind) {
            case SLOW, DEAF -> Limits.none().withRun(Duration.ofMillis(2));
            case SILENT -> Limits.none().withSilence(Duration.ofMillis(2));
            case SUCCEED, FAIL, FAIL_ONCE, DIE, SOIL, BREAK ->
                switch (random.nextInt(50)) {
                    case 0 -> Limits.none().withQueue(Duration.ofMillis(1));
                    case 1 -> Limits.none().withTotal(Duration.ofMillis(1));
                    default -> Limits.none();
                };
        };
        TaskOptions plain = TaskOptions.none().withLimits(limits).withPriority(random.nextInt(4));
        return switch (random.nextInt(24)) {
            case 0, 1, 2 -> plain.withKey("key " + random.nextInt(16));
            case 3, 4 -> plain.withKind(Changes.KIND);
            case 5, 6 -> plain.withLane("lane " + random.nextInt(3));
            case 7 -> limits.of(Limit.TOTAL).isPresent() ? plain : plain.withDelay(Duration.ofMillis(1));
            case 8 -> plain.kept();
            default -> plain;
        };
    }

    private void judge(Pending pending) {
        TaskHandle<Integer> handle = pending.handle();
        Outcome<Integer> outcome;
        try {
            outcome = handle.await(PATIENCE).orElse(null);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        // What ignores everything may end now that it has been given up, or has its outcome otherwise.
        pending.task().end().countDown();
        if (outcome == null) {
            wrong.count("no outcome: " + pending.task().kind() + " is " + handle.taskState());
            return;
        }
        outcomes.count(outcome.getClass().getSimpleName());
        if (!allowed(outcome, pending)) {
            wrong.count(pending.task().kind() + " ended as "
                    + outcome.getClass().getSimpleName() + (pending.cancelled() ? " though cancelled" : ""));
        }
    }

    private boolean allowed(Outcome<Integer> outcome, Pending pending) {
        Kind kind = pending.task().kind();
        return switch (outcome) {
            case Outcome.Cancelled<Integer> cancelled -> pending.cancelled();
            case Outcome.Success<Integer> success ->
                !pending.cancelled()
                        && success.value() == pending.task().number()
                        && kind != Kind.FAIL
                        && kind != Kind.DIE
                        && kind != Kind.SLOW
                        && kind != Kind.SILENT
                        && kind != Kind.DEAF;
            case Outcome.Failed<Integer> failed -> !pending.cancelled() && kind == Kind.FAIL;
            case Outcome.WorkerLost<Integer> lost -> !pending.cancelled() && kind == Kind.DIE;
            case Outcome.TimedOut<Integer> late -> {
                faults.count("limit " + late.limit());
                yield !pending.cancelled();
            }
            case Outcome.Refused<Integer> refused -> {
                faults.count("refused " + refused.refusal().reason());
                yield !pending.cancelled();
            }
        };
    }

    // Those who borrow, and the one who resizes.

    private void borrow(TaskPool<Task, Integer> pool, SplittableRandom random) {
        while (over.getCount() > 0) {
            try (var lease = pool.workers().checkout(Duration.ofMillis(50))) {
                Victim victim = (Victim) lease.worker();
                victim.enter();
                victim.leave();
                switch (random.nextInt(100)) {
                    case 0 -> {
                        faults.count("lease broken");
                        lease.markBroken("by the soak");
                    }
                    case 1, 2, 3 -> {
                        faults.count("lease dirty");
                        lease.markDirty();
                    }
                    default -> faults.count("lease clean");
                }
            } catch (RefusedException refused) {
                faults.count("checkout refused " + refused.refusal().reason());
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
    }

    private void resize(TaskPool<Task, Integer> pool, SplittableRandom random) {
        try {
            while (!over.await(3, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                pool.resize(1 + random.nextInt(6));
                faults.count("resize");
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
