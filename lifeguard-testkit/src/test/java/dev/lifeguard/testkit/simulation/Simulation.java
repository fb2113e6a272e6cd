package dev.lifeguard.testkit.simulation;

import dev.lifeguard.Change;
import dev.lifeguard.Drain;
import dev.lifeguard.LeaseException;
import dev.lifeguard.Operation;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.PoolSnapshot.RollStage;
import dev.lifeguard.PoolStartException;
import dev.lifeguard.PoolState;
import dev.lifeguard.Refusal;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WorkerState;
import dev.lifeguard.control.Environment;
import dev.lifeguard.control.PoolEngine;
import dev.lifeguard.control.StartBudget;
import dev.lifeguard.dataplane.Call;
import dev.lifeguard.policy.Scaling;
import dev.lifeguard.policy.ScalingPolicy;
import dev.lifeguard.policy.Rollout;
import dev.lifeguard.testkit.DeterministicScheduler;
import dev.lifeguard.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One life of a real pool: real supervisor, real data plane, on virtual threads of a schedule and in virtual time, with
 * workers, tasks and clients that do what must be survived. One seed decides everything.
 *
 * <p>The phases: clients work while faults strike; the faults end and everything must settle (or not, by the plan); the
 * pool is closed and must end in time; everybody is judged.
 */
final class Simulation {
    private static final Call CODE =
            (worker, payload, context) -> ((SimulatedTask) payload).run((SimulatedWorker) worker, context);

    /** Virtual time that the clients have, then that the pool has to settle. */
    private static final Duration LONGEST_PHASE = Duration.ofSeconds(30);

    /** By how much the end may come after its deadline: the tick of the supervisor and a little. */
    private static final long SLACK_NANOS = 2 * Faults.MILLI_NANOS;

    private static final int STEP_LIMIT = 400_000;

    final Faults faults;
    final Violations violations = new Violations();
    final SimulatedMail mail;
    private final SimulatedPolicy policy;
    private final Plan plan;
    private final VirtualTime time = new VirtualTime();
    private final StartBudget starts = new StartBudget(1);
    private final DeterministicScheduler scheduler;
    private final SimulatedWorkers workers;
    private final List<SimulatedTask> tasks = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final List<Thread> clientThreads = new ArrayList<>();
    private final List<Command> commands;
    private @Nullable PoolEngine engine;
    private @Nullable Thread supervisor;
    private long deadlineNanos = Long.MAX_VALUE;
    private final PauseWatch pauseWatch = new PauseWatch(this);
    private final CountsWatch countsWatch = new CountsWatch();
    final GateWatch gateWatch;
    private final RenewalWatch renewalWatch = new RenewalWatch();
    private int largestSize;
    private int largestQueue;
    private boolean settling;
    private int largestBurst;
    private int largestStarts;
    private List<Integer> choices = List.of();
    private int submitting;

    /** How many tasks are in batches that are being submitted. */
    private int together;

    private int steps;

    Simulation(long seed, List<Command> commands) {
        var random = new SplittableRandom(seed);
        this.plan = Plan.draw(random);
        this.commands = commands;
        this.gateWatch = new GateWatch(this, plan.caps());
        this.largestQueue = plan.queue();
        this.largestBurst = plan.burst();
        renewalWatch.mayReplace(plan.recycling().acts() ? plan.recycling().atATime() : 0);
        this.scheduler = seed % 3 == 0
                ? DeterministicScheduler.priorities(random.nextLong(), 4, 3_000)
                : DeterministicScheduler.random(random.nextLong());
        this.faults = new Faults(random.nextLong(), new VirtualSource(time));
        this.policy = new SimulatedPolicy(faults);
        this.largestSize = Plan.scaling(plan.scales(), policy).most(plan.size());
        this.largestStarts = plan.startAtOnce();
        this.mail = new SimulatedMail(faults, violations);
        this.workers = new SimulatedWorkers(faults, violations, plan.badness(), mail);
    }

    /** Runs the whole life. {@return the number of steps} */
    int run() {
        try (scheduler) {
            open();
            runUntil("the clients work", () -> clients.stream().allMatch(Client::isOver), false);
            if (plan.calm()) {
                faults.end();
                settling = true;
                scheduler.start("operator", () -> operate(new Change.Resume()));
                runUntil("everything settles", this::isSettled, true);
            }
            close();
            judge();
            choices = scheduler.choices();
            return steps;
        }
    }

