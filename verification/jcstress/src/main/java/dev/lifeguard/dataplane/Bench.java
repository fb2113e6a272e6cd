package dev.lifeguard.dataplane;

import dev.lifeguard.Limits;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.timing.SystemTime;

/** A data plane without threads: the actors of a stress test take the parts of workers, callers and supervisor. */
public final class Bench {

    private Bench() {}

    public static DataPlane plane(WorkerOrder order) {
        var rules = new DataPlane.Rules("stress", 8, WhenFull.refuse(), Limits.none(), Retry.none(), order, false);
        return new DataPlane(rules, new SystemTime(), notice -> {}, callback -> {});
    }

    /** A cell that has just become IDLE and stands in the list. */
    static WorkerCell idleCell(DataPlane plane) {
        WorkerCell cell = startingCell();
        plane.dispatcher().publish(new WorkerCell[] {cell});
        plane.dispatcher().admit(cell);
        return cell;
    }

    /** A cell that its own thread holds as RUNNING, as after a task. */
    public static WorkerCell runningCell(DataPlane plane) {
        WorkerCell cell = idleCell(plane);
        cell.reclaim();
        return cell;
    }

    private static WorkerCell startingCell() {
        WorkerCell cell = new WorkerCell(new WorkerId("stress", 0, 1));
        cell.hold(new Object());
        return cell;
    }

    static TaskRecord<?> submit(DataPlane plane) {
        return submit(plane, TaskOptions.none());
    }

    static TaskRecord<?> submit(DataPlane plane, TaskOptions options) {
        return (TaskRecord<?>) plane.<Object>submit((worker, payload, context) -> payload, "payload", options);
    }
}
