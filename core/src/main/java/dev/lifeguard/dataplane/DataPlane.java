package dev.lifeguard.dataplane;

import dev.lifeguard.Channels;
import dev.lifeguard.ContextCarrier;
import dev.lifeguard.Drain;
import dev.lifeguard.Lease;
import dev.lifeguard.Limits;
import dev.lifeguard.Refusal;
import dev.lifeguard.RefusedException;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.policy.Discipline;
import dev.lifeguard.policy.Policies;
import dev.lifeguard.policy.RateLimit;
import dev.lifeguard.policy.Shedding;
import dev.lifeguard.timing.CoarseClock;
import dev.lifeguard.timing.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The way of a task and of a checkout into the pool: admission, queue, dispatch, outcome. Never a lock of the
 * supervisor, never a message to it for each task.
 *
 * <p>Upstream: the front door. Downstream: {@link Admission}, {@link TaskQueue}, {@link Dispatcher}.
 */
public final class DataPlane {

    /**
     * What the front door decided.
     *
     * @param pool the name of the pool
     * @param capacity the bound of unfinished tasks and waiting checkouts
     * @param whenFull what happens to a newcomer when the bound is reached
     * @param limits the limits of tasks that choose none
     * @param retry the retry of tasks that choose none
     * @param order which free worker is used next
     * @param bursting whether the pool may start workers beyond its size
     * @param placeEvery one of so many leases of a worker keeps the place where it was taken; 0 for none
     * @param channels the bounds of messages
     * @param carrier brings the context of submitters to workers, if the pool has one
     * @param policies what to serve next, what to refuse, what to try again
     */
    public record Rules(
            String pool,
            int capacity,
            WhenFull whenFull,
            Limits limits,
            Retry retry,
            WorkerOrder order,
            boolean bursting,
            int placeEvery,
            Channels channels,
            @Nullable ContextCarrier carrier,
            Policies policies) {

        /** With standard channels and policies, and with neither places nor a carrier. */
        public Rules(
                String pool,
                int capacity,
                WhenFull whenFull,
                Limits limits,
                Retry retry,
                WorkerOrder order,
                boolean bursting) {
            this(
                    pool,
                    capacity,
                    whenFull,
                    limits,
                    retry,
                    order,
                    bursting,
                    0,
                    Channels.standard(),
                    null,
                    Policies.standard());
        }
    }

    /** A time without workers, known to the supervisor: why, and when the next one can be there. */
    public record Outage(String reason, long untilNanos) {}

    private static final long UNLIMITED_NANOS = Long.MAX_VALUE / 2;

    final String pool;
    final TimeSource time;
    final CoarseClock clock;
    final Admission admission;
    final TaskQueue queue;
    final Dispatcher dispatcher;
    final Gates gates;
    final Completion completion;
    private final Mailroom mailroom = new Mailroom(this);
    final Counters counters = new Counters();
    final UnseenOutcomes unseen = new UnseenOutcomes();
    final Signals signals;
    final Callbacks callbacks;
    final Recording recording;
    final DeadLetterBox deadLetters;
    final RetryGate retries;

    /** Supervisor writes: replaced as a whole when somebody changes them. */
    private volatile Rules rules;

    /** Supervisor writes: what sheds, and what sets the pace; {@code null} for none. */
    private volatile @Nullable Shedder shedder;

    private volatile @Nullable Pace pace;

    private final PaddedLong ids = new PaddedLong();

    /** The shortest limit any task has had: how often limits must be looked at. */
    private volatile long shortestLimitNanos;

    private final Set<Thread> ownThreads = ConcurrentHashMap.newKeySet();

    /** Supervisor writes: nobody serves and nobody can for a while. */
    private volatile @Nullable Outage outage;

    /** Supervisor writes: no further attempts and no grants, because the pool is about to end. */
    private volatile boolean handsBack;

    /** Supervisor writes: how the pool is, in words, for refusals. */
    private volatile String mood = "starting";

