package dev.lifeguard.verification.anomalies;

import dev.lifeguard.Drain;
import dev.lifeguard.LeaseException;
import dev.lifeguard.MessageException;
import dev.lifeguard.PoolStartException;
import dev.lifeguard.PoolState;
import dev.lifeguard.RefusedException;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.WorkerState;
import dev.lifeguard.control.Environment;
import dev.lifeguard.control.PoolEngine;
import dev.lifeguard.control.StartBudget;
import dev.lifeguard.testkit.DeterministicScheduler;
import dev.lifeguard.testkit.VirtualTime;
import dev.lifeguard.verification.anomalies.Anomaly.Kind;
import dev.lifeguard.verification.anomalies.Anomaly.Occasion;
import dev.lifeguard.verification.anomalies.Anomaly.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The life of a real pool in virtual time, in which one thing goes wrong. Everything else is the same each time, so that
 * the n-th occasion is the same in two lives up to the moment in which it goes wrong.
 */
final class Life {
    static final Drain CLOSING = Drain.within(Duration.ofMillis(100));

    /** Beyond its deadline a drain has the time of the stop hooks twice, at most. */
    private static final Duration LONGEST_END = Duration.ofSeconds(3);

    private static final Duration LONGEST_PHASE = Duration.ofSeconds(60);
    private static final int STEPS = 100_000;

    /** What somebody outside does with the pool. */
    interface Act {
        void run() throws Exception;
    }

    final Anomaly anomaly;
    final Verdicts verdicts = new Verdicts();
    final UserCode code;
    final List<Job> jobs = new ArrayList<>();
    final List<TaskHandle<Object>> revived = new ArrayList<>();

    /** Those that had no outcome when the intake closed. */
    Set<Long> unfinished = Set.of();

    private final VirtualTime time = new VirtualTime();
    private final BrittleTime clock;
    private final Script script;
    private final StartBudget starts = new StartBudget(1);
    private final DeterministicScheduler scheduler;
    private @Nullable PoolEngine engine;
    private @Nullable Thread supervisor;
    private int acting;
    private int steps;
    private long drainNanos;

    Life(Anomaly anomaly, long seed) {
        this.anomaly = anomaly;
        this.code = new UserCode(anomaly, verdicts);
        this.clock = new BrittleTime(time, anomaly);
        this.script = new Script(this, clock);
        this.scheduler = DeterministicScheduler.random(seed);
    }

    /** Lives it. {@return what was seen that must not be} */
    List<String> run() {
        Memory.of(anomaly);
        try (scheduler;
                var log = new LogWatch(verdicts)) {
            log.open();
            open();
            boolean came = runUntil("everybody has done what he wanted", () -> acting == 0)
                    && (anomaly.times == Times.FOR_GOOD || runUntil("the pool is well again", this::isWell));
            if (came) {
                act("closer", script::end);
            }
            came = came && runUntil("the pool ends", () -> engine().state() == PoolState.STOPPED);
            long took = time.nanoTime() - drainNanos;
            long most = CLOSING.within().plus(LONGEST_END).toNanos()
                    + (anomaly.kind == Kind.LEAPS_AHEAD ? BrittleTime.LEAP.toNanos() : 0);
            verdicts.check(!came || took <= most, "the end took " + Duration.ofNanos(took));
            if (came && runUntil("everybody goes", () -> scheduler.alive().isEmpty())) {
                new Judge(this).judge();
            }
            return verdicts.wrong();
        }
    }

    private void open() {
        var threads = new BrittleThreads(scheduler, anomaly, verdicts);
        var environment = new Environment(clock, threads, () -> 0.5, true, starts);
        PoolEngine opened = PoolEngine.open(Script.settings(code), environment, new BrittleStore(code));
        engine = opened;
        // The store is looked at on the thread that opens the pool.
        Thread.interrupted();
        supervisor = scheduler.start("supervisor", () -> supervise(opened));
        act("starter", () -> {
            try {
                opened.awaitStart();
            } catch (PoolStartException failed) {
                verdicts.check(anomaly.times == Times.FOR_GOOD, "the pool did not start: " + failed);
                verdicts.told(failed);
            }
        });
        opened.events().subscribe(code.subscriber());
        script.begin();
    }

