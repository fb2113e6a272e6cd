package dev.lifeguard.testkit.simulation;

import dev.lifeguard.testkit.VirtualTime;
import dev.lifeguard.timing.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** The time of the test kit as the pool wants it, with a wall clock that can be set. */
public final class VirtualSource implements TimeSource {
    private final VirtualTime time;
    private volatile Duration off = Duration.ZERO;

    /** The wall clock begins where the epoch and the virtual time do. */
    public VirtualSource(VirtualTime time) {
        this.time = time;
    }

    /** The clock is set by so much, in either direction. */
    void jump(Duration by) {
        off = off.plus(by);
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public Instant wallTime() {
        return Instant.EPOCH.plusNanos(time.nanoTime()).plus(off);
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
