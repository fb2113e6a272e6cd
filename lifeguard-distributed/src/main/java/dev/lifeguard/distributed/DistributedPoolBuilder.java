package dev.lifeguard.distributed;

import dev.lifeguard.Drain;
import dev.lifeguard.Limits;
import dev.lifeguard.Retry;
import dev.lifeguard.WhenFull;
import dev.lifeguard.distributed.client.Client;
import dev.lifeguard.distributed.client.ClientSettings;
import dev.lifeguard.distributed.engine.Engine;
import dev.lifeguard.distributed.engine.EngineException;
import dev.lifeguard.distributed.engine.Member;
import dev.lifeguard.distributed.surroundings.Surroundings;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Configures a client of a distributed pool. Not for several threads at once.
 *
 * @param <T> the task
 * @param <R> the result
 */
public final class DistributedPoolBuilder<T, R extends @Nullable Object> {

    /** The largest task and result, in bytes, unless another bound is set: 1 MiB. */
    public static final int LARGEST = 1 << 20;

    private static final System.Logger LOG = System.getLogger("dev.lifeguard.distributed");

    private final Engine engine;
    private final String pool;
    private final Codec<T> tasks;
    private final Codec<R> results;
    private String client = "client-" + Long.toHexString(ProcessHandle.current().pid());
    private Codec<Object> messages = Codec.plain();
    private int bound = 1_000;
    private WhenFull whenFull = WhenFull.block(Duration.ofSeconds(1));
    private Limits limits = Limits.none();
    private Retry retry = Retry.none();
    private int largestTask = LARGEST;
    private Duration heartbeat = Duration.ofSeconds(1);
    private Duration outage = Duration.ofSeconds(30);
    private Drain closing = Drain.within(Duration.ofSeconds(30));
    private List<String> adopted = List.of();
    private Consumer<Orphan> orphans = orphan -> LOG.log(
            System.Logger.Level.WARNING,
            "A result that nobody waits for (" + orphan.why() + "): task " + orphan.task() + " " + orphan.words()
                    + "; set onOrphan to receive it.");
    private ResultRecorder<R> recorder = (task, outcome) -> {};
    private Consumer<DistributedEvent> listener = event -> {};

    DistributedPoolBuilder(Engine engine, String pool, Codec<T> tasks, Codec<R> results) {
        this.engine = Objects.requireNonNull(engine);
        this.pool = Member.checkName("name of a pool", pool);
        this.tasks = Objects.requireNonNull(tasks);
        this.results = Objects.requireNonNull(results);
    }

    /**
     * Names this client. Results wait under this name, so a client that shall find them after a restart has the same one;
     * two clients of one pool have two.
     *
     * @param name letters, digits, {@code - . _}, at most 64 characters; by default made of the process id
     * @return this
     */
    public DistributedPoolBuilder<T, R> client(String name) {
        client = Member.checkName("name of a client", name);
        return this;
    }

    /**
     * Sets the codec for messages, progress and parts of results; by default {@link Codec#plain}.
     *
     * @param codec writes and reads them; hosts have the same
     * @return this
     */
    public DistributedPoolBuilder<T, R> messages(Codec<Object> codec) {
        messages = Objects.requireNonNull(codec);
        return this;
    }

    /**
     * Bounds the unfinished tasks of this client. The engine has a bound of its own, for all clients; what is full there is
     * treated alike.
     *
     * @param tasks how many, at least 1; by default 1,000
     * @param full what happens beyond; by default the submitter waits up to 1 s
     * @return this
     */
    public DistributedPoolBuilder<T, R> queue(int tasks, WhenFull full) {
        if (tasks < 1) {
            throw new IllegalArgumentException("The queue of a client has at least 1 place, but got " + tasks
                    + "; nothing would ever be submitted.");
        }
        bound = tasks;
        whenFull = Objects.requireNonNull(full);
        return this;
    }

    /**
     * Sets the limits of tasks that choose none. {@code RUN} and {@code SILENCE} are enforced by the host, {@code QUEUE} and
     * {@code TOTAL} by this client, and by hosts and their clocks while it is away.
     *
     * @param standard the limits
     * @return this
     */
    public DistributedPoolBuilder<T, R> limits(Limits standard) {
        limits = Objects.requireNonNull(standard);
        return this;
    }

