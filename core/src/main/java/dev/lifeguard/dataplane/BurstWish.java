package dev.lifeguard.dataplane;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The wish for a worker beyond the size of the pool: told once, until the supervisor has heard it.
 *
 * <p>Order: the supervisor takes the wish back and then looks at the queue; who wishes has queued his work before. So a
 * wish that is not told because one is there already is seen by the one who hears that.
 */
public final class BurstWish {

    private final Signals signals;
    private final AtomicBoolean asked = new AtomicBoolean();

    /** Supervisor writes: whether the pool may burst, so that one without burst asks nobody. */
    private volatile boolean possible;

    BurstWish(Signals signals, boolean possible) {
        this.signals = signals;
        this.possible = possible;
    }

    /** Work waits and no worker is free. */
    void ask() {
        if (possible && !asked.get() && asked.compareAndSet(false, true)) {
            signals.post(Notice.Plain.BURST_WANTED);
        }
    }

    /** Goes by another setting from now on. */
    void follow(boolean now) {
        possible = now;
    }

    /** The supervisor has heard the wish and will look at the queue after this. */
    public void heard() {
        asked.set(false);
    }
}
