package dev.lifeguard.verification.rows;

import dev.lifeguard.Drain;
import dev.lifeguard.Escalation;
import dev.lifeguard.HookLimits;
import dev.lifeguard.Lease;
import dev.lifeguard.PoolBuilder;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerState;
import dev.lifeguard.lifecycle.Edges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/**
 * What a scene has at hand: a real pool on real threads, gates at which its workers stop, and other people. Nothing
 * depends on how long something takes: a scene waits until the pool is where it wants it, and then goes on.
 */
abstract class Scene implements AutoCloseable {

    /** Longer than any scene: a limit that does not act. */
    static final Duration NEVER = Duration.ofHours(1);

    /** A limit that acts soon. */
    static final Duration SOON = Duration.ofMillis(15);

    /** How long a scene waits for what must come. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    final Hooks hooks = new Hooks();
    private final Map<String, Long> before = Edges.counts();
    private final List<Gate> gates = new ArrayList<>();
    private final List<Lease<WorkerId>> leases = new ArrayList<>();
    private final List<WorkerPool<WorkerId>> pools = new ArrayList<>();
    private final ExecutorService people = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("somebody-", 0).factory());

    // The stage.

    /** {@return a pool in which no limit acts and nobody overtakes} */
    final PoolBuilder<WorkerId, WorkerPool<WorkerId>> pool(int size) {
        return WorkerPool.of(hooks)
                .name("rows")
                .size(size)
                .minReady(size, PATIENCE)
                .order(WorkerOrder.FIFO)
                .hookLimits(new HookLimits(NEVER, NEVER, NEVER, NEVER))
                .escalation(new Escalation(NEVER, NEVER))
                .closing(Drain.within(PATIENCE));
    }

    final WorkerPool<WorkerId> open(PoolBuilder<WorkerId, WorkerPool<WorkerId>> builder) throws InterruptedException {
        WorkerPool<WorkerId> pool = builder.start();
        pools.add(pool);
        return pool;
    }

    /** {@return a pool of two whose worker 0 is lent out: worker 1 is used next, and is the one that a shrink hits} */
    final WorkerPool<WorkerId> pair(UnaryOperator<PoolBuilder<WorkerId, WorkerPool<WorkerId>>> settings)
            throws InterruptedException {
        WorkerPool<WorkerId> pool = open(settings.apply(pool(2)));
        Lease<WorkerId> one = pool.checkout(PATIENCE);
        Lease<WorkerId> other = pool.checkout(PATIENCE);
        leases.add(one.id().worker() == 0 ? one : other);
        (one.id().worker() == 0 ? other : one).close();
        return pool;
    }

    final WorkerPool<WorkerId> pair() throws InterruptedException {
        return pair(UnaryOperator.identity());
    }

    /** Worker 0 of the pair is returned. */
    final void returnOther() {
        leases.getFirst().close();
    }

    final Gate gate() {
        Gate gate = new Gate();
        gates.add(gate);
        return gate;
    }

    // What happens on it.

    /** {@return a task whose code has come to the gate} */
    final TaskHandle<String> taskAt(Gate gate, WorkerPool<WorkerId> pool) throws InterruptedException {
        return taskAt(gate, pool, () -> {});
    }

    /** {@return a task whose code has come to the gate and then does this} */
    final TaskHandle<String> taskAt(Gate gate, WorkerPool<WorkerId> pool, Hooks.Hook then) throws InterruptedException {
        TaskHandle<String> task = pool.submit(
                (worker, context) -> {
                    gate.pass();
                    then.run();
                    return "done";
                },
                TaskOptions.none());
        gate.awaitReached(PATIENCE);
        return task;
    }

    final <T> Future<T> somebody(Callable<T> does) {
        return people.submit(does);
    }

    /** The pool shrinks to one, and worker 1, which is in use, will leave. */
    final void shrink(WorkerPool<WorkerId> pool) {
        pool.resize(1);
        awaitWorker(WorkerState.LEAVING, pool);
    }

    /** Worker 1 is in this state. */
    final void awaitWorker(WorkerState state, WorkerPool<WorkerId> pool) {
        await(
                "worker 1 " + state,
                () -> pool.snapshot().workers().stream()
                        .anyMatch(worker -> worker.worker() == 1 && worker.state() == state));
    }

    /** So many wait in the queue. */
    final void awaitQueued(int tasks, WorkerPool<WorkerId> pool) {
        await(tasks + " queued", () -> pool.snapshot().queued() == tasks);
    }

    /** The row has been taken in this scene. */
    final void awaitTaken(String row) {
        await(row, () -> taken(row) > 0);
    }

    /** {@return how often the row has been taken in this scene} */
    final long taken(String row) {
        return Edges.counts().getOrDefault(row, 0L) - before.getOrDefault(row, 0L);
    }

    static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(condition);
    }

    /** Nothing stays: no gate shut, no lease out, no pool open, nobody waiting. */
    @Override
    public final void close() {
        gates.forEach(Gate::open);
        leases.forEach(Lease::close);
        pools.forEach(WorkerPool::close);
        people.shutdownNow();
        people.close();
    }
}
