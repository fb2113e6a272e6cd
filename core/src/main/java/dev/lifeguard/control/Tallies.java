package dev.lifeguard.control;

import dev.lifeguard.dataplane.Counters;
import dev.lifeguard.dataplane.WorkerCell;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who counts: every worker whose thread is there, whatever became of its slot, for it can still count a success or the
 * end of a loan; and in two sums what those have counted whose threads are gone. Sums and workers are shown together, so
 * that nobody who reads them finds a worker in both or in neither: counters never decrease. Supervisor only.
 */
final class Tallies {

    private final Set<WorkerCell> counting = new LinkedHashSet<>();
    private long succeeded;
    private long leases;
    private Counters.@Nullable Workers shown;

    /** A worker begins to count. Before its thread. */
    void begin(WorkerCell cell) {
        counting.add(cell);
        shown = null;
    }

    /** The thread of a worker is gone, so it counts no more: what it has counted is kept. */
    void gone(WorkerCell cell) {
        if (counting.remove(cell)) {
            succeeded += cell.succeeded();
            leases += cell.epoch();
            shown = null;
        }
    }

    /** {@return who counts now, and the sums of the others} */
    Counters.Workers now() {
        Counters.Workers now = shown;
        if (now == null) {
            now = new Counters.Workers(succeeded, leases, List.copyOf(counting));
            shown = now;
        }
        return now;
    }
}
