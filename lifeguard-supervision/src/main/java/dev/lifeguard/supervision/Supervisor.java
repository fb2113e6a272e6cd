package dev.lifeguard.supervision;

import dev.lifeguard.tree.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A tree of supervised children that runs: pools, threads, other supervisors, and any thing that starts and stops.
 *
 * <p>Children are started in order, one after the other, and stopped in reverse order. One that ends or fails is
 * started again as its {@link RestartType} and the {@link Strategy} of its supervisor say; a supervisor that restarts
 * too often gives up and fails, and its own parent decides. Hooks of children run on threads of their own with limits;
 * no failure, hang or error of a child takes the thread that watches the tree. Any thread may call any method.
 *
 * <p>What a start hook did happens-before what a caller of {@link #find} sees that gets its child.
 */
public final class Supervisor implements AutoCloseable {

    private final Tree tree;
    private final Duration closing;
    private final @Nullable Thread exitHook;

    Supervisor(Tree tree, Duration closing, boolean closeAtExit) {
        this.tree = tree;
        this.closing = closing;
        this.exitHook = closeAtExit ? new Thread(this::close, "lifeguard-exit") : null;
        if (exitHook != null) {
            Runtime.getRuntime().addShutdownHook(exitHook);
        }
    }

    /**
     * Begins to configure a supervisor.
     *
     * @param name for paths, threads, events and log lines; not blank, without a slash
     * @return the builder
     */
    public static SupervisorBuilder named(String name) {
        return new SupervisorBuilder(name);
    }

    /**
     * {@return what the child is now} Empty while it does not run. Each restart makes another one, so look it up for
     * each use instead of keeping it.
     *
     * @param child as it was given to the builder, anywhere in the tree
     * @param <T> what is started
     * @throws IllegalArgumentException when the tree has no such child
     */
    public <T> Optional<T> find(Child<T> child) {
        return tree.find(child);
    }

    /** {@return the tree as it is now} Asks each pool for its snapshot, which walks the queue of that pool. */
    public SupervisorSnapshot snapshot() {
        return tree.snapshot();
    }

    /** {@return where the root is in its life} */
    public SupervisorState state() {
        return tree.state();
    }

    /** {@return what the root gave up of, when it did} */
    public Optional<SupervisionException> failure() {
        return tree.failure();
    }

    /**
     * Waits for the end of the tree, whatever ends it.
     *
     * @param limit how long at most
     * @return whether it has ended
     * @throws InterruptedException when interrupted while waiting
     */
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        return tree.ended().await(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
    }

    /**
     * Stops all children in reverse order and says what became of each. May be called again; the sooner deadline
     * counts, and every call returns the same report. From a thread of one of the tree's own children it begins the end
     * and returns at once with an incomplete report, because it would wait for itself.
     *
     * @param within the deadline over all; each child gets its stop limit, or its share when that is more than there is
     * @return the report
     * @throws InterruptedException when interrupted while waiting; the end goes on
     */
    public Report stop(Duration within) throws InterruptedException {
        Report report = tree.stop(within);
        forgetExitHook();
        return report;
    }

    /**
     * Stops the tree as configured by {@link SupervisorBuilder#closing}. Never waits longer than that; an interrupt
     * cuts it short: everything is told to stop at once, and the interrupt stays pending.
     */
    @Override
    public void close() {
        try {
            stop(closing);
        } catch (InterruptedException cutShort) {
            tree.beginStop(Duration.ZERO);
            Thread.currentThread().interrupt();
        }
    }

    private void forgetExitHook() {
        Thread hook = exitHook;
        if (hook != null && Thread.currentThread() != hook) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException ending) {
                // The JVM is ending, and the hook is running or has run: there is nothing to forget.
                return;
            }
        }
    }

    @Override
    public String toString() {
        return "Supervisor " + tree.name() + " (" + state() + ")";
    }

    /** How a child ended when its tree did. */
    public enum Ending {
        /** Its stop hook returned, or its start gave up. */
        STOPPED,
        /** Its stop hook threw. */
        STOP_FAILED,
        /** Its hook did not return in time, or had no time at all; it may still run. */
        GIVEN_UP
    }

    /**
     * What became of one incarnation of a child that went after the end of the tree had begun.
     *
     * @param path the names from the root
     * @param incarnation how often it was started
     * @param ending how it ended
     * @param cause what its stop hook threw, when it did
     */
    public record Fate(String path, int incarnation, Ending ending, Optional<Throwable> cause) {}

    /**
     * What became of the tree.
     *
     * @param children those that went after its end had begun, in that order; supervisors are not among them
     * @param took how long it took
     * @param complete whether this is the whole story: {@code false} when the caller was a thread of one of the
     *     children and could not wait for itself
     */
    public record Report(List<Fate> children, Duration took, boolean complete) {

        /** Copies the list. */
        public Report {
            children = List.copyOf(children);
        }
    }
}
