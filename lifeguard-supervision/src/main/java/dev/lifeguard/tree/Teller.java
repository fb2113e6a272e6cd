package dev.lifeguard.tree;

import dev.lifeguard.supervision.SupervisionEvent;
import dev.lifeguard.supervision.SupervisionListener;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Tells events to the recording at once, and to the log and to the listeners on a thread of its own, because both are user
 * code. Only the control thread adds; when {@value #EVENTS} wait, further events are counted and dropped, and the count is told.
 */
final class Teller {

    /** How many events may wait for slow listeners. */
    static final int EVENTS = 1024;

    private static final System.Logger LOG = System.getLogger("dev.lifeguard.tree");

    private final String tree;
    private final Recording recording;
    private final List<SupervisionListener> listeners;
    private final LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    /** Control thread only. */
    private long missed;
    /** The teller's thread only. */
    private boolean over;

    Teller(String tree, Recording recording, List<SupervisionListener> listeners) {
        this.tree = tree;
        this.recording = recording;
        this.listeners = listeners;
    }

    void tell(SupervisionEvent event) {
        recording.told(event);
        // Only one thread adds, so the size can only have become smaller since it was read.
        if (waiting.size() >= EVENTS) {
            missed++;
            return;
        }
        if (missed > 0) {
            var lost = new SupervisionEvent.Missed(missed);
            recording.told(lost);
            waiting.add(() -> hear(lost));
            missed = 0;
        }
        waiting.add(() -> hear(event));
    }

    /** Runs these after what was told before, and ends. */
    void end(List<Runnable> last) {
        waiting.addAll(last);
        waiting.add(() -> over = true);
    }

    /** The body of the teller's thread. */
    void run() {
        while (!over) {
            try {
                waiting.take().run();
            } catch (InterruptedException interrupted) {
                LOG.log(System.Logger.Level.DEBUG, "Somebody interrupted the teller of tree " + tree + "; it goes on.");
            } catch (Throwable failure) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "What was to be done at the end of tree " + tree
                                + " (its failure handler, perhaps) threw. Make it not throw.",
                        failure);
            }
        }
    }

    private void hear(SupervisionEvent event) {
        System.Logger.Level level = level(event);
        if (LOG.isLoggable(level)) {
            LOG.log(level, text(event), cause(event));
        }
        for (SupervisionListener listener : listeners) {
            try {
                listener.on(event);
            } catch (Throwable failure) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "A listener of tree " + tree + " threw at " + event
                                + "; it is called again for the next event. Make it not throw.",
                        failure);
            }
        }
    }

    private static System.Logger.Level level(SupervisionEvent event) {
        return switch (event) {
            case SupervisionEvent.ChildChanged change ->
                change.cause() == null ? System.Logger.Level.DEBUG : System.Logger.Level.INFO;
            case SupervisionEvent.SupervisorChanged change ->
                change.cause() == null ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
            case SupervisionEvent.Trouble trouble -> System.Logger.Level.WARNING;
            case SupervisionEvent.Missed lost -> System.Logger.Level.WARNING;
        };
    }

    private static @Nullable Throwable cause(SupervisionEvent event) {
        return switch (event) {
            case SupervisionEvent.ChildChanged change -> change.cause();
            case SupervisionEvent.SupervisorChanged change -> change.cause();
            case SupervisionEvent.Trouble trouble -> trouble.cause();
            case SupervisionEvent.Missed lost -> null;
        };
    }

    private String text(SupervisionEvent event) {
        return switch (event) {
            case SupervisionEvent.ChildChanged change ->
                "Child " + change.path() + " (incarnation " + change.incarnation() + "): " + change.from() + " -> "
                        + change.to() + ": " + change.reason();
            case SupervisionEvent.SupervisorChanged change ->
                "Supervisor " + change.path() + ": " + change.from() + " -> " + change.to() + ": " + change.reason();
            case SupervisionEvent.Trouble trouble -> "Child " + trouble.path() + ": " + trouble.message();
            case SupervisionEvent.Missed lost ->
                "Tree " + tree + ": " + lost.count() + " events were dropped, because listeners are slow";
        };
    }
}
