package dev.lifeguard.testkit.simulation;

import dev.lifeguard.testkit.VirtualTime;
import dev.lifeguard.timing.TimeSource;
import java.time.Instant;

/** The time of the test kit as the pool wants it. */
public record VirtualSource(VirtualTime time) implements TimeSource {
    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public Instant wallTime() {
        return Instant.EPOCH.plusNanos(time.nanoTime());
    }

    @Override
    public void park(Object blocker) {
        time.park(blocker);
    }

    @Override
    public void parkUntil(Object blocker, long deadlineNanos) {
        time.parkUntil(blocker, deadlineNanos);
    }
}
