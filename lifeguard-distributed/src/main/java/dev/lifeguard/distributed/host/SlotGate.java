package dev.lifeguard.distributed.host;

import dev.lifeguard.distributed.surroundings.Surroundings;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Who may take tasks now. Ordinary slots share it; a suspect has it alone, so that nobody else is hurt when it kills the
 * process, and so that nobody else can be blamed.
 */
final class SlotGate {

    private static final long LOOK_NANOS = 2_000_000;

    private final Surroundings surroundings;
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean wantedAlone;
    private volatile boolean shut;

    SlotGate(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Nothing is taken while the gate is shut. */
    void shut(boolean now) {
        shut = now;
    }

    /** {@return whether an ordinary slot may take a task; if so it has to {@link #leave}} */
    boolean enter() {
        // Order: count oneself, then read the wish; who wishes writes the wish, then reads the count. So one sees the
        // other.
        inside.incrementAndGet();
        if (wantedAlone || shut) {
            inside.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        inside.decrementAndGet();
    }

    int inside() {
        return inside.get();
    }

    /** {@return whether the caller has the gate alone; if so it has to {@link #leaveAlone}} Only one thread calls this. */
    boolean enterAlone(long patienceNanos, BooleanSupplier givingUp) {
        wantedAlone = true;
        long deadline = surroundings.time().nanoTime() + patienceNanos;
        while (inside.get() > 0) {
            if (givingUp.getAsBoolean() || deadline - surroundings.time().nanoTime() <= 0) {
                wantedAlone = false;
                return false;
            }
            surroundings.pause(this, LOOK_NANOS);
        }
        return true;
    }

    void leaveAlone() {
        wantedAlone = false;
    }
}
