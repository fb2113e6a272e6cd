package dev.lifeguard.verification.documentation;

import dev.lifeguard.PoolBuilder;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerState;
import dev.lifeguard.WorkerThreads;
import dev.lifeguard.lifecycle.Edges;
import dev.lifeguard.timing.Interleave;
import java.lang.StackWalker.StackFrame;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches one task, or one checkout, on its way through a real pool of one worker, and prints each hop.
 *
 * <p>Nothing is typed in: the pool calls {@link Interleave#point} between two steps of its protocols, and there the
 * stack says who is at work. One thread moves at a time, another only when the one before has gone to sleep, so the
 * order is the same in every run. A program of its own, because the switches for points and edges are read once:
 * {@code -Dlifeguard.interleave=true -Dlifeguard.edges=true}.
 */
final class Tour {
    private static final long LIMIT_NANOS = Duration.ofSeconds(20).toNanos();

    /** Its scan looks at workers and queue now and then; that is no step on the way of a task. */
    private static final Class<?> SCAN = scan();

    private final StackWalker stacks = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private final Queue<String> hops = new ConcurrentLinkedQueue<>();
    private final Thread caller = Thread.currentThread();
    private volatile @Nullable Thread worker;
    private volatile boolean over;
    private volatile BooleanSupplier nothingWaits = () -> true;
    private final AtomicReference<@Nullable Thread> turn = new AtomicReference<>(caller);

    private Tour() {}

    public static void main(String[] arguments) throws Exception {
        if (!Interleave.EXPLORING || !Edges.COUNTING) {
            throw new IllegalStateException("The tour sees nothing without -Dlifeguard.interleave=true"
                    + " -Dlifeguard.edges=true; start it with both.");
        }
        new Tour().run(arguments[0]);
    }

    private void run(String way) throws Exception {
        PoolBuilder<Object, WorkerPool<Object>> builder = WorkerPool.of(() -> {
            worker = Thread.currentThread();
            return new Object();
        });
        try (WorkerPool<Object> pool =
                builder.name("tour").size(1).threads(WorkerThreads.PLATFORM).start()) {
            await(() -> pool.snapshot().workers(WorkerState.IDLE) == 1 && waits(worker));
            nothingWaits = () -> pool.snapshot().queued() == 0;
            Interleave.onPoint(this::point);
            // Once for nothing: a thread that loads a class may wait in the middle of a step.
            follow(way, pool);
            await(() -> waits(worker));
            hops.clear();
            Map<String, Long> before = Edges.counts();
            follow(way, pool);
            await(() -> waits(worker));
            Interleave.onPoint(null);
            over = true;
            hops.forEach(hop -> System.out.println("hop " + hop));
            taken(before, Edges.counts()).forEach(edge -> System.out.println("edge " + edge));
        }
    }

    private void follow(String way, WorkerPool<Object> pool) throws InterruptedException {
        switch (way) {
            case "task" -> task(pool);
            case "retry" -> retry(pool);
            case "checkout" -> checkout(pool);
            default -> throw new IllegalArgumentException("A tour follows a task, a retry or a checkout, not: " + way);
        }
    }

    private static Class<?> scan() {
        try {
            return Class.forName("dev.lifeguard.control.Enforcement");
        } catch (ClassNotFoundException gone) {
            throw new ExceptionInInitializerError(gone);
        }
    }

    private void retry(WorkerPool<Object> pool) throws InterruptedException {
        pool.submit(
                        (object, context) -> {
                            note("worker", "your code, attempt " + context.attempt());
                            if (context.attempt() == 1) {
                                throw new IllegalStateException("shown in the tour");
                            }
                            return null;
                        },
                        TaskOptions.none().withRetry(Retry.attempts(2).backoff(Duration.ZERO, Duration.ZERO)))
                .await();
    }

    private void task(WorkerPool<Object> pool) throws InterruptedException {
        pool.submit((object, context) -> {
                    note(
                            "worker",
                            stacks.walk(frames -> frames.filter(Tour::inside)
                                    .findFirst()
                                    .map(frame -> "your code, called by " + name(frame))
                                    .orElseThrow()));
                    return null;
                })
                .await();
    }

    private void checkout(WorkerPool<Object> pool) throws InterruptedException {
        try (var lease = pool.checkout(Duration.ofSeconds(1))) {
            note("caller", "your code, with worker " + lease.id().worker());
        }
    }

    /** Called by the pool between two of its steps, on the thread that takes them. */
    private void point() {
        Thread self = Thread.currentThread();
        Optional<StackFrame> step = stacks.walk(frames -> frames.filter(Tour::inside)
                .filter(frame -> !frame.getMethodName().equals("change"))
                .findFirst());
        boolean scan = stacks.walk(frames -> frames.anyMatch(frame -> frame.getDeclaringClass() == SCAN));
        if (scan) {
            // Whoever it woke in this step may move, and is waited for.
            turn.compareAndSet(self, null);
            await(() -> over || (waits(caller) && waits(worker) && nothingWaits.getAsBoolean()));
            return;
        }
        takeTurn(self);
        step.ifPresent(frame -> note(role(self), name(frame)));
    }

    /** One thread moves at a time: another moves on only when the one before has gone to sleep. */
    private void takeTurn(Thread self) {
        await(() -> {
            Thread before = turn.get();
            return before == self || ((before == null || waits(before)) && turn.compareAndSet(before, self));
        });
    }

    private String role(Thread thread) {
        return thread == caller
                ? "caller"
                : thread == worker ? "worker" : thread.getName().replace("lifeguard-tour-", "");
    }

    private void note(String who, String where) {
        hops.add(who + " | " + where);
    }

    private static boolean inside(StackFrame frame) {
        return frame.getClassName().startsWith("dev.lifeguard.")
                && frame.getDeclaringClass() != Interleave.class
                && !frame.getClassName().startsWith("dev.lifeguard.verification.")
                && !frame.getMethodName().startsWith("lambda$");
    }

    private static String name(StackFrame frame) {
        return frame.getDeclaringClass().getSimpleName() + "." + frame.getMethodName();
    }

    private static boolean waits(@Nullable Thread thread) {
        return thread != null
                && (thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        "The tour waited 20 s for the other thread; its hops so far are in vain.",
                        new TimeoutException());
            }
            Thread.onSpinWait();
        }
    }

    private static List<String> taken(Map<String, Long> before, Map<String, Long> after) {
        var taken = new TreeMap<>(after);
        before.forEach((edge, count) -> taken.merge(edge, -count, Long::sum));
        return taken.entrySet().stream()
                .filter(edge -> edge.getValue() != 0)
                .map(edge -> edge.getKey() + " x " + edge.getValue())
                .toList();
    }
}