    /**
     * Sets the retry of tasks that choose none: how many attempts, their backoff, and whether timeouts count. Which
     * failures are worth another attempt is code and says the host ({@link WorkerHostBuilder#retryOn}).
     *
     * @param standard the retry; its backoff has no rule of the user's own
     * @return this
     */
    public DistributedPoolBuilder<T, R> retry(Retry standard) {
        if (standard.backoff().rule() != null) {
            throw new IllegalArgumentException(
                    "A backoff with a rule of its own is code, and tasks that go to other machines"
                            + " are data, so the rule would never be asked; use exponential() or fixed().");
        }
        retry = standard;
        return this;
    }

    /**
     * Bounds the size of a task.
     *
     * @param bytes at least 1; by default {@link #LARGEST}
     * @return this
     */
    public DistributedPoolBuilder<T, R> largestTask(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("The largest task has at least 1 byte, but got " + bytes + ".");
        }
        largestTask = bytes;
        return this;
    }

    /**
     * Says how often this client tells hosts that it is there, and expects to hear hosts. A host that is not heard three
     * times is suspect, ten times lost; both are for people, the engine decides who has a task.
     *
     * @param interval from 10 ms; by default 1 s. Hosts have the same.
     * @return this
     */
    public DistributedPoolBuilder<T, R> heartbeat(Duration interval) {
        heartbeat = checkedHeartbeat(interval);
        return this;
    }

    static Duration checkedHeartbeat(Duration interval) {
        if (interval.compareTo(Duration.ofMillis(10)) < 0 || interval.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("A heartbeat comes every 10 ms to 1 h, but the interval is " + interval
                    + "; 1 s suits most pools, 10 s those with thousands of hosts.");
        }
        return interval;
    }

    /**
     * Says how long a task waits for an engine that is away before it is {@link dev.lifeguard.Outcome.Refused}.
     *
     * @param limit from zero; by default 30 s
     * @return this
     */
    public DistributedPoolBuilder<T, R> outage(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("The limit of an outage is not negative, but is " + limit + ".");
        }
        outage = limit;
        return this;
    }

    /**
     * Says what {@link DistributedPool#close} does.
     *
     * @param plan by default what is queued runs, within 30 s
     * @return this
     */
    public DistributedPoolBuilder<T, R> closing(Drain plan) {
        closing = Objects.requireNonNull(plan);
        return this;
    }

    /**
     * Waits for results of an earlier life of this client: {@link DistributedPool#find} has their handles. Results of other
     * tasks of that life go to the {@linkplain #onOrphan orphans}. An id whose result was recorded in the earlier life
     * never gets one, so give adopted tasks a time to wait for.
     *
     * @param ids the ids of the tasks
     * @return this
     */
    public DistributedPoolBuilder<T, R> adopting(Collection<String> ids) {
        adopted = List.copyOf(ids);
        return this;
    }

    /**
     * Receives results that no handle waits for. Runs on the thread that takes results; when it throws, the result is not
     * acknowledged and comes again. By default they are logged, without their values.
     *
     * @param receiver receives them
     * @return this
     */
    public DistributedPoolBuilder<T, R> onOrphan(Consumer<Orphan> receiver) {
        orphans = Objects.requireNonNull(receiver);
        return this;
    }

    /**
     * Records each result before it is acknowledged.
     *
     * @param records by default nothing: the handle is the record
     * @return this
     */
    public DistributedPoolBuilder<T, R> recorder(ResultRecorder<R> records) {
        recorder = Objects.requireNonNull(records);
        return this;
    }

    /**
     * Is told what happens. Runs on the notifier thread of this client; 1,024 events wait at most, further ones are dropped
     * and counted.
     *
     * @param told what to call
     * @return this
     */
    public DistributedPoolBuilder<T, R> listener(Consumer<DistributedEvent> told) {
        listener = Objects.requireNonNull(told);
        return this;
    }

    /**
     * Joins the pool.
     *
     * @return the pool
     * @throws EngineException when the engine cannot be reached, or a client with this name is there
     */
    public DistributedPool<T, R> start() {
        var settings = new ClientSettings<>(
                pool,
                client,
                tasks,
                results,
                messages,
                bound,
                whenFull,
                limits,
                retry,
                largestTask,
                heartbeat,
                outage,
                closing,
                adopted,
                orphans,
                recorder,
                listener);
        return new DistributedPool<>(Client.open(engine, settings, Surroundings.system()));
    }
}
