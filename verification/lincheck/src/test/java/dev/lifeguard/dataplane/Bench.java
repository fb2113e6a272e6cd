package dev.lifeguard.dataplane;

import dev.lifeguard.Limits;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.timing.CoarseClock;

/** A data plane without threads: the operations take the parts of workers, callers and supervisor. */
final class Bench {

    private Bench() {}

    static DataPlane plane() {
        var rules = new DataPlane.Rules(
                "lincheck", 8, WhenFull.refuse(), Limits.none(), Retry.none(), WorkerOrder.AFFINE, false);
        return new DataPlane(rules, new StillTime(), notice -> {}, callback -> {});
    }

    static CoarseClock clock() {
        return new CoarseClock(new StillTime(), () -> {});
    }

    /** A worker that has just become IDLE. */
    static WorkerCell idleCell() {
        WorkerCell cell = new WorkerCell(new WorkerId("lincheck", 0, 1));
        cell.hold(new Object());
        cell.publish();
        return cell;
    }

    static TaskRecord<?> submit(DataPlane plane, TaskOptions options) {
        return (TaskRecord<?>) plane.<Object>submit((worker, payload, context) -> payload, "payload", options);
    }

    /** A task that nobody has submitted: an entry for a line. */
    static TaskRecord<?> entry(DataPlane plane, long id, TaskOptions options) {
        return new TaskRecord<>(
                plane, id, (worker, payload, context) -> payload, "payload", options, Limits.none(), Retry.none(), 0);
    }
}
