package dev.lifeguard.verification.anomalies;

import dev.lifeguard.testkit.VirtualTime;
import dev.lifeguard.timing.TimeSource;
import dev.lifeguard.verification.anomalies.Anomaly.Kind;
import dev.lifeguard.verification.anomalies.Anomaly.Occasion;
import java.time.Duration;
import java.time.Instant;

/** Virtual time. Each wait, and each look at the clock on the wall, is an occasion to go wrong. */
final class BrittleTime implements TimeSource {
    static final Duration LATE = Duration.ofMillis(50);
    static final Duration LEAP = Duration.ofSeconds(10);
    private static final Duration YEAR = Duration.ofDays(365);

    private final VirtualTime time;
    private final Anomaly anomaly;
    private boolean leaps;

    BrittleTime(VirtualTime time, Anomaly anomaly) {
        this.time = time;
        this.anomaly = anomaly;
    }

    /** {@return whether the time leaps now} As after the lid of a laptop was closed. */
    boolean takeLeap() {
        boolean now = leaps;
        leaps = false;
        return now;
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public Instant wallTime() {
        Instant now = Instant.EPOCH.plusNanos(time.nanoTime());
        if (!anomaly.strikes(Occasion.WALL_CLOCK)) {
            return now;
        }
        return anomaly.kind == Kind.A_YEAR_BACK ? now.minus(YEAR) : now.plus(YEAR);
    }

    @Override
    public void park(Object blocker) {
        if (!anomaly.strikes(Occasion.PARK)) {
            time.park(blocker);
            return;
        }
        switch (anomaly.kind) {
            case INTERRUPT_FLAG -> Thread.currentThread().interrupt();
            case WAKES_LATE -> {
                time.park(blocker);
                time.parkUntil(blocker, time.nanoTime() + LATE.toNanos());
            }
            case LEAPS_AHEAD -> {
                leaps = true;
                time.park(blocker);
            }
            default -> {
                // It returns at once, for no reason.
            }
        }
    }

    @Override
    public void parkUntil(Object blocker, long deadlineNanos) {
        if (!anomaly.strikes(Occasion.PARK)) {
            time.parkUntil(blocker, deadlineNanos);
            return;
        }
        switch (anomaly.kind) {
            case INTERRUPT_FLAG -> Thread.currentThread().interrupt();
            case WAKES_EARLY -> time.parkUntil(blocker, time.nanoTime() + (deadlineNanos - time.nanoTime()) / 2);
            case WAKES_LATE -> time.parkUntil(blocker, deadlineNanos + LATE.toNanos());
            case LEAPS_AHEAD -> {
                leaps = true;
                time.parkUntil(blocker, deadlineNanos);
            }
            default -> {
                // It returns at once, for no reason.
            }
        }
    }
}
