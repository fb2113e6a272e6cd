package dev.lifeguard.tree;

import dev.lifeguard.supervision.Child;
import dev.lifeguard.supervision.ChildCode;
import dev.lifeguard.supervision.ChildContext;
import dev.lifeguard.timing.Interleave;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One incarnation of a child: its hooks on threads of their own, and what it reports. Here they race with the control
 * thread, which tells them to give up and then gives them up.
 *
 * <p>Order: each hook has one word, which its thread moves from RUNS to RETURNED and the control thread from RUNS to
 * GIVEN_UP; one of the two wins. If the thread wins, its notice is on its way and nobody gave it up. If the control
 * thread wins, whatever the hook brings is for its own thread to clean up. The control thread interrupts <em>before</em>
 * it moves the word, so a thread that lost sees the interrupt in its flag and can clear it before it cleans up.
 *
 * <p>Order: a report is held while the start has not been told. The reporter writes the report, then reads the word;
 * the starter posts the start, moves the word to UP, then reads the report. One of the two sees the other, and {@code
 * told} lets only one post it, after the start.
 *
 * @param <T> what is started
 */
final class ChildRun<T> implements ChildContext {

    /** Where a hook is. */
    private enum Phase {
        RUNS,
        RETURNED,
        UP,
        GIVEN_UP
    }

    /** What the child said; no cause when it ended normally. */
    private record Report(@Nullable Throwable cause) {}

    private final Desk desk;
    private final Slot slot;
    private final Child<T> child;
    private final String path;
    private final int incarnation;
    private final AtomicReference<Phase> starting = new AtomicReference<>(Phase.RUNS);
    private final AtomicReference<Phase> stopping = new AtomicReference<>(Phase.RUNS);
    private final AtomicReference<@Nullable Report> report = new AtomicReference<>();
    private final AtomicBoolean told = new AtomicBoolean();
    /** Written by the thread of the start hook before its notice; read by the control thread after it. */
    private @Nullable T thing;
    /** Control thread only. */
    private @Nullable Thread startThread;
    /** Control thread only. */
    private @Nullable Thread stopThread;

    ChildRun(Desk desk, Slot slot, Child<T> child, String path, int incarnation) {
        this.desk = desk;
        this.slot = slot;
        this.child = child;
        this.path = path;
        this.incarnation = incarnation;
    }

    // The control thread.

    Slot slot() {
        return slot;
    }

    void start() {
        try {
            startThread = desk.world.threads().start(threadName("start"), this::runStart);
        } catch (Throwable noThread) {
            desk.inbox.post(new Notice.StartFailed(this, noThread));
        }
    }

    /** Tells the start hook that it is not wanted any more. */
    void cancelStart() {
        interrupt(startThread);
    }

    /** {@return whether the start hook was given up; if not, its notice is on its way} */
    boolean giveUpStart() {
        interrupt(startThread);
        Interleave.point();
        return starting.compareAndSet(Phase.RUNS, Phase.GIVEN_UP);
    }

    /** Starts the stop hook. Throws when there is no thread for it. */
    void stop(Duration within) {
        stopThread = desk.world.threads().start(threadName("stop"), () -> runStop(within));
    }

    /** {@return whether the stop hook got its thread} */
    boolean isStopping() {
        return stopThread != null;
    }

    /**
     * {@return whether the stop hook was given up; if not, its notice is on its way}
     *
     * @param interrupt whether it had time and is told that it is over
     */
    boolean giveUpStop(boolean interrupt) {
        if (interrupt) {
            interrupt(stopThread);
        }
        Interleave.point();
        return stopping.compareAndSet(Phase.RUNS, Phase.GIVEN_UP);
    }

    private static void interrupt(@Nullable Thread thread) {
        if (thread != null) {
            thread.interrupt();
        }
    }

    // The threads of the hooks.

    private void runStart() {
        desk.inside.add(Thread.currentThread());
        T made;
        try {
            made = Objects.requireNonNull(
                    child.start().start(this),
                    () -> "The start hook of child " + path
                            + " returned null, so there is nothing to stop; return what was started.");
        } catch (Throwable failure) {
            Interleave.point();
            desk.inbox.post(
                    starting.compareAndSet(Phase.RUNS, Phase.RETURNED)
                            ? new Notice.StartFailed(this, failure)
                            : new Notice.Returned(this, null));
            desk.inside.remove(Thread.currentThread());
            return;
        }
        thing = made;
        Interleave.point();
        if (starting.compareAndSet(Phase.RUNS, Phase.RETURNED)) {
            Interleave.point();
            desk.inbox.post(new Notice.Started(this, made));
            Interleave.point();
            starting.set(Phase.UP);
            tellReport();
        } else {
            // The interrupt was for the start that is over; what follows is the stop.
            Thread.interrupted();
            desk.inbox.post(new Notice.Returned(this, failureOfStop(made, child.stopLimit())));
        }
        desk.inside.remove(Thread.currentThread());
    }

    private void runStop(Duration within) {
        desk.inside.add(Thread.currentThread());
        Throwable failure = failureOfStop(Objects.requireNonNull(thing), within);
        Interleave.point();
        desk.inbox.post(
                stopping.compareAndSet(Phase.RUNS, Phase.RETURNED)
                        ? new Notice.Stopped(this, failure)
                        : new Notice.Returned(this, failure));
        desk.inside.remove(Thread.currentThread());
    }

    private @Nullable Throwable failureOfStop(T made, Duration within) {
        try {
            child.stop().stop(made, within);
            return null;
        } catch (Throwable failure) {
            return failure;
        }
    }

    // Any thread.

    @Override
    public String path() {
        return path;
    }

    @Override
    public int incarnation() {
        return incarnation;
    }

    @Override
    public void ended() {
        report(new Report(null));
    }

    @Override
    public void failed(Throwable cause) {
        report(new Report(Objects.requireNonNull(cause)));
    }

    @Override
    public Thread start(ChildCode code) {
        return desk.world.threads().start(threadName("run"), () -> {
            desk.inside.add(Thread.currentThread());
            try {
                code.run();
                ended();
            } catch (Throwable failure) {
                failed(failure);
            } finally {
                desk.inside.remove(Thread.currentThread());
            }
        });
    }

    private void report(Report said) {
        if (report.compareAndSet(null, said)) {
            Interleave.point();
            if (starting.get() == Phase.UP) {
                tellReport();
            }
        }
    }

    private void tellReport() {
        Report said = report.get();
        if (said != null && told.compareAndSet(false, true)) {
            desk.inbox.post(new Notice.Reported(this, said.cause()));
        }
    }

    private String threadName(String what) {
        return "lifeguard-" + path + "." + incarnation + "-" + what;
    }
}