    // The phases.

    private void open() {
        var threads = new ScheduledThreads(scheduler, faults, plan.threadless());
        var environment = new Environment(new VirtualSource(time), threads, faults::chance, true, starts);
        PoolEngine opened = PoolEngine.open(plan.settings(workers, this::hear, policy), environment);
        engine = opened;
        supervisor = scheduler.start("supervisor", () -> {
            while (!opened.supervisor().isOver()) {
                long next = opened.supervisor().step();
                if (opened.isQuiet() && !opened.supervisor().isOver()) {
                    time.parkUntil(opened, next);
                }
            }
        });
        scheduler.start("starter", () -> {
            try {
                opened.awaitStart();
            } catch (PoolStartException failed) {
                violations.check(opened.report() != null, "a failed start was told before its end: " + failed);
            } catch (InterruptedException interrupted) {
                violations.add("nobody interrupts the starter");
            }
        });
        for (int number = 0; number < Command.CLIENTS; number++) {
            int client = number;
            var run = new Client(
                    this,
                    "client-" + client,
                    commands.stream()
                            .filter(command -> command.client() == client)
                            .toList());
            clients.add(run);
            clientThreads.add(scheduler.start("client-" + client, run));
        }
    }

    private void close() {
        if (engine().state() != PoolState.STOPPED) {
            scheduler.start("closer", () -> drain(plan.closing()));
            if (plan.hasty()) {
                scheduler.start("hasty", () -> {
                    faults.doze(1);
                    drain(Drain.now());
                });
            }
        }
        runUntil("the pool ends", () -> engine().state() == PoolState.STOPPED, true);
        faults.end();
        runUntil("everybody goes", () -> scheduler.alive().isEmpty(), true);
    }

    private boolean isSettled() {
        if (!clients.stream().allMatch(Client::isOver) || tasks.stream().anyMatch(SimulatedTask::isUnfinished)) {
            return false;
        }
        var snapshot = engine().snapshot();
        return snapshot.state() == PoolState.STOPPED
                || (snapshot.workers(WorkerState.IDLE) == snapshot.size()
                        && snapshot.workers().size() == snapshot.size()
                        && snapshot.degraded().isEmpty()
                        && snapshot.zombies() == 0
                        && snapshot.renewal().roll().stream().allMatch(Simulation::isOver));
    }

    private static boolean isOver(PoolSnapshot.Roll roll) {
        return roll.stage() == RollStage.DONE || roll.stage() == RollStage.STOPPED;
    }

    // The loop.

    private void runUntil(String phase, BooleanSupplier done, boolean required) {
        long end = time.nanoTime() + LONGEST_PHASE.toNanos();
        while (true) {
            settle(phase);
            if (done.getAsBoolean()) {
                return;
            }
            OptionalLong next = time.nextDeadlineNanos();
            if (next.isEmpty() || next.getAsLong() - end > 0) {
                if (required) {
                    fail("Phase \"" + phase + "\" does not end: " + engine().snapshot() + ", unfinished "
                            + tasks.stream().filter(SimulatedTask::isUnfinished).toList());
                }
                return;
            }
            time.advanceToNext();
        }
    }

    /** Runs threads until none can run, and looks at everything then. */
    private void settle(String phase) {
        while (true) {
            if (!isQuiet()) {
                LockSupport.unpark(supervisor);
            }
            boolean ran = scheduler.step();
            pauseWatch.look(violations);
            countsWatch.look(engine().counts(), violations);
            if (!violations.isEmpty()) {
                fail("In phase \"" + phase + "\": " + violations);
            }
            if (++steps > STEP_LIMIT) {
                fail("Phase \"" + phase + "\" takes more than " + STEP_LIMIT + " steps");
            }
            if (!ran && isQuiet()) {
                break;
            }
        }
        tasks.forEach(task -> {
            task.look(violations);
            task.lookAtLimits(violations);
        });
        Invariants.check(this, violations);
        if (!violations.isEmpty()) {
            fail("At rest in phase \"" + phase + "\": " + violations);
        }
    }

    private boolean isQuiet() {
        return engine().isQuiet() || engine().supervisor().isOver();
    }

