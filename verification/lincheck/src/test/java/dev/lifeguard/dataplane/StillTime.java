package dev.lifeguard.dataplane;

import dev.lifeguard.timing.TimeSource;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** A time that stands still, so that every run of a scenario sees the same. */
final class StillTime implements TimeSource {

    @Override
    public long nanoTime() {
        return 0;
    }

    @Override
    public Instant wallTime() {
        return Instant.EPOCH;
    }

    @Override
    public void park(Object blocker) {
        LockSupport.park(blocker);
    }

    @Override
    public void parkUntil(Object blocker, long deadlineNanos) {
        LockSupport.park(blocker);
    }
}