    /** Makes a data plane that nobody records. */
    public DataPlane(Rules rules, TimeSource time, Signals signals, Callbacks callbacks) {
        this(rules, time, signals, callbacks, Recording.NONE);
    }

    public DataPlane(Rules rules, TimeSource time, Signals signals, Callbacks callbacks, Recording recording) {
        this(rules, time, signals, callbacks, recording, DeadLetterBox.NONE);
    }

    public DataPlane(
            Rules rules,
            TimeSource time,
            Signals signals,
            Callbacks callbacks,
            Recording recording,
            DeadLetterBox deadLetters) {
        this.recording = recording;
        this.deadLetters = deadLetters;
        this.rules = rules;
        this.pool = rules.pool();
        this.shortestLimitNanos = Long.MAX_VALUE;
        this.time = time;
        this.signals = signals;
        this.callbacks = callbacks;
        this.clock = new CoarseClock(time, () -> signals.post(Notice.Plain.TICK_WANTED));
        this.retries = new RetryGate(rules.policies(), time, clock);
        this.admission = new Admission(time, rules.capacity());
        this.queue = new TaskQueue(rules.policies().discipline(), clock, new Affinity());
        this.completion = new Completion(this);
        this.gates = new Gates(this, rules.policies().caps());
        this.dispatcher = new Dispatcher(this, rules.order(), rules.bursting(), rules.placeEvery());
        this.shedder = shedder(rules);
        this.pace = pace(rules);
    }

    // The front door.

    /** Submits a task; never throws for overload: the outcome says Refused. */
    public <R extends @Nullable Object> TaskHandle<R> submit(Call call, Object payload, TaskOptions options) {
        Rules valid = rules;
        ContextCarrier carrier = valid.carrier();
        return carrier == null
                ? take(valid, call, payload, options, null)
                : take(valid, Carried.CALL, new Carried(call, payload, carrier.capture()), options, null);
    }

    /** Submits what was refused before; its context, if it has one, stands around its payload already. */
    <R extends @Nullable Object> TaskHandle<R> resubmit(Call call, Object payload, TaskOptions options) {
        return take(rules, call, payload, options, null);
    }

    /** Submits tasks in their order, each with an outcome of its own. */
    public <R extends @Nullable Object> List<TaskHandle<R>> submitAll(
            Call call, Collection<?> payloads, TaskOptions options) {
        return new Batch(this, payloads).submit(rules, call, options);
    }

    <R extends @Nullable Object> TaskHandle<R> take(
            Rules valid, Call call, Object payload, TaskOptions options, @Nullable Batch batch) {
        Limits limits = options.limits().orElse(valid.limits());
        if (options.limits().isPresent() && limits.shortestNanos() < shortestLimitNanos) {
            // A race between two submitters can lose the shorter one until the next task that has it.
            shortestLimitNanos = limits.shortestNanos();
        }
        Retry retry = options.retry().orElse(valid.retry());
        Refusal tooMany = pace == null ? null : enterAtItsPace();
        Admission.Entry entry = tooMany != null
                ? Admission.Entry.FULL
                : batch == null ? admission.tryEnter() : batch.tryEnter();
        var task = new TaskRecord<R>(this, ids.incrementAndGet(), call, payload, options, limits, retry, clock.now());
        if (entry != Admission.Entry.ENTERED) {
            Refusal refusal = tooMany == null ? admitLate(entry, options.isKept(), batch) : tooMany;
            if (refusal != null) {
                return task.refuse(refusal);
            }
        }
        Outage out = outage;
        if (out != null && out.untilNanos() - task.waitsSinceNanos() > patience(limits)) {
            task.refuseWaiting(refusal(Refusal.Reason.UNAVAILABLE, "queue limit", words(patience(limits))));
            return task;
        }
        if (options.isDirect()) {
            dispatcher.dispatch(task);
        } else {
            gates.arrive(task);
        }
        if (handsBack) {
            // The pool handed its queue back while this task was on the way into it.
            task.refuseWaiting(refusal(Refusal.Reason.DRAINING, "intake", "closed"));
        }
        return task;
    }

