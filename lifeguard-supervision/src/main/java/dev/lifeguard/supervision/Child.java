package dev.lifeguard.supervision;

import dev.lifeguard.Drain;
import dev.lifeguard.PoolBuilder;
import dev.lifeguard.TaskPool;
import dev.lifeguard.WorkerPool;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

/**
 * How a supervisor starts, stops and judges one child that is not a supervisor itself: a pool, a thread, or any thing
 * that can be started and stopped. Immutable. {@link Supervisor#find} gives what runs now.
 *
 * @param <T> what is started
 */
public final class Child<T> {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final Duration POOL_START = Duration.ofSeconds(90);
    private static final Duration POOL_STOP = Duration.ofSeconds(30);
    private static final Duration OUTAGE = Duration.ofSeconds(60);

    /** Longer limits are cut to this, so that sums of them never overflow: about 3 years. */
    private static final Duration LONGEST = Duration.ofDays(1_000);

    private final String name;
    private final ChildStart<? extends T> start;
    private final ChildStop<? super T> stop;
    private final RestartType restart;
    private final Duration startLimit;
    private final Duration stopLimit;
    private final Optional<Duration> outageLimit;

    private Child(
            String name,
            ChildStart<? extends T> start,
            ChildStop<? super T> stop,
            RestartType restart,
            Duration startLimit,
            Duration stopLimit,
            Optional<Duration> outageLimit) {
        this.name = readable(name);
        this.start = Objects.requireNonNull(start);
        this.stop = Objects.requireNonNull(stop);
        this.restart = Objects.requireNonNull(restart);
        this.startLimit = positive("start limit", startLimit);
        this.stopLimit = positive("stop limit", stopLimit);
        this.outageLimit = outageLimit.map(limit -> positive("outage limit", limit));
    }

    /**
     * {@return a child that is stopped by closing it} It never ends by itself; permanent, 60 s to start, 10 s to stop.
     *
     * @param name not blank, without a slash
     * @param start makes it; called as {@link ChildStart} says
     * @param <T> what is started
     */
    public static <T extends AutoCloseable> Child<T> of(String name, Callable<? extends T> start) {
        return of(name, context -> start.call(), (child, within) -> child.close());
    }

    /**
     * {@return a child with a start and a stop of its own} Permanent, 60 s to start, 10 s to stop.
     *
     * @param name not blank, without a slash
     * @param start starts it; through the context it can say that it has ended
     * @param stop stops it
     * @param <T> what is started
     */
    public static <T> Child<T> of(String name, ChildStart<? extends T> start, ChildStop<? super T> stop) {
        return new Child<>(name, start, stop, RestartType.PERMANENT, START, STOP, Optional.empty());
    }

    /**
     * {@return a child that is a thread} Code that returns has ended normally, code that throws has failed. It is
     * stopped by an interrupt. Permanent, 10 s to stop.
     *
     * @param name not blank, without a slash
     * @param code what the thread runs
     */
    public static Child<Thread> thread(String name, ChildCode code) {
        Objects.requireNonNull(code);
        return of(name, context -> context.start(code), Child::end);
    }

    private static void end(Thread thread, Duration within) throws InterruptedException, TimeoutException {
        thread.interrupt();
        if (!thread.join(within)) {
            throw new TimeoutException("Thread " + thread.getName() + " did not end within " + within
                    + " after it was interrupted and still runs; let its code answer the interrupt.");
        }
    }

    /**
     * {@return a child that is a pool} It has ended normally when somebody else closed it, and has failed when none of
     * its workers served for longer than the outage limit. It is stopped by a drain that runs what is queued, within
     * nine tenths of the time it has. Permanent, 90 s to start, 30 s to stop, 60 s of outage.
     *
     * @param name not blank, without a slash
     * @param builder starts the pool, again for each incarnation
     * @param <P> the kind of pool
     */
    public static <P extends AutoCloseable> Child<P> pool(String name, PoolBuilder<?, P> builder) {
        Objects.requireNonNull(builder);
        return new Child<>(
                name,
                context -> builder.start(),
                Child::drain,
                RestartType.PERMANENT,
                POOL_START,
                POOL_STOP,
                Optional.of(OUTAGE));
    }

    private static void drain(Object pool, Duration within) throws InterruptedException {
        // Not all of the time: at its own deadline the pool still has to write its report.
        Drain plan = Drain.within(within.multipliedBy(9).dividedBy(10));
        switch (pool) {
            case WorkerPool<?> workers -> workers.drain(plan);
            case TaskPool<?, ?> tasks -> tasks.drain(plan);
            default -> throw new IllegalStateException("Not a pool: " + pool);
        }
    }

    /**
     * {@return this child, but started again as said}
     *
     * @param type when
     */
    public Child<T> withRestart(RestartType type) {
        return new Child<>(name, start, stop, type, startLimit, stopLimit, outageLimit);
    }

    /**
     * {@return this child with another limit for its start}
     *
     * @param limit positive; afterwards the start is interrupted and given up, and counts as failed
     */
    public Child<T> withStartLimit(Duration limit) {
        return new Child<>(name, start, stop, restart, limit, stopLimit, outageLimit);
    }

    /**
     * {@return this child with another limit for its stop}
     *
     * @param limit positive; afterwards the stop is interrupted and given up, and the child counts as gone
     */
    public Child<T> withStopLimit(Duration limit) {
        return new Child<>(name, start, stop, restart, startLimit, limit, outageLimit);
    }

    /**
     * {@return this pool with another limit for its outage}
     *
     * @param limit how long none of its workers may serve; positive
     * @throws IllegalArgumentException when the child is no pool
     */
    public Child<T> withOutageLimit(Duration limit) {
        if (outageLimit.isEmpty()) {
            throw new IllegalArgumentException("The child " + name + " is no pool, so an outage limit of " + limit
                    + " can never act; let it call ChildContext.failed instead.");
        }
        return new Child<>(name, start, stop, restart, startLimit, stopLimit, Optional.of(limit));
    }

    /** {@return its name among its siblings} */
    public String name() {
        return name;
    }

    /** {@return how it is started} */
    public ChildStart<? extends T> start() {
        return start;
    }

    /** {@return how it is stopped} */
    public ChildStop<? super T> stop() {
        return stop;
    }

    /** {@return when it is started again} */
    public RestartType restart() {
        return restart;
    }

    /** {@return how long its start may take} */
    public Duration startLimit() {
        return startLimit;
    }

    /** {@return how long its stop may take} */
    public Duration stopLimit() {
        return stopLimit;
    }

    /** {@return how long it may serve nobody, when it is a pool} */
    public Optional<Duration> outageLimit() {
        return outageLimit;
    }

    @Override
    public String toString() {
        return "Child " + name + " (" + restart + ")";
    }

    static String readable(String name) {
        if (name.isBlank() || name.contains("/")) {
            throw new IllegalArgumentException("A name in a tree can be read and has no slash, which separates the"
                    + " names of a path, but got \"" + name + "\".");
        }
        return name;
    }

    static Duration positive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(
                    "The " + what + " of a child must be longer than zero, but is " + value + ".");
        }
        return value.compareTo(LONGEST) > 0 ? LONGEST : value;
    }
}
