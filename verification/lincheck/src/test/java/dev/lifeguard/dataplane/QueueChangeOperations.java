package dev.lifeguard.dataplane;

import dev.lifeguard.policy.Discipline;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;

/**
 * The queue while its discipline changes. A poll may find nothing in that moment, so what one of them finds says nothing;
 * but in the end nobody who came is lost, and nobody was served twice.
 */
public class QueueChangeOperations {

    private final TaskQueue queue = new TaskQueue(Discipline.fifo(), Bench.clock(), new Affinity());
    private final WorkerCell worker = Bench.idleCell();
    private final AtomicInteger offered = new AtomicInteger();
    private final Queue<Waiting> served = new ConcurrentLinkedQueue<>();

    @Operation
    public void offer() {
        queue.offer(new CheckoutWaiter(offered.incrementAndGet()));
    }

    @Operation
    public void poll() {
        serve(queue.poll(worker));
    }

    @Operation(nonParallelGroup = "supervisor")
    public void toLevels() {
        queue.change(Discipline.priorities(2));
    }

    @Operation(nonParallelGroup = "supervisor")
    public void toFifo() {
        queue.change(Discipline.fifo());
    }

    private boolean serve(@Nullable Waiting entry) {
        return entry != null && served.add(entry);
    }

    @Validate
    public void everybodyIsServedOnce() {
        while (serve(queue.poll(worker))) {
            // Until nobody is left.
        }
        if (served.size() != offered.get() || Set.copyOf(served).size() != served.size()) {
            throw new IllegalStateException(offered + " came, and served were " + served.size() + ", "
                    + Set.copyOf(served).size() + " of them different.");
        }
    }
}