    /** Takes the turn of one task at the rate of the moment. {@return why it is not let in, or {@code null}} */
    @Nullable
    Refusal enterAtItsPace() {
        Pace now = pace;
        return now == null ? null : now.enter();
    }

    private static long patience(Limits limits) {
        return Math.min(
                Math.min(limits.nanos(dev.lifeguard.Limit.QUEUE), limits.nanos(dev.lifeguard.Limit.TOTAL)),
                UNLIMITED_NANOS - 1);
    }

    /** The queue is full, or the pool is closed. {@return why the task is refused, or {@code null} when it got in} */
    private @Nullable Refusal admitLate(Admission.Entry first, boolean kept, @Nullable Batch batch) {
        Admission.Entry entry = first;
        WhenFull whenFull = batch == null ? rules.whenFull() : batch.whenFull(rules.whenFull());
        long deadline = deadlineNanos(whenFull.blockNanos());
        while (entry == Admission.Entry.FULL) {
            switch (whenFull.choice()) {
                case BLOCK -> {
                    if (ownThreads.contains(Thread.currentThread())) {
                        return refusal(Refusal.Reason.SELF_WAIT, "queue", admission.capacity() + " unfinished");
                    }
                    entry = whenFull.blockNanos() == 0 ? entry : admission.awaitEnter(deadline);
                    if (entry == Admission.Entry.FULL) {
                        if (batch != null) {
                            batch.waitedInVain();
                        }
                        return refusal(Refusal.Reason.FULL, "queue", full());
                    }
                }
                case REFUSE -> {
                    return refusal(Refusal.Reason.FULL, "queue", full());
                }
                case SHED_NEWEST -> {
                    return refusal(kept ? Refusal.Reason.FULL : Refusal.Reason.SHED, "queue", full());
                }
                case SHED_OLDEST -> {
                    TaskRecord<?> oldest = gates.oldest(queue.oldestToShed());
                    if (oldest == null) {
                        return refusal(Refusal.Reason.FULL, "queue", full() + ", none of it a waiting task that may be shed");
                    }
                    oldest.refuseWaiting(refusal(Refusal.Reason.SHED, "queue", full()));
                    entry = admission.tryEnter();
                }
            }
        }
        return switch (entry) {
            case ENTERED -> null;
            case CLOSED -> refusal(Refusal.Reason.DRAINING, "intake", "closed");
            case INTERRUPTED -> refusal(Refusal.Reason.INTERRUPTED, "wait for a place", words(whenFull.blockNanos()));
            case FULL -> throw new AssertionError("FULL is decided above.");
        };
    }

    private String full() {
        return admission.capacity() + " unfinished, " + rules.whenFull();
    }

    /** {@return a lease of a worker that is free now} */
    public <W> Optional<Lease<W>> tryCheckout() {
        return admission.isClosed() ? Optional.empty() : Optional.ofNullable(dispatcher.tryCheckout());
    }

    /** {@return a lease, waiting for it at most so long} */
    public <W> Lease<W> checkout(Duration limit) throws InterruptedException {
        if (!admission.isClosed()) {
            Lease<W> lease = dispatcher.tryCheckout();
            if (lease != null) {
                return lease;
            }
        }
        return checkoutSlowly(limit);
    }

