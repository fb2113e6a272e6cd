package dev.lifeguard.timing;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The time of the machine. The one place that reads its clocks. */
public final class SystemTime implements TimeSource {

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant wallTime() {
        return Instant.now();
    }

    @Override
    public void park(Object blocker) {
        LockSupport.park(blocker);
    }

    @Override
    public void parkUntil(Object blocker, long deadlineNanos) {
        long left = deadlineNanos - System.nanoTime();
        if (left > 0) {
            LockSupport.parkNanos(blocker, left);
        }
    }
}
