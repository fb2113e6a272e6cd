package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lifeguard.Drain;
import dev.lifeguard.Escalation;
import dev.lifeguard.Outcome;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskPool;
import dev.lifeguard.WhenFull;
import dev.lifeguard.Worker;
import dev.lifeguard.distributed.Codec;
import dev.lifeguard.distributed.DistributedEvent;
import dev.lifeguard.distributed.DistributedPool;
import dev.lifeguard.distributed.DistributedPoolBuilder;
import dev.lifeguard.distributed.Orphan;
import dev.lifeguard.distributed.WorkerHost;
import dev.lifeguard.distributed.WorkerHostBuilder;
import dev.lifeguard.distributed.engine.Engine;
import dev.lifeguard.testkit.Leaks;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * What all suites of distributed pools share: a broker, clients and hosts that are closed after each test, and the promises
 * that every test demands besides its own: every handle has its outcome, no thread is left.
 */
@Timeout(60)
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class DistributedContract {

    /** How long anything may take that should happen soon. */
    protected static final Duration SOON = Duration.ofSeconds(20);

    /** The pool of most tests; of this class alone, because classes run beside each other. */
    protected final String poolName = getClass().getSimpleName();

    private static final Duration HEARTBEAT = Duration.ofMillis(50);

    private final RemoteScript script = new RemoteScript();
    private final Queue<DistributedEvent> events = new ConcurrentLinkedQueue<>();
    private final Queue<Orphan> orphans = new ConcurrentLinkedQueue<>();
    private final Queue<TaskHandle<?>> handles = new ConcurrentLinkedQueue<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private @Nullable TestBroker broker;
    private @Nullable Leaks leaks;

    /** Made by JUnit. */
    protected DistributedContract() {}

    /**
     * {@return a broker for one test, empty}
     *
     * @throws Exception fails the test
     */
    protected abstract TestBroker newBroker() throws Exception;

    @BeforeEach
    final void begin() throws Exception {
        leaks = Leaks.watch(Leaks.PREFIX + poolName + "-");
        broker = newBroker();
    }

    @AfterEach
    final void end() throws Exception {
        script.openAll();
        while (!open.isEmpty()) {
            open.pop().close();
        }
        broker().close();
        for (TaskHandle<?> handle : handles) {
            assertEquals(true, handle.isDone(), () -> handle + " has no outcome at the end");
        }
        if (leaks != null) {
            leaks.requireNone();
        }
    }

    /** {@return the broker of this test} */
    protected final TestBroker broker() {
        return java.util.Objects.requireNonNull(broker, "no test runs");
    }

    /** {@return what workers do in this test} */
    final RemoteScript script() {
        return script;
    }

    /** {@return a builder of a client that tells this test its events and orphans} */
    final DistributedPoolBuilder<String, String> client(Engine engine, String name) {
        return DistributedPool.on(engine, poolName, Codec.text(), Codec.text())
                .client(name)
                .queue(50, WhenFull.refuse())
                .heartbeat(HEARTBEAT)
                .closing(Drain.now())
                .onOrphan(orphans::add)
                .listener(events::add);
    }

    /** {@return a client, started, to be closed after the test} */
    final DistributedPool<String, String> client(String name) {
        return started(client(broker().connect(), name));
    }

    final DistributedPool<String, String> started(DistributedPoolBuilder<String, String> builder) {
        DistributedPool<String, String> pool = builder.start();
        open.push(pool);
        return pool;
    }

    /** {@return a builder of a host with its own pool of two workers of the script} */
    final WorkerHostBuilder<String, String> host(Engine engine, String name) throws InterruptedException {
        return WorkerHost.of(engine, poolName, Codec.text(), Codec.text(), workers(name, 2))
                .name(name)
                .heartbeat(HEARTBEAT)
                .leaving(Duration.ofSeconds(5));
    }

    /** {@return an ordinary pool of workers of the script, closed after the test} */
    final TaskPool<String, String> workers(String name, int size) throws InterruptedException {
        TaskPool<String, String> workers = TaskPool.<String, String>of(this::worker)
                .name(poolName + "-" + name + "-" + open.size())
                .size(size)
                .escalation(new Escalation(Duration.ofMillis(20), Duration.ofMillis(20)))
                .start();
        open.push(workers);
        return workers;
    }

    private Worker<String, String> worker() {
        return script.worker();
    }

    final WorkerHost started(WorkerHostBuilder<String, String> builder) {
        WorkerHost host = builder.start();
        open.push(host);
        return host;
    }

    /** {@return a host, started, to be closed after the test} */
    final WorkerHost host(String name) throws InterruptedException {
        return started(host(broker().connect(), name));
    }

    /** {@return the handle, which has its outcome at the end of the test} */
    final TaskHandle<String> watched(TaskHandle<String> handle) {
        handles.add(handle);
        return handle;
    }

    final TaskHandle<String> submit(DistributedPool<String, String> pool, String task) {
        return watched(pool.submit(task));
    }

    /** {@return the handle of a task that waits at a gate now} */
    final TaskHandle<String> hold(DistributedPool<String, String> pool, String gate) {
        int before = script.arrived(gate);
        TaskHandle<String> handle = submit(pool, "hold " + gate);
        eventually("the task reaches its gate", () -> script.arrived(gate) > before);
        return handle;
    }

    final List<DistributedEvent> events() {
        return List.copyOf(events);
    }

    final List<Orphan> orphans() {
        return List.copyOf(orphans);
    }

    @SuppressWarnings("rawtypes")
    static <O extends Outcome> O outcome(Class<O> kind, TaskHandle<String> handle) throws InterruptedException {
        return PoolContract.outcome(kind, handle);
    }

    static String value(TaskHandle<String> handle) throws InterruptedException {
        return String.valueOf(outcome(Outcome.Success.class, handle).value());
    }

    static void eventually(String what, BooleanSupplier condition) {
        PoolContract.eventually(what, condition);
    }
}
