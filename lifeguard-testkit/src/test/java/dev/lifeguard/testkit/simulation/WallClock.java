package dev.lifeguard.testkit.simulation;

import dev.lifeguard.testkit.VirtualTime;
import dev.lifeguard.timing.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** Virtual time with a wall clock that somebody sets while the pool runs. */
final class WallClock implements TimeSource {
    private final VirtualTime time;
    private volatile Duration off = Duration.ZERO;

    WallClock(VirtualTime time) {
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
