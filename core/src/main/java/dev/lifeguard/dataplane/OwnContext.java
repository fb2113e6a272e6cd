package dev.lifeguard.dataplane;

import dev.lifeguard.Message;
import dev.lifeguard.WorkerContext;
import dev.lifeguard.WorkerId;
import java.util.Objects;
import java.util.Optional;

/**
 * A worker's own view of itself, as its user code sees it.
 *
 * @param plane where it works
 * @param cell the incarnation
 */
public record OwnContext(DataPlane plane, WorkerCell cell) implements WorkerContext {

    @Override
    public WorkerId id() {
        return cell.id;
    }

    @Override
    public Optional<Message> poll() {
        return Optional.ofNullable(cell.readMail());
    }

    @Override
    public boolean emit(Object message) {
        return plane.callbacks.emit(cell.id, Objects.requireNonNull(message));
    }

    @Override
    public void heartbeat() {
        TaskRecord<?> task = cell.current();
        if (task != null && task.runsOn() == cell) {
            task.heartbeat();
        }
    }

    @Override
    public String toString() {
        return cell.id.toString();
    }
}
