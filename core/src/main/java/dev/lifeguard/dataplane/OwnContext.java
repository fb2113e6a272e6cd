package dev.lifeguard.dataplane;

import dev.lifeguard.WorkerContext;
import dev.lifeguard.WorkerId;

/**
 * A worker's own view of itself, as its user code sees it.
 *
 * @param cell the incarnation
 */
public record OwnContext(WorkerCell cell) implements WorkerContext {

    @Override
    public WorkerId id() {
        return cell.id;
    }

    @Override
    public String toString() {
        return cell.id.toString();
    }
}
