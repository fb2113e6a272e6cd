package dev.lifeguard.tree.recording;

import dev.lifeguard.supervision.ChildState;
import dev.lifeguard.supervision.SupervisionEvent;
import dev.lifeguard.supervision.SupervisorState;
import dev.lifeguard.tree.Causes;
import dev.lifeguard.tree.Recording;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what happens in one tree as JFR events. Control thread only. */
final class FlightRecording implements Recording {

    /** What each child that is away failed of, by its path; never more than there are children. */
    private final Map<String, String> failures = new HashMap<>();

    private final String tree;

    FlightRecording(String tree) {
        this.tree = tree;
    }

    @Override
    public void told(SupervisionEvent event) {
        switch (event) {
            case SupervisionEvent.ChildChanged change -> moved(change);
            case SupervisionEvent.SupervisorChanged change -> moved(change);
            case SupervisionEvent.Trouble trouble -> alert(trouble.path(), trouble.message());
            case SupervisionEvent.Missed missed ->
                alert(tree, missed.count() + " events were missed by listeners, which are slow");
        }
    }

    private void moved(SupervisionEvent.ChildChanged change) {
        String cause = words(change.cause());
        var moved = new Events.ChildMoved();
        place(moved, change.path());
        moved.incarnation = change.incarnation();
        moved.from = change.from().toString();
        moved.to = change.to().toString();
        moved.reason = change.reason();
        moved.cause = cause;
        moved.commit();
        boolean failed = change.from() == ChildState.STARTING || change.from() == ChildState.RUNNING;
        if (failed && cause != null) {
            failures.put(change.path(), cause);
        } else if (change.to() == ChildState.STARTING) {
            String before = failures.remove(change.path());
            if (change.incarnation() > 1) {
                var restarted = new Events.ChildRestarted();
                place(restarted, change.path());
                restarted.incarnation = change.incarnation();
                restarted.cause = before;
                restarted.commit();
            }
        }
    }

    private void moved(SupervisionEvent.SupervisorChanged change) {
        String cause = words(change.cause());
        var moved = new Events.SupervisorMoved();
        place(moved, change.path());
        moved.from = change.from().toString();
        moved.to = change.to().toString();
        moved.reason = change.reason();
        moved.cause = cause;
        moved.commit();
        if (change.to() == SupervisorState.FAILING) {
            int cut = change.path().lastIndexOf('/');
            var escalated = new Events.Escalated();
            place(escalated, change.path());
            escalated.parent = cut < 0 ? null : change.path().substring(0, cut);
            escalated.reason = change.reason();
            escalated.cause = cause;
            escalated.commit();
        }
    }

    private static @Nullable String words(@Nullable Throwable cause) {
        return cause == null ? null : Causes.words(cause);
    }

    private void alert(String path, String message) {
        var alert = new Events.Alerted();
        place(alert, path);
        alert.message = message;
        alert.commit();
    }

    private void place(Events.TreeBound event, String path) {
        event.tree = tree;
        event.path = path;
    }
}
