package dev.lifeguard.dataplane;

import dev.lifeguard.Channels;
import dev.lifeguard.ContextCarrier;
import dev.lifeguard.Drain;
import dev.lifeguard.Lease;
import dev.lifeguard.Limits;
import dev.lifeguard.Refusal;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerOrder;
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
 * <p>Upstream: the front door. Downstream: {@link Intake}, {@link Dispatcher}.
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

    static final long UNLIMITED_NANOS = Long.MAX_VALUE / 2;

    final String pool;
    final TimeSource time;
    final CoarseClock clock;
    final Admission admission;
    final TaskQueue queue;
    final Dispatcher dispatcher;
    final Gates gates;
    final Completion completion;
    final Intake intake = new Intake(this);
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
                ? intake.take(valid, call, payload, options, null)
                : intake.take(valid, Carried.CALL, new Carried(call, payload, carrier.capture()), options, null);
    }

    /** Submits what was refused before; its context, if it has one, stands around its payload already. */
    <R extends @Nullable Object> TaskHandle<R> resubmit(Call call, Object payload, TaskOptions options) {
        return intake.take(rules, call, payload, options, null);
    }

    /** Submits tasks in their order, each with an outcome of its own. */
    public <R extends @Nullable Object> List<TaskHandle<R>> submitAll(
            Call call, Collection<?> payloads, TaskOptions options) {
        return new Batch(this, payloads).submit(rules, call, options);
    }

    /** {@return a lease of a worker that is free now} */
    public <W> Optional<Lease<W>> tryCheckout() {
        return Optional.ofNullable(dispatcher.tryCheckout());
    }

    /** {@return a lease, waiting for it at most so long} */
    public <W> Lease<W> checkout(Duration limit) throws InterruptedException {
        Lease<W> lease = dispatcher.tryCheckout();
        return lease == null ? intake.checkout(limit) : lease;
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

    Rules rules() {
        return rules;
    }

    /** A task comes with a limit of its own. A race between two can lose the shorter one until the next that has it. */
    void noteLimit(long nanos) {
        if (nanos < shortestLimitNanos) {
            shortestLimitNanos = nanos;
        }
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
        dispatcher.closeIntake();
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

    static String words(long nanos) {
        return nanos >= UNLIMITED_NANOS - 1 ? "none" : Duration.ofNanos(nanos).toString();
    }
}
