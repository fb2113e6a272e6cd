package dev.lifeguard.dataplane;

import org.jetbrains.lincheck.datastructures.Operation;

/** A checkout that waits: two have a worker for it, while it may leave. */
public class CheckoutOperations {

    private final CheckoutWaiter waiter = new CheckoutWaiter(0);

    @Operation
    public boolean claim() {
        return waiter.claim();
    }

    @Operation
    public boolean leave() {
        return waiter.leave();
    }

    @Operation
    public boolean stillWaits() {
        return waiter.stillWaits();
    }
}
