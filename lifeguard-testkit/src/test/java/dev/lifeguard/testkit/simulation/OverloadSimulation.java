package dev.lifeguard.testkit.simulation;

import dev.lifeguard.Change;
import dev.lifeguard.Channels;
import dev.lifeguard.Drain;
import dev.lifeguard.Escalation;
import dev.lifeguard.HookLimits;
import dev.lifeguard.LeaseLimits;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolStartException;
import dev.lifeguard.PoolState;
import dev.lifeguard.Refusal;
import dev.lifeguard.Restart;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskContext;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskState;
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
import dev.lifeguard.dataplane.Shedder;
import dev.lifeguard.policy.Policies;
import dev.lifeguard.policy.Shedding;
import dev.lifeguard.testkit.DeterministicScheduler;
import dev.lifeguard.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One load on a real pool that sheds, in virtual time: quiet, then far too much, then quiet again. Every task takes the
 * same time, so what the workers can do is known, and {@link OverloadJudge} says from outside what must hold.
 */
final class OverloadSimulation {
    private static final long MILLI = Faults.MILLI_NANOS;
    private static final int STEP_LIMIT = 2_000_000;

    private static final Call CODE = (worker, payload, context) -> ((Job) payload).run(context);

    private final SplittableRandom random;
    private final int workers;
    private final long service;
    private final Duration target;
    private final Duration interval;
    private final double load;
    private final int meddling;
    private final boolean lulls;
    private final VirtualTime time = new VirtualTime();
    private final DeterministicScheduler scheduler;
    private final Faults faults;
    private final OverloadJudge judge;
    private final List<Job> waiting = new ArrayList<>();
    private final List<Boolean> told = new ArrayList<>();
    private @Nullable PoolEngine engine;
    private @Nullable Thread supervisor;
    private boolean over;
    private long begunInTheFlood;
    private long floodFrom;
    private long floodTo;
    private int steps;

    OverloadSimulation(long seed) {
        random = new SplittableRandom(seed);
        workers = 1 + random.nextInt(4);
        service = (1 + random.nextInt(4)) * MILLI;
        target = Duration.ofNanos(service * (4 + random.nextInt(4)));
        interval = target.multipliedBy(3 + random.nextInt(4));
        load = 1.5 + random.nextDouble() * 1.5;
        meddling = random.nextInt(5);
        lulls = random.nextBoolean();
        scheduler = DeterministicScheduler.random(random.nextLong());
        faults = new Faults(random.nextLong(), new VirtualSource(time));
        judge = new OverloadJudge(target.toNanos(), interval.toNanos());
    }

    /** One task, and what was seen of it. */
    final class Job {
        private final boolean kept;
        private final boolean failsOnce;
        private final long submittedNanos = time.nanoTime();
        private @Nullable TaskHandle<Object> handle;
        private boolean hasBegun;

        Job(boolean kept, boolean failsOnce) {
            this.kept = kept;
            this.failsOnce = failsOnce;
        }

        Object run(TaskContext context) throws InterruptedException {
            long now = time.nanoTime();
            hasBegun = true;
            if (context.attempt() == 1) {
                judge.begun(now, now - submittedNanos, kept);
                if (now >= floodFrom && now < floodTo) {
                    begunInTheFlood++;
                }
            }
            faults.pause((int) (service / MILLI), () -> false);
            if (failsOnce && context.attempt() == 1) {
                throw new IllegalStateException("planted: it fails the first time");
            }
            return "done";
        }

        /** {@return whether it has ended} What it ended as is judged here, in the instant in which it did. */
        private boolean ended() {
            TaskHandle<Object> given = handle;
            Outcome<Object> end = given == null ? null : given.outcome().orElse(null);
            if (end instanceof Outcome.Refused<Object>(Refusal refusal, var report)) {
                if (refusal.limit().equals(Shedder.LIMIT)) {
                    judge.shed(time.nanoTime(), time.nanoTime() - submittedNanos, kept, report.attempts());
                } else {
                    boolean late = refusal.reason() == Refusal.Reason.DRAINING && judge.isClosed();
                    judge.violations.check(late, "refused by something else: " + refusal.message());
                }
            }
            return end != null;
        }
    }

