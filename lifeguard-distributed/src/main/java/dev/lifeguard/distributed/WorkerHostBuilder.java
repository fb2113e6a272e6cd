package dev.lifeguard.distributed;

import dev.lifeguard.TaskPool;
import dev.lifeguard.distributed.engine.Engine;
import dev.lifeguard.distributed.engine.EngineException;
import dev.lifeguard.distributed.engine.Member;
import dev.lifeguard.distributed.host.Host;
import dev.lifeguard.distributed.host.HostSettings;
import dev.lifeguard.distributed.host.LocalWorkers;
import dev.lifeguard.distributed.surroundings.Surroundings;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Configures a host of a distributed pool. Not for several threads at once.
 *
 * @param <T> the task
 * @param <R> the result
 */
public final class WorkerHostBuilder<T, R extends @Nullable Object> {

    private final Engine engine;
    private final String pool;
    private final Codec<T> tasks;
    private final Codec<R> results;
    private final TaskPool<T, R> workers;
    private String name = "host-" + Long.toHexString(ProcessHandle.current().pid());
    private Codec<Object> messages = Codec.plain();
    private int slots;
    private Predicate<Throwable> retryOn = failure -> failure instanceof Exception;
    private int suspectAfter = 2;
    private int aloneDeaths = 2;
    private int largestResult = DistributedPoolBuilder.LARGEST;
    private Duration heartbeat = Duration.ofSeconds(1);
    private Duration leaving = Duration.ofSeconds(30);

    WorkerHostBuilder(Engine engine, String pool, Codec<T> tasks, Codec<R> results, TaskPool<T, R> workers) {
        this.engine = Objects.requireNonNull(engine);
        this.pool = Member.checkName("name of a pool", pool);
        this.tasks = Objects.requireNonNull(tasks);
        this.results = Objects.requireNonNull(results);
        this.workers = Objects.requireNonNull(workers);
        this.slots = workers.snapshot().size();
    }

    /**
     * Names this host. Two hosts of one pool have two names.
     *
     * @param host letters, digits, {@code - . _}, at most 64 characters; by default made of the process id
     * @return this
     */
    public WorkerHostBuilder<T, R> name(String host) {
        name = Member.checkName("name of a host", host);
        return this;
    }

    /**
     * Sets the codec for messages, progress and parts of results; by default {@link Codec#plain}.
     *
     * @param codec reads and writes them; clients have the same
     * @return this
     */
    public WorkerHostBuilder<T, R> messages(Codec<Object> codec) {
        messages = Objects.requireNonNull(codec);
        return this;
    }

    /**
     * Says how many tasks this host runs at a time. More than its pool has workers would let tasks wait here that others
     * could run.
     *
     * @param number from 1 to 1,024; by default the size of the pool
     * @return this
     */
    public WorkerHostBuilder<T, R> slots(int number) {
        if (number < 1 || number > 1_024) {
            throw new IllegalArgumentException("A host has 1 to 1,024 slots, but got " + number
                    + "; each is a thread and a session of the engine, so start a second host for more.");
        }
        slots = number;
        return this;
    }

    /**
     * Says which failures of a task are worth another attempt, if its client allows one.
     *
     * @param failure tells by what was thrown; by default every {@link Exception}. It must not block.
     * @return this
     */
    public WorkerHostBuilder<T, R> retryOn(Predicate<Throwable> failure) {
        retryOn = Objects.requireNonNull(failure);
        return this;
    }

    /**
     * Says when a task is a suspect, and when it is quarantined. A delivery that nobody settles is a sign that the task has
     * killed its process, or that another task there did, or that the engine was restarted. So after some of them the task
     * is run alone, and only after some more of those is it called guilty: it goes to the dead letters, and its outcome is
     * {@link dev.lifeguard.Outcome.WorkerLost}. All hosts of a pool should agree.
     *
     * @param beside how many deliveries beside other tasks may come to nothing, at least 1; by default 2
     * @param alone how many of those that follow, each alone on its host, at least 1; by default 2
     * @return this
     */
    public WorkerHostBuilder<T, R> suspicion(int beside, int alone) {
        if (beside < 1 || alone < 1) {
            throw new IllegalArgumentException("At least 1 delivery comes to nothing before a task is a suspect (got "
                    + beside + "), and 1 more before it is quarantined (got " + alone
                    + "); with less, a restart of the engine would condemn every task that runs.");
        }
        suspectAfter = beside;
        aloneDeaths = alone;
        return this;
    }

    /**
     * Bounds the size of a result.
     *
     * @param bytes at least 1; by default {@link DistributedPoolBuilder#LARGEST}
     * @return this
     */
    public WorkerHostBuilder<T, R> largestResult(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("The largest result has at least 1 byte, but got " + bytes + ".");
        }
        largestResult = bytes;
        return this;
    }

    /**
     * Says how often this host tells clients that it is there.
     *
     * @param interval from 10 ms to 1 h; by default 1 s. Clients have the same.
     * @return this
     */
    public WorkerHostBuilder<T, R> heartbeat(Duration interval) {
        heartbeat = DistributedPoolBuilder.checkedHeartbeat(interval);
        return this;
    }

    /**
     * Says how long {@link WorkerHost#close}, and a host that a client asks to leave, wait for what runs.
     *
     * @param limit from zero; by default 30 s
     * @return this
     */
    public WorkerHostBuilder<T, R> leaving(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("The limit of leaving is not negative, but is " + limit + ".");
        }
        leaving = limit;
        return this;
    }

    /**
     * Joins the pool and begins to take tasks.
     *
     * @return the host
     * @throws EngineException when the engine cannot be reached, or a host with this name is there
     */
    public WorkerHost start() {
        var settings = new HostSettings<>(
                pool,
                name,
                tasks,
                results,
                messages,
                slots,
                retryOn,
                suspectAfter,
                aloneDeaths,
                largestResult,
                heartbeat,
                leaving);
        return new WorkerHost(Host.open(engine, settings, LocalWorkers.of(workers), Surroundings.system()));
    }
}
