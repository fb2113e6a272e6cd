package dev.lifeguard.distributed.host;

import dev.lifeguard.distributed.engine.Delivery;
import dev.lifeguard.distributed.engine.EngineException;
import dev.lifeguard.distributed.engine.Place;
import dev.lifeguard.distributed.engine.Taker;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes tasks, one at a time, as long as the gate lets it. */
final class Slot implements Runnable {

    static final Duration LOOK = Duration.ofMillis(200);
    private static final long PAUSE_NANOS = 20_000_000;
    private static final long AWAY_NANOS = 100_000_000;

    /** How long a suspect waits at first, and at most, until nothing else runs here; doubled each time it waited in vain. */
    private static final long FIRST_PATIENCE_NANOS = 1_000_000_000L;

    private static final long LAST_PATIENCE_NANOS = 60_000_000_000L;

    private final Host<?, ?> host;
    private final Place place;
    private final boolean alone;
    private long patienceNanos = FIRST_PATIENCE_NANOS;

    private Slot(Host<?, ?> host, Place place, boolean alone) {
        this.host = host;
        this.place = place;
        this.alone = alone;
    }

    /** {@return a slot for tasks, beside others} */
    static Slot ordinary(Host<?, ?> host) {
        return new Slot(host, Place.TASKS, false);
    }

    /** {@return the slot for suspects, each of which runs while nothing else does} */
    static Slot forSuspects(Host<?, ?> host) {
        return new Slot(host, Place.SUSPECTS, true);
    }

    @Override
    public void run() {
        @Nullable Taker taker = null;
        while (!host.leaving()) {
            try {
                if (taker == null) {
                    taker = host.link().taker(place, host.settings().tasks().version());
                }
                if (alone) {
                    suspect(taker);
                } else {
                    next(taker);
                }
            } catch (EngineException away) {
                host.surroundings().pause(this, AWAY_NANOS);
            } catch (InterruptedException ending) {
                break;
            } catch (Throwable failure) {
                // Code of the user that is asked beside the task, or no memory: what is held goes back, and the slot
                // goes on.
                host.trouble(
                        "A slot of host " + host.settings().host() + " failed with " + failure
                                + ", so the task that it held is handed out again; make codecs throw from encode and decode only.");
                if (taker != null) {
                    taker.close();
                    taker = null;
                }
                host.surroundings().pause(this, AWAY_NANOS);
            }
        }
        if (taker != null) {
            taker.close();
        }
    }

    private void next(Taker taker) throws InterruptedException {
        if (!host.gate().enter()) {
            host.surroundings().pause(this, PAUSE_NANOS);
            return;
        }
        try {
            Optional<Delivery> taken = taker.take(LOOK);
            if (taken.isPresent() && begins(taker, taken.get())) {
                new Attempt<>(host, taker, taken.get(), false).run();
            }
        } finally {
            host.gate().leave();
        }
    }

    /**
     * {@return whether a task that was taken may begin} A slot that was about to take one when a pause came keeps it until the
     * pause is over. Giving it back would cost it its place in the order of its key.
     */
    private boolean begins(Taker taker, Delivery delivery) throws InterruptedException {
        while (host.paused() && !host.leaving()) {
            host.surroundings().pause(this, PAUSE_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        if (host.paused()) {
            taker.giveBack(delivery);
        }
        return !host.paused();
    }

    private void suspect(Taker taker) throws InterruptedException {
        if (host.paused()) {
            host.surroundings().pause(this, PAUSE_NANOS);
            return;
        }
        Optional<Delivery> taken = taker.take(LOOK);
        if (taken.isEmpty() || !begins(taker, taken.get())) {
            return;
        }
        if (!host.gate().enterAlone(patienceNanos, host::leaving)) {
            patienceNanos = Math.min(LAST_PATIENCE_NANOS, 2 * patienceNanos);
            new Attempt<>(host, taker, taken.get(), true).handBack("other tasks ran here for too long");
            return;
        }
        try {
            patienceNanos = FIRST_PATIENCE_NANOS;
            new Attempt<>(host, taker, taken.get(), true).run();
        } finally {
            host.gate().leaveAlone();
        }
    }
}