    private <W> Lease<W> checkoutSlowly(Duration limit) throws InterruptedException {
        refuseSelfWait("checkout");
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted before a worker was free; none is lent.");
        }
        long deadline = deadline(limit);
        Outage out = outage;
        if (out != null && out.untilNanos() - deadline > 0) {
            throw new RefusedException(refusal(Refusal.Reason.UNAVAILABLE, "checkout limit", limit.toString()));
        }
        Admission.Entry entry = admission.tryEnter();
        if (entry == Admission.Entry.FULL) {
            entry = admission.awaitEnter(deadline);
        }
        switch (entry) {
            case ENTERED -> {}
            case FULL -> throw new RefusedException(refusal(Refusal.Reason.FULL, "queue", full()));
            case CLOSED -> throw new RefusedException(refusal(Refusal.Reason.DRAINING, "intake", "closed"));
            case INTERRUPTED -> throw interrupted();
        }
        Lease<W> lease;
        try {
            lease = dispatcher.awaitCheckout(deadline);
        } finally {
            if (admission.leave()) {
                signals.post(Notice.Plain.EMPTIED);
            }
        }
        if (lease != null) {
            return lease;
        }
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
        throw new RefusedException(
                admission.isClosed()
                        ? refusal(Refusal.Reason.DRAINING, "intake", "closed")
                        : refusal(Refusal.Reason.NO_WORKER_FREE, "checkout limit", limit.toString()));
    }

    private static InterruptedException interrupted() {
        Thread.interrupted();
        return new InterruptedException("Interrupted while waiting for a worker; none is lent.");
    }

    /** Refuses to let a worker of this pool wait for this pool. */
    void refuseSelfWait(String what) {
        if (ownThreads.contains(Thread.currentThread())) {
            throw new IllegalStateException(refusal(Refusal.Reason.SELF_WAIT, what, "from inside a worker")
                    .message());
        }
    }

    /** {@return whether the calling thread is one of the pool's workers} */
    public boolean isOwnThread() {
        return ownThreads.contains(Thread.currentThread());
    }

    // The workers' threads and the supervisor.

    /** {@return the name of the pool} */
    public String pool() {
        return pool;
    }

    /** The calling thread is a worker's from now on. */
    public void enlist() {
        ownThreads.add(Thread.currentThread());
    }

    /** The calling thread is a worker's no more. */
    public void delist() {
        ownThreads.remove(Thread.currentThread());
    }

    /** {@return where messages to workers are handed in} */
    public Mailroom mailroom() {
        return mailroom;
    }

    /** {@return the limits of tasks that choose none} */
    public Limits limits() {
        return rules.limits();
    }

    Channels channels() {
        return rules.channels();
    }

    /** {@return the shortest limit that any task has had, in nanoseconds} */
    public long shortestLimitNanos() {
        Shedder sheds = shedder;
        long shortest = Math.min(shortestLimitNanos, rules.limits().shortestNanos());
        return sheds == null ? shortest : Math.min(shortest, sheds.policy().longestNanos());
    }

    /** {@return what sheds tasks that wait too long, if something does} */
    public @Nullable Shedder shedder() {
        return shedder;
    }

    @Nullable
    Pace pace() {
        return pace;
    }

    /** {@return how many submitters wait for their turn at the rate} */
    public int waitingForTheRate() {
        Pace now = pace;
        return now == null ? 0 : now.waiting();
    }

    public CoarseClock clock() {
        return clock;
    }

    public TimeSource time() {
        return time;
    }

    public Dispatcher dispatcher() {
        return dispatcher;
    }

    public TaskQueue queue() {
        return queue;
    }

    /** {@return where tasks with a key or a cap wait before the queue} */
    public Gates gates() {
        return gates;
    }

    public Admission admission() {
        return admission;
    }

    public Recording recording() {
        return recording;
    }

    /** {@return who keeps tasks that nobody could finish} */
    public DeadLetterBox deadLetters() {
        return deadLetters;
    }

    /** {@return what the pool says about further attempts} */
    public RetryGate retries() {
        return retries;
    }

    public Counters counters() {
        return counters;
    }

    public Callbacks callbacks() {
        return callbacks;
    }

    public Signals signals() {
        return signals;
    }

    /**
     * {@return whether the thread of this worker, or who handed it a task, may be about to begin an attempt or to lend it}
     *
     * <p>Order: the word first, then the task, then the task's word. A thread that is seen here inside an attempt looks
     * at the pause, and at anything else that was written before this, when that attempt is over.
     */
    public static boolean mayBegin(WorkerCell cell) {
        if (cell.state() != CellState.RUNNING) {
            return false;
        }
        TaskRecord<?> task = cell.current();
        return task == null || !task.isOn(cell);
    }

    /** Goes by other rules from now on. What was taken by the old ones keeps their limits and retry. Supervisor. */
    public void follow(Rules changed) {
        // The old limits are still those of tasks that are here.
        shortestLimitNanos = Math.min(shortestLimitNanos, rules.limits().shortestNanos());
        Policies before = rules.policies();
        retries.follow(changed.policies());
        rules = changed;
        if (!changed.policies().discipline().equals(before.discipline())) {
            // The dispatcher, below, looks for workers for those who were moved.
            queue.change(changed.policies().discipline());
        }
        admission.resize(changed.capacity());
        dispatcher.follow(changed.order(), changed.bursting());
        gates.follow(changed.policies().caps());
        if (!before.shedding().equals(changed.policies().shedding())) {
            shedder = shedder(changed);
        }
        Pace old = pace;
        if (!before.rate().equals(changed.policies().rate())) {
            pace = pace(changed);
            if (old != null) {
                old.wake();
            }
        }
    }

    private @Nullable Shedder shedder(Rules chosen) {
        return switch (chosen.policies().shedding()) {
            case Shedding.None none -> null;
            case Shedding.ControlledDelay policy -> new Shedder(this, policy);
        };
    }

    private @Nullable Pace pace(Rules chosen) {
        return switch (chosen.policies().rate()) {
            case RateLimit.None none -> null;
            case RateLimit.Spaced limit -> new Pace(this, limit);
        };
    }

    /** Nothing new is taken from now on. Supervisor. */
    public void closeIntake() {
        admission.close();
        Pace now = pace;
        if (now != null) {
            now.wake();
        }
    }

    /** The pause is over: what waits is served. How long it waited says nothing about the load. Supervisor. */
    public void resume() {
        Shedder sheds = shedder;
        if (sheds != null) {
            sheds.forget();
        }
        dispatcher.resume();
    }

    /** {@return what happened to a task whose outcome nobody ever looked at, once for each such task} */
    public @Nullable String nextUnseen() {
        return unseen.next();
    }

    /** Says that nobody serves, and until when; {@code null} when somebody does or will soon. */
    public void outage(@Nullable Outage now) {
        outage = now;
    }

    /** {@return the outage, if there is one} */
    public @Nullable Outage outage() {
        return outage;
    }

    /** Says in words how the pool is. */
    public void mood(String words) {
        mood = words;
    }

    /** No further attempts and no grants to waiting checkouts from now on. */
    public void handBack() {
        handsBack = true;
        dispatcher.wakeWaiters();
    }

    boolean handsBack() {
        return handsBack;
    }

    /** Begins to write fates down; the intake is closed by the caller after this. */
    public Queue<Drain.Fate> recordFates() {
        return completion.recordFates();
    }

    /** {@return a refusal with the state of the pool at this moment} */
    public Refusal refusal(Refusal.Reason reason, String limit, String value) {
        Outage out = outage;
        return new Refusal(
                reason,
                limit,
                value,
                "pool " + pool + " is " + mood + ", " + admission.taken() + " of " + admission.capacity()
                        + " unfinished" + (out == null ? "" : ", no worker: " + out.reason()));
    }

    /** {@return a deadline so far from now} */
    public long deadline(Duration limit) {
        boolean endless = limit.compareTo(Duration.ofNanos(UNLIMITED_NANOS)) >= 0;
        return deadlineNanos(endless ? UNLIMITED_NANOS : Math.max(0, limit.toNanos()));
    }

    long deadlineNanos(long nanos) {
        return time.nanoTime() + Math.min(nanos, UNLIMITED_NANOS);
    }

    private static String words(long nanos) {
        return nanos >= UNLIMITED_NANOS - 1 ? "none" : Duration.ofNanos(nanos).toString();
    }
}