    private void fail(String fact) {
        throw scheduler.failure(
                fact + "\n  at " + Duration.ofNanos(time.nanoTime()) + ", " + plan + "\n  words "
                        + List.of(engine().plane().dispatcher().cells()),
                null);
    }

    private void judge() {
        tasks.forEach(task -> task.judge(violations));
        for (SimulatedWorker worker : workers.made()) {
            violations.check(worker.stops() == 1, worker.id + " was stopped " + worker.stops() + " times");
        }
        mail.judge(this);
        renewalWatch.judge(this, violations);
        Invariants.checkEnd(this, violations);
        if (!violations.isEmpty()) {
            fail("After the end: " + violations);
        }
    }

    // What clients and tasks do.

    SimulatedTask submit(SimulatedTask.Script script, int millis, TaskOptions options) {
        var task = new SimulatedTask(this, tasks.size(), script, millis, placed(options, tasks.size()));
        tasks.add(task);
        gateWatch.comes(task);
        submitting++;
        TaskHandle<Object> handle = engine().plane().submit(CODE, task, task.options);
        submitting--;
        task.submitted(handle);
        return task;
    }

    List<SimulatedTask> submitAll(SimulatedTask.Script script, int count, int millis, TaskOptions options) {
        TaskOptions common = placed(options, tasks.size());
        List<SimulatedTask> batch = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            var task = new SimulatedTask(this, tasks.size(), script, millis, common);
            tasks.add(task);
            batch.add(task);
            gateWatch.comes(task);
        }
        submitting++;
        together += count;
        List<TaskHandle<Object>> handles = engine().plane().submitAll(CODE, batch, common);
        together -= count;
        submitting--;
        violations.check(handles.size() == count, "a batch of " + count + " gave " + handles.size() + " handles");
        for (int number = 0; number < count; number++) {
            batch.get(number).submitted(handles.get(number));
        }
        return batch;
    }

    /** Of every priority, and of lanes that come and go. */
    private static TaskOptions placed(TaskOptions options, int number) {
        TaskOptions placed = options.withPriority(number % 4);
        return number % 3 == 0 || options.lane().isPresent()
                ? placed
                : placed.withLane(number % 3 == 1 ? "a" : "b" + number % 5);
    }

    /** What an heir does with a lease; the lease can be revoked, or its first owner be dead, before he gets to it. */
    interface Errand {
        void run() throws InterruptedException;
    }

    void bequeath(String heir, Errand errand) {
        scheduler.start(heir, () -> {
            try {
                errand.run();
            } catch (LeaseException past) {
                // The end of the pool, or the end of the first owner, came before.
            } catch (InterruptedException interrupted) {
                interrupted();
            }
        });
    }

    void roll(int kind, int choice) {
        Rollout plan = Plan.rollout(choice, engine().snapshot().size());
        var version = new SimulatedVersion(
                workers, faults, SimulatedVersion.KINDS.get(kind % SimulatedVersion.KINDS.size()));
        renewalWatch.mayReplace(plan.atATime());
        try {
            Operation begun = engine().roll(version, plan, "a client", "the plan says so");
            violations.check(begun.result() != Operation.Result.APPLIED, "a roll was over before it began");
        } catch (IllegalArgumentException tooMany) {
            // The pool shrank since the look at its size.
            violations.check(plan.atATime() > 1, "a roll was refused: " + tooMany);
        }
    }

    void operate(Change change) {
        if (settling && change instanceof Change.Pause) {
            // Somebody who pauses again would keep everything from settling, and that would be no fault of the pool.
            return;
        }
        switch (change) {
            case Change.Resize(int size) -> largestSize = Math.max(largestSize, size);
            case Change.Queue(int capacity, var whenFull) -> largestQueue = Math.max(largestQueue, capacity);
            case Change.Recycle(var recycling) -> renewalWatch.mayReplace(recycling.atATime());
            case Change.Burst(int burst, var linger) -> largestBurst = Math.max(largestBurst, burst);
            case Change.Scale(Scaling scaling) -> largestSize = Math.max(largestSize, scaling.most(1));
            case Change.StartAtOnce(int starts) -> largestStarts = Math.max(largestStarts, starts);
            default -> {}
        }
        if (change instanceof Change.Concurrency(var caps) && !gateWatch.follows(caps)) {
            return;
        }
        boolean lifts = change instanceof Change.Resume;
        if (lifts) {
            pauseWatch.lift();
        }
        Operation done;
        try {
            done = engine().operate(change, "a client", "the plan says so");
        } catch (IllegalArgumentException contradiction) {
            // A burst beside a scaling, or a cap that can never act; the pool goes on as before.
            violations.check(
                    change instanceof Change.Burst
                            || change instanceof Change.Scale
                            || change instanceof Change.Concurrency,
                    change + " was refused: " + contradiction);
            return;
        }
        if (lifts && done.result() != Operation.Result.UNDER_WAY) {
            pauseWatch.lifted();
        }
        violations.check(!done.note().isBlank(), "an operation without words");
        violations.check(
                engine().operations().size() <= Plan.OPERATIONS,
                engine().operations().size() + " operations are remembered");
    }

    void drain(Drain how) {
        noteDeadline(how);
        boolean early = engine().state() != PoolState.STOPPED;
        try {
            Drain.Report report = engine().drain(how);
            violations.check(report.equals(engine().report()), "a second report of one end");
            violations.check(
                    !early || time.nanoTime() - deadlineNanos <= SLACK_NANOS,
                    "the end took " + report.took() + " although the deadline was " + Duration.ofNanos(deadlineNanos));
        } catch (InterruptedException interrupted) {
            interrupted();
        }
    }

    private void noteDeadline(Drain how) {
        if (engine().state() != PoolState.STOPPED) {
            long within =
                    how.within().isZero() ? Plan.ASKING_NANOS : how.within().toNanos();
            deadlineNanos = Math.min(deadlineNanos, time.nanoTime() + within);
        }
    }

    void closeFromInside() throws InterruptedException {
        noteDeadline(plan.closing());
        violations.check(
                !engine().drain(plan.closing()).complete() || engine().state() == PoolState.STOPPED,
                "a worker waited for the end of its own pool");
    }

    void interruptClient(int which) {
        clientThreads.get(which % clientThreads.size()).interrupt();
    }

    void interrupted() {
        // Counted by nobody: a client that is interrupted goes on with its next command.
    }

    void selfWaitRefused() {
        // As it must be.
    }

    void refused(Refusal refusal) {
        violations.check(!refusal.message().isBlank(), "a refusal without words");
    }

    // What the pool tells.

    private void hear(PoolEvent event) {
        renewalWatch.hear(event, violations);
        if (event instanceof PoolEvent.WorkerChanged change) {
            switch (change.to()) {
                case BACKOFF, FAILED, STOPPED -> workers.givenUp(change.worker());
                default -> {}
            }
        }
        if (event instanceof PoolEvent.WorkerMessage message) {
            mail.heard(message.worker());
        }
        if (faults.strikes(0.02)) {
            throw new IllegalStateException("planted: the listener threw");
        }
    }

    // What the invariants look at.

    PoolEngine engine() {
        PoolEngine opened = engine;
        if (opened == null) {
            throw new IllegalStateException("The pool is not open yet.");
        }
        return opened;
    }

    List<SimulatedTask> tasks() {
        return tasks;
    }

    /** {@return what the schedule chose, step by step} */
    List<Integer> choices() {
        return choices;
    }

    long nanoTime() {
        return time.nanoTime();
    }

    /** {@return how many submitters are inside the pool and wait for a place} */
    int submitting() {
        return submitting;
    }

    int together() {
        return together;
    }

    int largestCapacity() {
        return largestSize + largestQueue + largestBurst;
    }

    int largestStarts() {
        return largestStarts;
    }

    ScalingPolicy policy() {
        return policy;
    }

    int freeStarts() {
        return starts.free();
    }

    int largestBurst() {
        return largestBurst;
    }

    RenewalWatch renewalWatch() {
        return renewalWatch;
    }

    SimulatedWorkers workers() {
        return workers;
    }

    PauseWatch pauseWatch() {
        return pauseWatch;
    }

    boolean isPaused() {
        return engine().state() == PoolState.PAUSING || engine().state() == PoolState.PAUSED;
    }

    boolean draining() {
        return deadlineNanos != Long.MAX_VALUE
                || switch (engine().state()) {
                    case RUNNING, PAUSING, PAUSED -> false;
                    case STARTING, DRAINING, STOPPING, STOPPED -> true;
                };
    }
}
