package dev.lifeguard.verification.soak;

import java.lang.management.ManagementFactory;

/**
 * What must not grow while the same goes on and on: the heap that is in use after a collection, and the number of platform
 * threads.
 *
 * @param heapBytes in use after a full collection
 * @param threads platform threads
 */
record Steadiness(long heapBytes, int threads) {

    /** What the pool may have more in its histories and buffers, and the workers of a larger size. */
    private static final long MORE_BYTES = 24L << 20;

    private static final int MORE_THREADS = 24;

    static Steadiness look() {
        System.gc();
        return new Steadiness(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getThreadMXBean().getThreadCount());
    }

    /** {@return whether this, which was seen later, is no more than that} */
    boolean isAsSteadyAs(Steadiness earlier) {
        return heapBytes <= earlier.heapBytes + MORE_BYTES && threads <= earlier.threads + MORE_THREADS;
    }

    @Override
    public String toString() {
        return (heapBytes >> 10) + " KiB of heap, " + threads + " platform threads";
    }
}
