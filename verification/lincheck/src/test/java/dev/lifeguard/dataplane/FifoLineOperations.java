package dev.lifeguard.dataplane;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;

/** First in, first out, for anybody. An entry is known by the moment at which it came. */
@Param(name = "entry", gen = IntGen.class, conf = "1:3")
public class FifoLineOperations {

    static final long NOBODY = -1;

    private final Line line = new FifoLine(new Affinity());
    private final WorkerCell worker = Bench.idleCell();

    @Operation
    public void offer(@Param(name = "entry") int entry) {
        line.offer(new CheckoutWaiter(entry));
    }

    @Operation
    public long poll() {
        return number(line.poll(worker));
    }

    @Operation
    public boolean isEmpty() {
        return line.isEmpty();
    }

    @Operation
    public long first() {
        return number(line.firstWaiting());
    }

    private static long number(@Nullable Waiting entry) {
        return entry == null ? NOBODY : entry.queuedNanos();
    }
}