    /**
     * Whether nobody is left in the queue who stood there before this instant; the judge must know as little of the pool as
     * this. Who came in this instant, for the first time or again, may have come after all that were taken in it.
     */
    private boolean nobodyIsLeft() {
        long now = time.nanoTime();
        return waiting.stream()
                .noneMatch(job -> job.submittedNanos != now
                        && job.handle != null
                        && job.handle.taskState() == TaskState.QUEUED
                        && !job.hasBegun);
    }

    int run() {
        try (scheduler) {
            open();
            scheduler.start("submitter", this::submitAll);
            if (meddling > 0) {
                scheduler.start("operator", this::meddle);
            }
            while (!over) {
                settle();
                if (!over && !time.advanceToNext()) {
                    fail("nothing can happen any more");
                }
            }
            settle();
            judge();
            return steps;
        }
    }

    private void open() {
        var threads = new ScheduledThreads(scheduler, faults, 0);
        var environment = new Environment(new VirtualSource(time), threads, faults::chance, true, new StartBudget(64));
        PoolEngine opened = PoolEngine.open(settings(), environment);
        engine = opened;
        supervisor = scheduler.start("supervisor", () -> {
            while (!opened.supervisor().isOver()) {
                long next = opened.supervisor().step();
                if (opened.isQuiet() && !opened.supervisor().isOver()) {
                    time.parkUntil(opened, next);
                }
            }
        });
    }

    private void submitAll() {
        try {
            engine().awaitStart();
            double each = (double) service / workers;
            arrive(each * 3, interval.toNanos());
            floodFrom = time.nanoTime() + 3 * interval.toNanos();
            floodTo = floodFrom + 4 * interval.toNanos();
            while (floodTo - time.nanoTime() > 0) {
                arrive(each / load, lulls ? 3 * interval.toNanos() : floodTo - time.nanoTime());
                if (lulls) {
                    faults.doze((int) (target.toMillis() * (1 + random.nextInt(6))));
                }
            }
            arrive(each * 3, 3 * interval.toNanos());
            // A burst that is over within an interval, although its last task waits longer than twice the target.
            for (int task = 0; task < workers * 5L * target.toNanos() / (2 * service); task++) {
                submit();
            }
            faults.doze((int) interval.toMillis());
            close();
        } catch (InterruptedException | PoolStartException impossible) {
            throw new AssertionError(impossible);
        }
        over = true;
    }

    /** Everything that is queued then runs, however long it has waited. */
    private void close() throws InterruptedException {
        judge.closing(time.nanoTime());
        engine().drain(Drain.within(Duration.ofMinutes(1)));
    }

    /** Submits at random times, so many nanoseconds apart on average: whoever comes does not wait for anybody. */
    private void arrive(double apart, long lastingNanos) {
        long end = time.nanoTime() + lastingNanos;
        while (true) {
            long next = time.nanoTime() + Math.max(1, (long) (apart * 2 * random.nextDouble()));
            while (next - time.nanoTime() > 0) {
                time.parkUntil(this, next);
            }
            if (next - end >= 0) {
                return;
            }
            submit();
        }
    }

    private void submit() {
        var job = new Job(random.nextInt(10) == 0, random.nextInt(20) == 0);
        waiting.add(job);
        TaskOptions options =
                TaskOptions.none().withRetry(Retry.attempts(2).backoff(Duration.ofMillis(1), Duration.ofMillis(1)));
        job.handle = engine().plane().submit(CODE, job, job.kept ? options.kept() : options);
    }