    /** As the thread of the supervisor does. */
    private void supervise(PoolEngine opened) {
        for (int taken = 0; !opened.supervisor().isOver(); taken++) {
            if (taken > STEPS) {
                verdicts.check(false, "the supervisor takes more than " + STEPS + " steps");
                return;
            }
            try {
                long next = opened.supervisor().step();
                if (opened.isQuiet() && !opened.supervisor().isOver()) {
                    clock.parkUntil(opened, next);
                }
                Thread.interrupted();
            } catch (Throwable broken) {
                verdicts.check(false, "a step of the supervisor failed: " + broken);
            }
        }
    }

    /** Somebody outside begins to do something. */
    void act(String who, Act act) {
        acting++;
        scheduler.start(who, () -> {
            perform(who, act);
            acting--;
        });
    }

    /** Does it. What was refused in words is as it must be. */
    void perform(String who, Act act) {
        try {
            act.run();
        } catch (RefusedException | MessageException | LeaseException refused) {
            verdicts.told(refused);
        } catch (Throwable failure) {
            boolean planted = verdicts.told(failure);
            boolean follows = (failure instanceof InterruptedException && anomaly.kind == Kind.INTERRUPT_FLAG)
                    || (failure instanceof NullPointerException && anomaly.kind == Kind.NULL);
            verdicts.check(planted || follows, who + " got " + failure);
        }
    }

    /** Waits for something that nobody outside may have to wait for in vain. */
    void watch(String who, Runnable wait) {
        scheduler.start(who, wait);
    }

    /** Closes the pool. */
    void drain() throws InterruptedException {
        drainNanos = time.nanoTime();
        engine().drain(CLOSING);
    }

    boolean isOpen() {
        return !engine().plane().admission().isClosed();
    }

    private boolean isWell() {
        var snapshot = engine().snapshot();
        return snapshot.state() == PoolState.RUNNING
                && snapshot.workers(WorkerState.IDLE) == snapshot.size()
                && snapshot.workers().size() == snapshot.size()
                && snapshot.degraded().isEmpty()
                && snapshot.zombies() == 0;
    }

    /** {@return how many tasks may be in the pool that nobody has a handle of} */
    long withoutHandle() {
        return anomaly.occasion == Occasion.ALLOCATION
                ? jobs.stream().filter(job -> job.handle() == null).count()
                : 0;
    }

    // The loop.

    private boolean runUntil(String what, BooleanSupplier done) {
        long end = time.nanoTime() + LONGEST_PHASE.toNanos();
        while (verdicts.wrong().isEmpty()) {
            settle();
            if (done.getAsBoolean()) {
                return true;
            }
            OptionalLong next = time.nextDeadlineNanos();
            if (clock.takeLeap()) {
                time.advance(BrittleTime.LEAP);
            } else if (next.isEmpty() || next.getAsLong() - end > 0) {
                verdicts.check(
                        false,
                        "Not in " + LONGEST_PHASE + ": " + what + "; " + engine().snapshot() + ", " + jobs + ", alive "
                                + scheduler.alive());
            } else {
                time.advanceToNext();
            }
        }
        return false;
    }

    private void settle() {
        do {
            if (!isQuiet()) {
                LockSupport.unpark(supervisor);
            }
            if (isOpen()) {
                unfinished = unfinished();
            }
            if (++steps > STEPS) {
                verdicts.check(false, "it takes more than " + STEPS + " steps");
                return;
            }
        } while (scheduler.step() || !isQuiet());
        jobs.forEach(job -> job.look(verdicts));
    }

    private Set<Long> unfinished() {
        Set<Long> numbers = new HashSet<>();
        for (TaskHandle<Object> handle : handles()) {
            if (!handle.isDone()) {
                numbers.add(handle.id());
            }
        }
        return numbers;
    }

    /** {@return all tasks that the pool was given} */
    List<TaskHandle<Object>> handles() {
        var handles = new ArrayList<>(revived);
        jobs.stream().map(Job::handle).filter(Objects::nonNull).forEach(handles::add);
        return handles;
    }

    private boolean isQuiet() {
        return engine().isQuiet() || engine().supervisor().isOver();
    }

    PoolEngine engine() {
        return Objects.requireNonNull(engine);
    }

    int freeStarts() {
        return starts.free();
    }
}
