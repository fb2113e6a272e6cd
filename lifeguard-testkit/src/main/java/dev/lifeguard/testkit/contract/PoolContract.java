package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lifeguard.Escalation;
import dev.lifeguard.Limit;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolBuilder;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolState;
import dev.lifeguard.Restart;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskPool;
import dev.lifeguard.Worker;
import dev.lifeguard.testkit.Leaks;
import dev.lifeguard.timing.SystemTime;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * What all contract suites share: pools that are closed after each test, and the promises that every test demands
 * besides its own: no worker is misused, no signal is illegal, every pool stops, no thread is left.
 *
 * <p>A kind of worker runs a suite by extending it: {@code class MyTaskContractTest extends TaskContract} with a
 * {@link #scriptedWorkers} of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class PoolContract {

    /** How long anything may take that should happen at once. */
    protected static final Duration SOON = Duration.ofSeconds(20);

    private static final Duration LONGEST_LOOK = Duration.ofMillis(100);

    /** A limit that fires in a test that waits for it. */
    protected static final Duration SHORT = Duration.ofMillis(30);

    /** Of this class alone: classes run beside each other, and each looks for what it left behind itself. */
    private final String prefix = getClass().getSimpleName() + "-";

    private final Queue<PoolEvent> events = new ConcurrentLinkedQueue<>();
    private final Queue<TaskPool<Script, String>> pools = new ConcurrentLinkedQueue<>();
    private ScriptedWorkers workers = new InProcessWorkers();
    private String name = prefix;
    private Leaks leaks = Leaks.watch(Leaks.PREFIX + prefix);

    /** Made by JUnit. */
    protected PoolContract() {}

    /** {@return workers for one test, of the kind that is tested} */
    protected abstract ScriptedWorkers scriptedWorkers();

    @BeforeAll
    final void lookWhatIsThere() {
        leaks = Leaks.watch(Leaks.PREFIX + prefix);
    }

    @BeforeEach
    final void begin(TestInfo test) {
        workers = scriptedWorkers();
        name = named(test.getTestMethod().map(java.lang.reflect.Method::getName).orElse("test"));
        events.clear();
        pools.clear();
    }

    @AfterEach
    final void end() {
        workers.openAll();
        pools.forEach(TaskPool::close);
        pools.forEach(pool -> assertEquals(PoolState.STOPPED, pool.workers().state(), "every pool stops"));
        assertEquals(List.of(), workers.misuses(), "no worker is misused");
        assertEquals(
                List.of(),
                events.stream()
                        .filter(event -> event instanceof PoolEvent.Trouble trouble
                                && trouble.message().contains("cannot come"))
                        .toList(),
                "no signal meets an illegal cell");
    }

    @AfterAll
    final void requireThatNoThreadIsLeft() {
        leaks.requireNone();
    }

    /**
     * {@return a name that no other class of tests gives}
     *
     * @param what the end of it
     */
    protected final String named(String what) {
        return prefix + what;
    }

    /** {@return the workers of this test} */
    protected final ScriptedWorkers workers() {
        return workers;
    }

    /** {@return a builder of a pool of two scripted workers with short graces, which tells this test its events} */
    protected final PoolBuilder<Worker<Script, String>, TaskPool<Script, String>> pool() {
        return workers.pool()
                .name(name)
                .size(2)
                .escalation(new Escalation(Duration.ofMillis(20), Duration.ofMillis(20)))
                .restart(Restart.standard().backoff(Duration.ofMillis(1), Duration.ofMillis(10)))
                .listener(events::add);
    }

    /**
     * {@return the pool, started, to be closed after the test}
     *
     * @param builder what to start
     * @throws InterruptedException when interrupted
     */
    protected final TaskPool<Script, String> start(
            PoolBuilder<Worker<Script, String>, TaskPool<Script, String>> builder) throws InterruptedException {
        TaskPool<Script, String> pool = builder.start();
        pools.add(pool);
        return pool;
    }

    /** {@return the events that were told so far} */
    protected final List<PoolEvent> events() {
        return List.copyOf(events);
    }

    /**
     * {@return the handle of a task that waits at a gate now}
     *
     * @param pool where
     * @param script a script that waits at a gate
     * @param gate its name
     */
    protected final TaskHandle<String> hold(TaskPool<Script, String> pool, Script script, String gate) {
        int before = workers.arrived(gate);
        TaskHandle<String> handle = pool.submit(script);
        eventually("the task reaches its gate", () -> workers.arrived(gate) > before);
        return handle;
    }

    /**
     * {@return the outcome, of the kind expected}
     *
     * @param kind the class of the outcome
     * @param handle whose
     * @param <O> the outcome
     * @throws InterruptedException when interrupted
     */
    @SuppressWarnings("rawtypes")
    protected static <O extends Outcome> O outcome(Class<O> kind, TaskHandle<String> handle)
            throws InterruptedException {
        Outcome<String> outcome =
                handle.await(SOON).orElseThrow(() -> new AssertionError(handle + " has no outcome after " + SOON));
        if (!kind.isInstance(outcome)) {
            throw new AssertionError(
                    "Expected " + kind.getSimpleName() + " as the outcome of " + handle + ", but got " + outcome);
        }
        return kind.cast(outcome);
    }

    /**
     * Demands that the task timed out by the given limit.
     *
     * @param limit which
     * @param handle whose
     * @throws InterruptedException when interrupted
     */
    protected static void assertTimedOut(Limit limit, TaskHandle<String> handle) throws InterruptedException {
        assertEquals(limit, outcome(Outcome.TimedOut.class, handle).limit(), handle::toString);
    }

    /**
     * Waits for a condition.
     *
     * @param what the condition in words
     * @param condition becomes true soon
     */
    protected static void eventually(String what, BooleanSupplier condition) {
        var time = new SystemTime();
        var never = new CountDownLatch(1);
        long waited = 0;
        long looked = time.nanoTime();
        while (!condition.getAsBoolean()) {
            if (waited > SOON.toNanos()) {
                throw new AssertionError("Not within " + SOON + ": " + what);
            }
            // A machine that stands still does not wait: the pool gets the whole time, in many looks.
            long now = time.nanoTime();
            waited += Math.min(now - looked, LONGEST_LOOK.toNanos());
            looked = now;
            try {
                if (never.await(1, TimeUnit.MILLISECONDS)) {
                    throw new AssertionError("Nobody opens this latch.");
                }
            } catch (InterruptedException interrupted) {
                throw new AssertionError("Interrupted while waiting until " + what, interrupted);
            }
        }
    }

    /**
     * {@return a running thread that is joined by {@link #join}}
     *
     * @param body what it does
     */
    protected static Thread inBackground(Runnable body) {
        return Thread.ofPlatform().name("contract test").daemon(true).start(body);
    }

    /**
     * Waits for the end of a thread.
     *
     * @param thread which
     * @throws InterruptedException when interrupted
     */
    protected static void join(Thread thread) throws InterruptedException {
        if (!thread.join(SOON)) {
            throw new AssertionError(thread + " did not end within " + SOON + ": " + List.of(thread.getStackTrace()));
        }
    }
}