    /** In the middle of the flood the pool is paused, or told to shed by other rules, or both; or it is closed. */
    private void meddle() {
        faults.doze((int) (interval.toMillis() * 9 / 2));
        if (meddling == 4) {
            try {
                close();
            } catch (InterruptedException impossible) {
                throw new AssertionError(impossible);
            }
            return;
        }
        if (meddling % 2 == 1) {
            judge.disturbed(time.nanoTime());
            operate(new Change.Pause());
            judge.pausing(true);
            faults.doze((int) (target.toMillis() * 3));
            judge.pausing(false);
            operate(new Change.Resume());
            judge.disturbed(time.nanoTime());
        }
        if (meddling >= 2) {
            judge.disturbed(time.nanoTime());
            operate(new Change.Overload(Shedding.none()));
            judge.off(true);
            faults.doze((int) target.toMillis());
            judge.off(false);
            operate(new Change.Overload(Shedding.controlledDelay(target, interval)));
            judge.disturbed(time.nanoTime());
        }
    }

    private void operate(Change change) {
        engine().operate(change, "an operator", "the plan says so");
    }

    private void settle() {
        while (true) {
            if (!engine().isQuiet() && !engine().supervisor().isOver()) {
                LockSupport.unpark(supervisor);
            }
            boolean ran = scheduler.step();
            if (++steps > STEP_LIMIT) {
                fail("more than " + STEP_LIMIT + " steps");
            }
            if (!ran && (engine().isQuiet() || engine().supervisor().isOver())) {
                break;
            }
        }
        waiting.removeIf(Job::ended);
        judge.settle(nobodyIsLeft());
        if (!judge.violations.isEmpty()) {
            fail(judge.violations.toString());
        }
    }

    private void judge() {
        Violations violations = judge.violations;
        violations.check(engine().state() == PoolState.STOPPED, "it is " + engine().state());
        violations.check(waiting.isEmpty(), waiting.size() + " tasks have no outcome");
        if (meddling == 0 && !lulls) {
            double could = (double) (floodTo - floodFrom) / service * workers;
            // A tenth of the tasks are kept, a twentieth runs twice: what counts here are first attempts.
            violations.check(
                    begunInTheFlood >= 0.95 / 1.05 * could - workers,
                    begunInTheFlood + " tasks begun in a flood in which " + could + " could");
        }
        violations.check(judge.sheds() > 0, "an overload in which nobody was shed");
        for (int number = 0; number < told.size(); number++) {
            violations.check(told.get(number) == (number % 2 == 0), "overloads were told as " + told);
        }
        violations.check(told.size() >= 2 && told.size() % 2 == 0, "overloads were told as " + told);
        if (!violations.isEmpty()) {
            fail("After the end: " + violations);
        }
    }

    private void hear(PoolEvent event) {
        if (event instanceof PoolEvent.OverloadChanged change) {
            told.add(change.overloaded());
        }
    }

    private void fail(String fact) {
        throw scheduler.failure(
                fact + "\n  at " + Duration.ofNanos(time.nanoTime()) + ", " + workers + " workers, service "
                        + Duration.ofNanos(service) + ", target " + target + ", interval " + interval + ", load " + load
                        + ", meddling " + meddling + ", lulls " + lulls + ", told " + told,
                null);
    }

    private PoolEngine engine() {
        PoolEngine opened = engine;
        if (opened == null) {
            throw new IllegalStateException("The pool is not open yet.");
        }
        return opened;
    }

    private Settings settings() {
        var definition = (WorkerDefinition<Object>) context -> "a worker";
        int queue = 100_000;
        var rules = new DataPlane.Rules(
                "sim",
                queue + workers,
                WhenFull.refuse(),
                Limits.none(),
                Retry.none(),
                WorkerOrder.AFFINE,
                false,
                0,
                Channels.standard(),
                null,
                Policies.standard().with(Shedding.controlledDelay(target, interval)));
        return new Settings(
                definition,
                rules,
                workers,
                queue,
                0,
                MILLI,
                workers,
                1_000 * MILLI,
                HookLimits.standard(),
                Escalation.standard(),
                Restart.standard(),
                1,
                WorkerThreads.VIRTUAL,
                LeaseLimits.standard(),
                Drain.now(),
                List.of(this::hear),
                64);
    }
}
