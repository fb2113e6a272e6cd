package dev.lifeguard.testkit.simulation;

import dev.lifeguard.Change;
import dev.lifeguard.Drain;
import dev.lifeguard.LeaseException;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolStartException;
import dev.lifeguard.PoolState;
import dev.lifeguard.Refusal;
import dev.lifeguard.RenewalSnapshot;
import dev.lifeguard.RenewalSnapshot.RollStage;
import dev.lifeguard.WorkerState;
import dev.lifeguard.control.Environment;
import dev.lifeguard.control.PoolEngine;
import dev.lifeguard.control.StartBudget;
import dev.lifeguard.dataplane.Call;
import dev.lifeguard.policy.ScalingPolicy;
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
    static final Call CODE =
            (worker, payload, context) -> ((SimulatedTask) payload).run((SimulatedWorker) worker, context);

    /** Virtual time that the clients have, then that the pool has to settle. */
    private static final Duration LONGEST_PHASE = Duration.ofSeconds(30);

    private static final int STEP_LIMIT = 400_000;

    final Faults faults;
    final Violations violations = new Violations();
    final SimulatedMail mail;
    final SimulatedLetters letters;
    final Submissions submissions = new Submissions(this);
    final Operator operator;
    final GateWatch gateWatch;
    private final SimulatedPolicy policy;
    private final Plan plan;
    private final VirtualTime time = new VirtualTime();
    private final VirtualSource wall = new VirtualSource(time);
    private final StartBudget starts = new StartBudget(1);
    private final DeterministicScheduler scheduler;
    private final SimulatedWorkers workers;
    private final @Nullable SimulatedSubscriber subscriber;
    private final List<Client> clients = new ArrayList<>();
    private final List<Thread> clientThreads = new ArrayList<>();
    private final List<Command> commands;
    private @Nullable PoolEngine engine;
    private @Nullable Thread supervisor;
    private final PauseWatch pauseWatch = new PauseWatch(this);
    private final CountsWatch countsWatch = new CountsWatch();
    private final RenewalWatch renewalWatch = new RenewalWatch();
    private List<Integer> choices = List.of();
    private int steps;
    private int returned;

    Simulation(long seed, List<Command> commands) {
        var random = new SplittableRandom(seed);
        // From a stream of its own, so that this choice leaves all others as they were.
        this.plan = Plan.draw(random, Plan.discipline(new SplittableRandom(~seed).nextInt(8)));
        this.commands = commands;
        this.gateWatch = new GateWatch(this, plan.caps());
        renewalWatch.mayReplace(plan.recycling().acts() ? plan.recycling().atATime() : 0);
        this.scheduler = seed % 3 == 0
                ? DeterministicScheduler.priorities(random.nextLong(), 4, 3_000)
                : DeterministicScheduler.random(random.nextLong());
        this.faults = new Faults(random.nextLong(), wall, Faults.spared(new SplittableRandom(~seed * 31)));
        faults.countedBy(fault -> FaultCounts.count(fault, state()));
        this.policy = new SimulatedPolicy(faults);
        this.operator = new Operator(this, plan);
        this.mail = new SimulatedMail(faults, violations);
        this.letters = new SimulatedLetters(
                this, plan.policies().quarantine(), plan.policies().retries());
        this.workers = new SimulatedWorkers(time, faults, violations, plan.badness(), mail);
        this.subscriber = seed % 4 == 1 ? new SimulatedSubscriber(faults, violations) : null;
    }

    /** Runs the whole life. {@return the number of steps} */
    int run() {
        try (scheduler) {
            open();
            runUntil("the clients work", () -> clients.stream().allMatch(Client::isOver), false);
            if (plan.calm()) {
                faults.end();
                operator.settle();
                scheduler.start("operator", () -> operator.operate(new Change.Resume()));
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
        var environment = new Environment(wall, threads, faults::chance, true, starts);
        PoolEngine opened = PoolEngine.open(plan.settings(workers, this::hear, policy), environment, letters);
        engine = opened;
        letters.opened();
        if (subscriber != null) {
            opened.events().subscribe(subscriber);
        }
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
            scheduler.start("closer", () -> operator.drain(plan.closing()));
            if (plan.hasty()) {
                scheduler.start("hasty", () -> {
                    faults.doze(1);
                    operator.drain(Drain.now());
                });
            }
        }
        runUntil("the pool ends", () -> engine().state() == PoolState.STOPPED, true);
        faults.end();
        runUntil("everybody goes", () -> scheduler.alive().isEmpty(), true);
    }

    private boolean isSettled() {
        if (!clients.stream().allMatch(Client::isOver)
                || tasks().stream().anyMatch(SimulatedTask::isUnfinished)
                || letters.revived().stream().anyMatch(handle -> !handle.isDone())) {
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

    private static boolean isOver(RenewalSnapshot.Roll roll) {
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
                            + tasks().stream()
                                    .filter(SimulatedTask::isUnfinished)
                                    .toList());
                }
                return;
            }
            advance(next.getAsLong());
        }
    }

    private void advance(long next) {
        if (faults.strikes(Fault.TIMERS_LATE, 0.01)) {
            // The machine slept a little: several timers are due at once.
            time.advance(Duration.ofNanos(next - time.nanoTime() + faults.below((int) Faults.LATEST_TIMER_NANOS + 1)));
        } else {
            time.advanceToNext();
        }
        if (faults.strikes(Fault.WALL_CLOCK_BACK, 0.01)) {
            wall.jump(Duration.ofHours(-1));
        }
        if (faults.strikes(Fault.WALL_CLOCK_FORWARD, 0.01)) {
            wall.jump(Duration.ofHours(1));
        }
    }

    /** Runs threads until none can run, and looks at everything then. */
    private void settle(String phase) {
        while (true) {
            if (!isQuiet()) {
                LockSupport.unpark(supervisor);
            }
            boolean ran = scheduler.step();
            if (faults.strikes(Fault.WOKEN_FOR_NOTHING, 0.003)) {
                List<Thread> alive = scheduler.alive();
                if (!alive.isEmpty()) {
                    LockSupport.unpark(alive.get(faults.below(alive.size())));
                }
            }
            pauseWatch.look(violations);
            countsWatch.look(engine().counts(), violations);
            letters.look(violations);
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
        tasks().forEach(task -> {
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
        tasks().forEach(task -> task.judge(violations));
        for (SimulatedWorker worker : workers.made()) {
            violations.check(worker.stops() == 1, worker.id + " was stopped " + worker.stops() + " times");
        }
        mail.judge(this);
        renewalWatch.judge(this, violations);
        letters.judge(violations);
        if (subscriber != null) {
            subscriber.judge();
        }
        Invariants.checkEnd(this, violations);
        if (!violations.isEmpty()) {
            fail("After the end: " + violations);
        }
    }

    // What clients and tasks do.

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

    /** A client closes a lease that is its own and out. */
    void returning() {
        returned++;
    }

    /** {@return how many leases came back, at the least} */
    int returned() {
        return returned;
    }

    void interruptClient(int which) {
        FaultCounts.count(Fault.CLIENT_INTERRUPTED, state());
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
        if (subscriber != null) {
            subscriber.listenerHears(event);
        }
        if (event instanceof PoolEvent.WorkerChanged change) {
            switch (change.to()) {
                case BACKOFF, FAILED, STOPPED -> workers.givenUp(change.worker());
                default -> {}
            }
        }
        if (event instanceof PoolEvent.WorkerMessage message) {
            mail.heard(message.worker());
        }
        if (faults.strikes(Fault.LISTENER_BLOCKS, 0.02)) {
            faults.doze(1 + faults.below(10));
        }
        if (faults.strikes(Fault.LISTENER_THROWS, 0.02)) {
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

    /** {@return the state of the pool, also before it is open} */
    PoolState state() {
        PoolEngine opened = engine;
        return opened == null ? PoolState.STARTING : opened.state();
    }

    List<SimulatedTask> tasks() {
        return submissions.tasks();
    }

    /** {@return what the schedule chose, step by step} */
    List<Integer> choices() {
        return choices;
    }

    long nanoTime() {
        return time.nanoTime();
    }

    ScalingPolicy policy() {
        return policy;
    }

    int freeStarts() {
        return starts.free();
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
        return operator.closes()
                || switch (engine().state()) {
                    case RUNNING, PAUSING, PAUSED -> false;
                    case STARTING, DRAINING, STOPPING, STOPPED -> true;
                };
    }
}
