package dev.lifeguard.testkit;

import dev.lifeguard.timing.Interleave;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Runs virtual threads one at a time on the calling thread, in an order that a seed or a list of choices decides, so
 * that a race is found by trying orders and repeated by repeating the seed.
 *
 * <p>The threads are real: they park, unpark, interrupt, lock and end as everywhere. Control changes only where one
 * parks, ends or comes to a {@linkplain #point point of interleaving}; between two such places a thread runs alone.
 * Limits: memory is sequentially consistent here; {@code synchronized} with a rival, and every timed park, leave the
 * schedule to the JDK and are reported as a failure (use locks, and {@link VirtualTime}).
 *
 * <p>The pool has such points inside when the JVM is started with {@code -Dlifeguard.interleave=true}.
 *
 * <p>Needs the hook of the JDK for schedulers of virtual threads, so the JVM must be started with
 * {@code --add-opens java.base/java.lang=ALL-UNNAMED} (on the module path also {@code =dev.lifeguard.testkit}).
 *
 * <p>Threads: one platform thread makes it and runs it; the scheduled threads may start further ones.
 */
public final class DeterministicScheduler implements ThreadFactory, AutoCloseable {
    /** Steps after which a run counts as one that never settles. */
    public static final int STEP_LIMIT = 1_000_000;

    private static final int PRUNE_AT = 256;

    static {
        Interleave.onPoint(DeterministicScheduler::point);
    }

    private final Strategy strategy;
    private final Thread driver = Thread.currentThread();
    private final List<ScheduledThread> threads = new ArrayList<>();
    private final List<ScheduledThread> runnable = new ArrayList<>();
    private final Queue<String> intrusions = new ConcurrentLinkedQueue<>();
    private final List<Integer> choices = new ArrayList<>();
    private final Schedule schedule = new Schedule();
    private @Nullable ScheduledThread last;
    private @Nullable Throwable failure;
    private String failed = "";
    private int names;
    private int pruneAt = PRUNE_AT;

    DeterministicScheduler(Strategy strategy) {
        this.strategy = strategy;
        if (driver.isVirtual()) {
            throw new IllegalStateException("A virtual thread cannot carry other virtual threads, so the deterministic"
                    + " scheduler cannot run on " + driver + "; make and run it on a platform thread.");
        }
        VirtualThreads.require();
    }

    /**
     * {@return a scheduler that takes each runnable thread with the same probability}
     *
     * @param seed decides every choice
     */
    public static DeterministicScheduler random(long seed) {
        return new DeterministicScheduler(new Strategy.Uniform(seed));
    }

    /**
     * {@return a scheduler with random priorities, which finds bugs that need few but unlikely steps}
     *
     * @param seed decides every choice
     * @param depth how many ordered steps such a bug needs: 2 or 3 finds most
     * @param length about how many choices a run has
     */
    public static DeterministicScheduler priorities(long seed, int depth, int length) {
        return new DeterministicScheduler(new Strategy.Priorities(seed, depth, length));
    }

    /**
     * {@return a scheduler that repeats choices}
     *
     * @param choices as {@link #choices} or {@link ScheduleFailure#choices} gave them
     */
    public static DeterministicScheduler replay(List<Integer> choices) {
        return new DeterministicScheduler(new Strategy.Recorded(choices));
    }

    /**
     * A place between two steps of a protocol: another thread may come in between here. Outside virtual threads it
     * does nothing, and a virtual thread of the JDK's own scheduler yields.
     */
    @SuppressWarnings("ThreadPriorityCheck") // The scheduler that the yield relies on is this one.
    public static void point() {
        if (Thread.currentThread().isVirtual()) {
            Thread.yield();
        }
    }

    /**
     * {@return a new thread, not started}
     *
     * @param body what it runs; what it throws fails the run
     */
    @Override
    public Thread newThread(Runnable body) {
        return newThread("thread-" + names++, body);
    }

    /**
     * {@return a new thread, not started}
     *
     * @param name its name in the schedule
     * @param body what it runs; what it throws fails the run
     */
    public Thread newThread(String name, Runnable body) {
        ScheduledThread scheduled = new ScheduledThread(name, strategy.priority());
        Thread thread = VirtualThreads.builder(continuation -> ready(scheduled, continuation))
                .name(name)
                .uncaughtExceptionHandler((dead, thrown) -> fail(scheduled, thrown))
                .unstarted(body);
        scheduled.bind(thread);
        prune();
        threads.add(scheduled);
        return thread;
    }

    /**
     * Starts a thread; it runs when {@link #run} chooses it.
     *
     * @param name its name in the schedule
     * @param body what it runs; what it throws fails the run
     * @return the thread
     */
    public Thread start(String name, Runnable body) {
        Thread thread = newThread(name, body);
        thread.start();
        return thread;
    }

    private void ready(ScheduledThread scheduled, Runnable continuation) {
        Thread caller = Thread.currentThread();
        if (caller != driver && !caller.isVirtual()) {
            intrusions.add("thread " + scheduled.name() + " was woken by " + caller.getName()
                    + ", which the schedule does not control");
            return;
        }
        // A thread that is runnable when its stack is read is handed in a second time; it stands in the list once.
        if (!scheduled.isReady()) {
            runnable.add(scheduled);
        }
        scheduled.ready(continuation);
    }

    private void fail(ScheduledThread scheduled, Throwable thrown) {
        if (failure == null) {
            failure = thrown;
            failed = scheduled.name();
        }
    }

    private void prune() {
        if (threads.size() >= pruneAt) {
            threads.removeIf(thread -> thread.thread().getState() == Thread.State.TERMINATED);
            pruneAt = Math.max(PRUNE_AT, 2 * threads.size());
        }
    }

    /**
     * Runs threads until none can run: all have ended or are parked.
     *
     * @throws ScheduleFailure when a thread threw, was woken from outside, or {@link #STEP_LIMIT} steps did not settle
     */
    public void run() {
        run(STEP_LIMIT);
    }

    /**
     * Runs threads until none can run: all have ended or are parked.
     *
     * @param stepLimit after how many steps the run counts as one that never settles
     * @throws ScheduleFailure when a thread threw, was woken from outside, or the limit was reached
     */
    public void run(int stepLimit) {
        for (int steps = 0; step(); steps++) {
            if (steps >= stepLimit) {
                throw failure(
                        "The threads did not settle in " + stepLimit + " steps (livelock, or a limit that is too low).",
                        null);
            }
        }
    }

    /**
     * Runs one thread up to its next park, point or end.
     *
     * @return {@code false} when none could run
     * @throws ScheduleFailure when a thread threw or was woken from outside
     */
    public boolean step() {
        requireDriver();
        requireNoIntrusion();
        if (runnable.isEmpty()) {
            return false;
        }
        boolean goesOn = runnable.getFirst() == last;
        int choice = 0;
        if (runnable.size() > 1) {
            choice = strategy.choose(Collections.unmodifiableList(runnable), goesOn ? last : null);
            choices.add(choice);
        }
        ScheduledThread next = runnable.remove(choice);
        schedule.add(next.name());
        last = next;
        next.resume();
        if (next.isReady()) {
            // The thread that could go on stands first, so that choice 0 is always "no preemption".
            runnable.remove(next);
            runnable.addFirst(next);
        }
        requireNoFailure();
        return true;
    }

    /**
     * Runs until nothing can run and demands that every thread has ended.
     *
     * @throws ScheduleFailure when threads are left that nobody will ever wake, or as {@link #run}
     */
    public void runToEnd() {
        run();
        requireAllEnded();
    }

    /**
     * Demands that every started thread has ended.
     *
     * @throws ScheduleFailure with the stack of each that has not
     */
    public void requireAllEnded() {
        List<Thread> left = alive();
        if (!left.isEmpty()) {
            throw failure(
                    "Deadlock or lost wake-up: nothing can run, and " + left.size() + " thread(s) have not ended.",
                    null);
        }
    }

    /** {@return the started threads that have not ended, in the order of their making} */
    public List<Thread> alive() {
        return threads.stream()
                .filter(ScheduledThread::isAlive)
                .map(ScheduledThread::thread)
                .toList();
    }

    /** {@return the choices made so far, wherever more than one thread could run} */
    public List<Integer> choices() {
        return List.copyOf(choices);
    }

    /**
     * {@return a failure of this run with seed, choices, schedule and the stacks of the threads that are alive}
     *
     * @param fact what is wrong, a sentence
     * @param cause what was thrown, if anything
     */
    public ScheduleFailure failure(String fact, @Nullable Throwable cause) {
        StringBuilder text = new StringBuilder(fact);
        text.append("\n  ").append(strategy.describe());
        text.append("\n  choices ").append(Seeds.joined(choices));
        text.append("\n  schedule ").append(schedule).append('\n');
        for (ScheduledThread thread : threads) {
            if (thread.isAlive()) {
                text.append(thread.dump());
            }
        }
        return new ScheduleFailure(text.toString(), cause, strategy.seed(), choices, 1);
    }

    private void requireDriver() {
        if (Thread.currentThread() != driver) {
            throw new IllegalStateException("The scheduler was made by " + driver.getName() + " and is run by "
                    + Thread.currentThread().getName() + "; one platform thread does both.");
        }
    }

    private void requireNoIntrusion() {
        String intrusion = intrusions.peek();
        if (intrusion != null) {
            throw failure(
                    "The schedule is not deterministic: " + intrusion
                            + "; wait through VirtualTime instead of a timed park, and use a lock instead of"
                            + " synchronized.",
                    null);
        }
    }

    private void requireNoFailure() {
        Throwable thrown = failure;
        if (thrown != null) {
            failure = null;
            throw failure("Thread " + failed + " threw " + thrown + ".", thrown);
        }
    }

    /**
     * Lets go of the threads. Those that are left stay parked for ever and cost no more than memory: an interrupt would
     * let one that ignores it spin on the calling thread without an end.
     */
    @Override
    public void close() {
        requireDriver();
        runnable.clear();
        threads.clear();
    }

    /** Who ran, in order; runs of one thread are folded. */
    private static final class Schedule {
        private static final int SHOWN = 400;
        private final List<String> names = new ArrayList<>();

        void add(String name) {
            names.add(name);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            int from = Math.max(0, names.size() - SHOWN);
            if (from > 0) {
                text.append("(").append(from).append(" earlier steps) ");
            }
            for (int index = from; index < names.size(); ) {
                int end = index;
                while (end < names.size() && names.get(end).equals(names.get(index))) {
                    end++;
                }
                text.append(names.get(index));
                text.append(end - index > 1 ? " x" + (end - index) + " " : " ");
                index = end;
            }
            return text.toString().strip();
        }
    }

    /** The one place that reaches into the JDK. */
    private static final class VirtualThreads {
        private static final String BUILDER = "java.lang.ThreadBuilders$VirtualThreadBuilder";
        private static final @Nullable Constructor<?> CONSTRUCTOR;
        private static final @Nullable Exception UNREACHABLE;

        static {
            Constructor<?> found = null;
            Exception why = null;
            try {
                found = Class.forName(BUILDER).getDeclaredConstructor(Executor.class);
                found.setAccessible(true);
            } catch (ReflectiveOperationException | RuntimeException unreachable) {
                found = null;
                why = unreachable;
            }
            CONSTRUCTOR = found;
            UNREACHABLE = why;
        }

        static Constructor<?> require() {
            Constructor<?> constructor = CONSTRUCTOR;
            if (constructor == null) {
                throw new UnsupportedOperationException(
                        "The deterministic scheduler cannot reach " + BUILDER + "(Executor) of this JDK ("
                                + Runtime.version()
                                + "), so it can schedule nothing; start the JVM with --add-opens"
                                + " java.base/java.lang=ALL-UNNAMED --add-opens"
                                + " java.base/java.lang=dev.lifeguard.testkit on a JDK from 21 to 25.",
                        UNREACHABLE);
            }
            return constructor;
        }

        static Thread.Builder.OfVirtual builder(Executor executor) {
            try {
                return (Thread.Builder.OfVirtual) require().newInstance(executor);
            } catch (InstantiationException | IllegalAccessException | InvocationTargetException failed) {
                throw new UnsupportedOperationException(
                        "The JDK (" + Runtime.version() + ") refused to make a virtual thread with a scheduler of"
                                + " its own; run the deterministic tests on a JDK from 21 to 25.",
                        failed);
            }
        }
    }
}
