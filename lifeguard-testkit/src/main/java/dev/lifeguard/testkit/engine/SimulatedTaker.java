package dev.lifeguard.testkit.engine;

import dev.lifeguard.distributed.engine.Delivery;
import dev.lifeguard.distributed.engine.EngineException;
import dev.lifeguard.distributed.engine.EngineException.Reason;
import dev.lifeguard.distributed.engine.Parcel;
import dev.lifeguard.distributed.engine.Place;
import dev.lifeguard.distributed.engine.Taker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Takes parcels of the simulated engine. Its fields are under the engine's lock. */
final class SimulatedTaker implements Taker {

    private final SimulatedEngine engine;
    private final SimulatedLink link;
    private final Place place;
    private final int newest;
    private @Nullable Delivery held;
    private boolean lost;

    /** Who sleeps here, so that only a sleeper is woken: a permit for one who is awake would cost it its next pause. */
    private volatile @Nullable Thread waiting;

    SimulatedTaker(SimulatedEngine engine, SimulatedLink link, Place place, int newest) {
        this.engine = engine;
        this.link = link;
        this.place = place;
        this.newest = newest;
    }

    @Override
    public Optional<Delivery> take(Duration limit) throws InterruptedException {
        long deadline = engine.now() + limit.toNanos();
        while (true) {
            Optional<Delivery> taken = look();
            if (taken.isPresent() || deadline - engine.now() <= 0) {
                return taken;
            }
            long next = engine.now() + SimulatedEngine.LOOK_NANOS;
            engine.surroundings.time().parkUntil(this, deadline - next < 0 ? deadline : next);
            waiting = null;
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private Optional<Delivery> look() {
        try {
            return lookOnce();
        } catch (EngineException failure) {
            // A reply that was lost may have been a parcel; who did not get it does not hold it.
            drop();
            throw failure;
        }
    }

    private Optional<Delivery> lookOnce() {
        return engine.operate(link, "take", () -> {
            if (held != null && !lost) {
                throw new IllegalStateException("A taker holds one parcel at a time, and this one holds "
                        + held.parcel() + "; settle it or give it back first.");
            }
            lost = false;
            link.store().takeBack(this);
            Optional<Delivery> taken = link.store()
                    .take(place, newest, this, engine.now(), engine.bug == SimulatedEngine.Bug.GENEROUS_HANDS);
            held = taken.orElse(null);
            if (taken.isEmpty()) {
                waiting = Thread.currentThread();
            }
            return taken;
        });
    }

    @Override
    public void settle(Delivery delivery, List<Parcel> consequences) {
        try {
            engine.operate(link, "settle", () -> {
                if (lost || !delivery.equals(held) || !link.store().holds(place, this)) {
                    held = null;
                    throw new EngineException(
                            Reason.FENCED,
                            "This taker has lost " + delivery.parcel()
                                    + ", so it is not settled; somebody else is handed it.",
                            null);
                }
                held = null;
                link.store().remove(place, this);
                boolean torn = engine.bug == SimulatedEngine.Bug.TORN_SETTLEMENT && engine.chance(0.05);
                if (!torn) {
                    consequences.forEach(parcel -> link.store().put(parcel, engine.now()));
                }
                engine.wake();
                return true;
            });
        } catch (EngineException failure) {
            // Whether it happened or not, this taker holds nothing any more: the contract of an unknown end.
            drop();
            throw failure;
        }
    }

    private void drop() {
        engine.lock.lock();
        try {
            held = null;
            if (link.store().takeBack(this)) {
                engine.wake();
            }
        } finally {
            engine.lock.unlock();
        }
    }

    @Override
    public void giveBack(Delivery delivery) {
        drop();
    }

    @Override
    public void close() {
        engine.lock.lock();
        try {
            held = null;
            link.store().takeBack(this);
            link.forget(this);
            engine.wake();
        } finally {
            engine.lock.unlock();
        }
    }

    /** The lock is held, as for all that follow. */
    void lose() {
        lost = true;
    }

    boolean takes(Place wanted) {
        return place.equals(wanted);
    }

    void wake() {
        Thread thread = waiting;
        if (thread != null && thread != Thread.currentThread()) {
            waiting = null;
            LockSupport.unpark(thread);
        }
    }
}
