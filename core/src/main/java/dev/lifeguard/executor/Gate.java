package dev.lifeguard.executor;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who is inside a view, and whether others may come: {@code closed | stopped | count} in one word, so that nobody enters
 * behind the last one who left.
 *
 * <p>Order: who enters and who closes compete on the word. The one who brings the count of a closed gate to zero, or
 * closes an empty one, opens the latch; nobody can enter after that, so it is opened for good.
 */
final class Gate {

    private static final long CLOSED = 1L << 62;
    private static final long STOPPED = 1L << 61;
    private static final long MARKS = CLOSED | STOPPED;

    private final AtomicLong word = new AtomicLong();
    private final CountDownLatch terminated = new CountDownLatch(1);

    /** {@return whether the caller is inside now; he must leave once} */
    boolean enter() {
        while (true) {
            long seen = word.get();
            if ((seen & CLOSED) != 0) {
                return false;
            }
            if (word.compareAndSet(seen, seen + 1)) {
                return true;
            }
        }
    }

    void leave() {
        openIfOver(word.decrementAndGet());
    }

    /** Lets nobody in any more. */
    void close() {
        openIfOver(word.updateAndGet(seen -> seen | CLOSED));
    }

    /** Lets nobody in any more, and says that those inside should go. */
    void stop() {
        openIfOver(word.updateAndGet(seen -> seen | MARKS));
    }

    private void openIfOver(long now) {
        if ((now & CLOSED) != 0 && (now & ~MARKS) == 0) {
            terminated.countDown();
        }
    }

    boolean isClosed() {
        return (word.get() & CLOSED) != 0;
    }

    boolean isStopped() {
        return (word.get() & STOPPED) != 0;
    }

    boolean isTerminated() {
        return terminated.getCount() == 0;
    }

    boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return terminated.await(timeout, unit);
    }
}
