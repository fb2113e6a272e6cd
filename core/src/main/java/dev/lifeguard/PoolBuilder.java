package dev.lifeguard;

import dev.lifeguard.bounds.Durations;
import dev.lifeguard.bounds.Sizes;
import dev.lifeguard.control.Environment;
import dev.lifeguard.control.PoolEngine;
import dev.lifeguard.control.Settings;
import dev.lifeguard.dataplane.DataPlane;
import dev.lifeguard.deadletter.DeadLetterStore;
import dev.lifeguard.policy.Caps;
import dev.lifeguard.policy.Discipline;
import dev.lifeguard.policy.Policies;
import dev.lifeguard.policy.Quarantine;
import dev.lifeguard.policy.RateLimit;
import dev.lifeguard.policy.Recycling;
import dev.lifeguard.policy.RetryBudget;
import dev.lifeguard.policy.Scaling;
import dev.lifeguard.policy.Shedding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Configures a pool. Every setting has a default that bounds what it is about; a setting that can never act is refused
 * with the value that was given. Not thread-safe; one builder may start several pools.
 *
 * @param <W> the worker object
 * @param <P> the kind of pool that {@link #start} returns
 */
public final class PoolBuilder<W, P> {

    private static final AtomicInteger UNNAMED = new AtomicInteger();

    private final WorkerDefinition<W> definition;
    private final Function<WorkerPool<W>, P> door;
    private String name = "pool-" + UNNAMED.incrementAndGet();
    private int size;
    private int startAtOnce = 64;
    private int queue = 1_000;
    private WhenFull whenFull = WhenFull.block(Duration.ofSeconds(1));
    private Limits limits = Limits.none();
    private Retry retry = Retry.none();
    private WorkerOrder order = WorkerOrder.AFFINE;
    private int burst;
    private Duration linger = Duration.ofSeconds(10);
    private int minReady = 1;
    private Duration readyWithin = Duration.ofSeconds(60);
    private HookLimits hookLimits = HookLimits.standard();
    private Escalation escalation = Escalation.standard();
    private Restart restart = Restart.standard();
    private int maxZombies = -1;
    private WorkerThreads threads = WorkerThreads.VIRTUAL;
    private LeaseLimits leases = LeaseLimits.standard();
    private Drain closing = Drain.within(Duration.ofSeconds(30));
    private boolean closeAtExit;
    private @Nullable ContextCarrier carrier;
    private boolean jmx;
    private Channels channels = Channels.standard();
    private Policies policies = Policies.standard();
    private @Nullable DeadLetterStore letters;
    private final List<PoolListener> listeners = new ArrayList<>();

    PoolBuilder(WorkerDefinition<W> definition, Function<WorkerPool<W>, P> door) {
        this.definition = Objects.requireNonNull(definition);
        this.door = door;
    }

    /**
     * Names the pool, for its threads, events, refusals and log lines.
     *
     * @param name not empty
     * @return this builder
     */
    public PoolBuilder<W, P> name(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A pool needs a name that can be read, but got \"" + name + "\".");
        }
        this.name = name;
        return this;
    }

    /**
     * Sets how many workers the pool keeps. By default one for each processor, but at least 2.
     *
     * @param workers at least 1
     * @return this builder
     */
    public PoolBuilder<W, P> size(int workers) {
        this.size = Sizes.atLeast("size", workers, 1);
        return this;
    }

    /**
     * Bounds how many workers start at a time: at the start of the pool, when it grows, and when many died. The others
     * wait for their turn, in order. By default 64: a small pool starts at once, and a large one does not meet what its
     * workers connect to with all of them.
     *
     * @param workers at least 1
     * @return this builder
     */
    public PoolBuilder<W, P> startAtOnce(int workers) {
        this.startAtOnce = Sizes.atLeast("startAtOnce", workers, 1);
        return this;
    }

    /**
     * Lets the pool start more workers while work waits and none is free; they stop when they were idle for a while.
     * By default none.
     *
     * @param workers how many more, from 0
     * @param linger how long they may be idle; positive
     * @return this builder
     */
    public PoolBuilder<W, P> burst(int workers, Duration linger) {
        this.burst = Sizes.atLeast("burst", workers, 0);
        Durations.positiveNanos("linger time", linger);
        this.linger = Durations.cut(linger);
        return this;
    }

    /**
     * Bounds what may wait. The bound counts tasks from their admission to their outcome, beyond one for each worker;
     * checkouts that wait count too. By default 1,000, and a submitter waits up to a second for a place.
     *
     * @param capacity how many may wait, from 0; 0 takes a task only when a worker can have it
     * @param whenFull what happens to a newcomer
     * @return this builder
     */
    public PoolBuilder<W, P> queue(int capacity, WhenFull whenFull) {
        this.queue = Sizes.atLeast("queue", capacity, 0);
        this.whenFull = Objects.requireNonNull(whenFull);
        return this;
    }

    /**
     * Sets the limits of tasks that bring none of their own. By default none.
     *
     * @param limits the limits
     * @return this builder
     */
    public PoolBuilder<W, P> limits(Limits limits) {
        this.limits = Objects.requireNonNull(limits);
        return this;
    }

    /**
     * Sets the retry of tasks that bring none of their own. By default none.
     *
     * @param retry the policy
     * @return this builder
     */
    public PoolBuilder<W, P> retry(Retry retry) {
        this.retry = Objects.requireNonNull(retry);
        return this;
    }

    /**
     * Sets which free worker is used next. By default {@link WorkerOrder#AFFINE}.
     *
     * @param order the order
     * @return this builder
     */
    public PoolBuilder<W, P> order(WorkerOrder order) {
        this.order = Objects.requireNonNull(order);
        return this;
    }

    /**
     * Sets in which order what waits is served. By default first in, first out.
     *
     * @param policy the policy
     * @return this builder
     */
    public PoolBuilder<W, P> discipline(Discipline policy) {
        this.policies = policies.with(policy);
        return this;
    }

    /**
     * Bounds how many tasks of one kind or lane are under way at a time. By default nothing is capped.
     *
     * @param policy the policy
     * @return this builder
     */
    public PoolBuilder<W, P> caps(Caps policy) {
        this.policies = policies.with(policy);
        return this;
    }

    /**
     * Bounds how many tasks are let in per unit of time. By default there is no such bound.
     *
     * @param policy the policy
     * @return this builder
     */
    public PoolBuilder<W, P> rate(RateLimit policy) {
        this.policies = policies.with(policy);
        return this;
    }

    /**
     * Sets when tasks that have waited too long are refused. By default only their own limits end them.
     *
     * @param policy the policy
     * @return this builder
     */
    public PoolBuilder<W, P> shed(Shedding policy) {
        this.policies = policies.with(policy);
        return this;
    }

    /**
     * Bounds which share of the work retries may be. By default only the attempts of each task are bounded.
     *
     * @param policy the policy
     * @return this builder
     */
    public PoolBuilder<W, P> retryBudget(RetryBudget policy) {
        this.policies = policies.with(policy);
        return this;
    }

    /**
     * Sets what becomes of a task whose workers die. By default it is retried as its retry policy says.
     *
     * @param policy the policy
     * @return this builder
     */
    public PoolBuilder<W, P> quarantine(Quarantine policy) {
        this.policies = policies.with(policy);
        return this;
    }

    /**
     * Sets where dead letters are kept. By default 1,000 in memory, the oldest making room. The pool does not close it.
     *
     * @param store the store
     * @return this builder
     */
    public PoolBuilder<W, P> deadLetters(DeadLetterStore store) {
        this.letters = Objects.requireNonNull(store);
        return this;
    }

    /**
     * Lets the number of workers follow the load. By default it is the size. With it, the size is that of the start; it
     * must lie inside, and is the nearest inside when it is not set. A burst beside it is refused.
     *
     * @param policy the policy
     * @return this builder
     */
    public PoolBuilder<W, P> scale(Scaling policy) {
        this.policies = policies.with(policy);
        return this;
    }

    /**
     * Sets when a worker that works is replaced by a fresh one. By default never.
     *
     * @param policy the policy
     * @return this builder
     */
    public PoolBuilder<W, P> recycle(Recycling policy) {
        this.policies = policies.with(policy);
        return this;
    }

    /**
     * Sets when {@link #start} is content. By default 1 worker within 60 s.
     *
     * @param workers how many workers must be ready, from 0; at most the size
     * @param within how long they may take
     * @return this builder
     */
    public PoolBuilder<W, P> minReady(int workers, Duration within) {
        this.minReady = Sizes.atLeast("minReady", workers, 0);
        Durations.positiveNanos("time to be ready", within);
        this.readyWithin = Durations.cut(within);
        return this;
    }

    /**
     * Sets how long the hooks of a worker may run.
     *
     * @param limits the limits
     * @return this builder
     */
    public PoolBuilder<W, P> hookLimits(HookLimits limits) {
        this.hookLimits = Objects.requireNonNull(limits);
        return this;
    }

    /**
     * Sets how many messages may wait in each channel. By default {@link Channels#standard}.
     *
     * @param channels the bounds
     * @return this builder
     */
    public PoolBuilder<W, P> channels(Channels channels) {
        this.channels = Objects.requireNonNull(channels);
        return this;
    }

    /**
     * Sets how long code that must leave is given at each step.
     *
     * @param escalation the graces
     * @return this builder
     */
    public PoolBuilder<W, P> escalation(Escalation escalation) {
        this.escalation = Objects.requireNonNull(escalation);
        return this;
    }

    /**
     * Sets how dead workers are replaced.
     *
     * @param restart the policy
     * @return this builder
     */
    public PoolBuilder<W, P> restart(Restart restart) {
        this.restart = Objects.requireNonNull(restart);
        return this;
    }

    /**
     * Bounds how many abandoned workers may be compensated by fresh ones at a time; beyond it a slot stays closed, and
     * the pool says so. By default as many as the size, or as the most that it may scale to.
     *
     * @param workers from 0
     * @return this builder
     */
    public PoolBuilder<W, P> maxZombies(int workers) {
        this.maxZombies = Sizes.atLeast("maxZombies", workers, 0);
        return this;
    }

    /**
     * Sets the kind of thread that a worker owns. By default virtual.
     *
     * @param threads the kind
     * @return this builder
     */
    public PoolBuilder<W, P> threads(WorkerThreads threads) {
        this.threads = Objects.requireNonNull(threads);
        return this;
    }

    /**
     * Sets when a lease is suspicious and whether leases keep the place where they were taken. By default a lease that is
     * out for 10 minutes is told of, and no place is kept.
     *
     * @param limits the limits
     * @return this builder
     */
    public PoolBuilder<W, P> leases(LeaseLimits limits) {
        this.leases = Objects.requireNonNull(limits);
        return this;
    }

    /**
     * Sets how {@code close()} ends the pool. By default it runs what is queued, within 30 s.
     *
     * @param plan the plan
     * @return this builder
     */
    public PoolBuilder<W, P> closing(Drain plan) {
        this.closing = Objects.requireNonNull(plan);
        return this;
    }

    /**
     * Closes the pool when the JVM ends. Off by default.
     *
     * @return this builder
     */
    public PoolBuilder<W, P> closeAtExit() {
        this.closeAtExit = true;
        return this;
    }

    /**
     * Brings the context of submitters to the threads that work for them: around every attempt, and around every
     * callback of the task that the pool runs (progress, stages, cancel hooks). By default nothing is carried.
     *
     * @param carrier what to carry; several are joined by {@link ContextCarrier#and}
     * @return this builder
     */
    public PoolBuilder<W, P> carry(ContextCarrier carrier) {
        this.carrier = Objects.requireNonNull(carrier);
        return this;
    }

    /**
     * Shows the pool by JMX ({@link PoolMXBean}) until it has stopped. Off by default. Needs the module
     * {@code java.management}; without it, {@link #start} throws an {@link IllegalStateException}.
     *
     * @return this builder
     */
    public PoolBuilder<W, P> jmx() {
        this.jmx = true;
        return this;
    }

    /**
     * Adds a listener.
     *
     * @param listener hears every supervised change
     * @return this builder
     */
    public PoolBuilder<W, P> listener(PoolListener listener) {
        listeners.add(Objects.requireNonNull(listener));
        return this;
    }

    /**
     * Starts the pool and waits until enough workers are ready.
     *
     * @return the pool
     * @throws PoolStartException when they are not; the pool is closed again
     * @throws InterruptedException when interrupted while waiting; the pool is closed again
     * @throws IllegalArgumentException when two settings contradict each other
     */
    public P start() throws InterruptedException {
        PoolEngine engine = letters == null
                ? PoolEngine.open(settings(), Environment.system())
                : PoolEngine.open(settings(), Environment.system(), letters);
        try {
            engine.awaitStart();
            if (jmx) {
                engine.showByJmx();
            }
        } catch (InterruptedException | IllegalStateException failure) {
            engine.beginDrain(Drain.now());
            throw failure;
        }
        return door(engine);
    }

    P door(PoolEngine engine) {
        return door.apply(new WorkerPool<>(engine, closeAtExit));
    }

    @SuppressWarnings("unchecked") // The engine gives the definition back only the objects that it made.
    Settings settings() {
        int first = size > 0
                ? size
                : policies.scaling().nearest(Math.max(2, Runtime.getRuntime().availableProcessors()));
        if (minReady > first) {
            throw new IllegalArgumentException("minReady is " + minReady + " but the pool keeps only " + first
                    + " workers, so it could never start; lower minReady or raise the size.");
        }
        policies.caps().mustAct(policies.scaling().most(first) + burst);
        var rules = new DataPlane.Rules(
                name,
                Settings.unfinished(queue, first, burst, policies.scaling()),
                whenFull,
                limits,
                retry,
                order,
                burst > 0,
                leases.placeEvery(),
                channels,
                carrier,
                policies);
        var settings = new Settings(
                (WorkerDefinition<Object>) definition,
                rules,
                first,
                queue,
                burst,
                linger.toNanos(),
                minReady,
                readyWithin.toNanos(),
                hookLimits,
                escalation,
                restart,
                maxZombies < 0 ? policies.scaling().most(first) : maxZombies,
                threads,
                leases,
                closing,
                List.copyOf(listeners),
                startAtOnce);
        settings.fit(policies.recycling());
        return settings;
    }
}
