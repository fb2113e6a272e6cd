package dev.lifeguard.verification.rows;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** The carriers of virtual threads: while all are held, a worker that is woken does not get to run. */
final class Carriers {

    /** How many there are; the child JVM is given one. */
    static final String HOW_MANY = "jdk.virtualThreadScheduler.parallelism";

    private Carriers() {}

    /** Does something on this thread, which is no virtual one, while no virtual thread runs. */
    static <T> T heldWhile(Callable<T> something) throws Exception {
        int all = Integer.getInteger(HOW_MANY, Runtime.getRuntime().availableProcessors());
        var held = new CountDownLatch(all);
        var over = new AtomicBoolean();
        try {
            for (int carrier = 0; carrier < all; carrier++) {
                Thread.startVirtualThread(() -> {
                    held.countDown();
                    // Not a park, which would give the carrier back.
                    while (!over.get()) {
                        Thread.onSpinWait();
                    }
                });
            }
            held.await();
            return something.call();
        } finally {
            over.set(true);
        }
    }
}
