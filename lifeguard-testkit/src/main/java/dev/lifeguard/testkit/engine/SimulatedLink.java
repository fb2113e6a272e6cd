package dev.lifeguard.testkit.engine;

import dev.lifeguard.distributed.engine.Audience;
import dev.lifeguard.distributed.engine.Confirmation;
import dev.lifeguard.distributed.engine.Delivery;
import dev.lifeguard.distributed.engine.EngineException;
import dev.lifeguard.distributed.engine.EngineException.Reason;
import dev.lifeguard.distributed.engine.FrameListener;
import dev.lifeguard.distributed.engine.Link;
import dev.lifeguard.distributed.engine.Member;
import dev.lifeguard.distributed.engine.Parcel;
import dev.lifeguard.distributed.engine.Place;
import dev.lifeguard.distributed.engine.QueueFacts;
import dev.lifeguard.distributed.engine.Taker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A member's way to the simulated engine. Its fields are under the engine's lock. */
final class SimulatedLink implements Link {

    /** Frames that are neither late nor lost are under way so long. */
    private static final long SOON_NANOS = 200_000;

    private static final long LATE_NANOS = 50_000_000;

    private final SimulatedEngine engine;
    private final String pool;
    private final Member member;
    private final List<SimulatedTaker> takers = new ArrayList<>();
    private FrameListener listener = frame -> {};
    private boolean dead;
    private boolean cut;
    private boolean fenced;
    private long fencedAtNanos;

    SimulatedLink(SimulatedEngine engine, String pool, Member member) {
        this.engine = engine;
        this.pool = pool;
        this.member = member;
    }

    @Override
    public void send(Parcel parcel, Confirmation confirmation) {
        try {
            boolean room = engine.operate(this, "send", () -> {
                boolean taken = store().send(parcel, engine.now());
                engine.wake();
                return taken;
            });
            confirm(
                    confirmation,
                    room
                            ? null
                            : new EngineException(
                                    Reason.FULL,
                                    "The place " + parcel.place().kind()
                                            + " has no room for a further parcel, so it was not"
                                            + " taken; add hosts, or send later.",
                                    null));
        } catch (EngineException failure) {
            confirm(confirmation, failure);
        }
    }

    private void confirm(Confirmation confirmation, @org.jspecify.annotations.Nullable EngineException failure) {
        if (!engine.courier.carry(engine.now(), false, () -> confirmation.done(failure))) {
            confirmation.done(SimulatedEngine.unreachable("send"));
        }
    }

    @Override
    public Taker taker(Place place, int newest) {
        return engine.operate(this, "taker", () -> {
            var taker = new SimulatedTaker(engine, this, place, newest);
            takers.add(taker);
            return taker;
        });
    }

    @Override
    public Optional<Delivery> withdraw(Place place, String id) {
        return engine.operate(
                this,
                "withdraw",
                () -> store().withdraw(place, id, engine.bug == SimulatedEngine.Bug.COPYING_WITHDRAWAL));
    }

    @Override
    public boolean tell(Audience audience, byte[] frame) {
        List<SimulatedLink> hearers;
        engine.lock.lock();
        try {
            if (dead || cut || engine.isAway()) {
                return false;
            }
            hearers = engine.members(pool).stream()
                    .filter(link -> audience.includes(link.member))
                    .toList();
        } finally {
            engine.lock.unlock();
        }
        for (SimulatedLink hearer : hearers) {
            int times = engine.chance(engine.faults().lostFrame())
                    ? 0
                    : engine.chance(engine.faults().doubledFrame()) ? 2 : 1;
            for (int n = 0; n < times; n++) {
                long delay = engine.chance(engine.faults().lateFrame()) ? engine.between(0, LATE_NANOS) : SOON_NANOS;
                engine.courier.carry(engine.now() + delay, true, () -> hearer.hearNow(frame));
            }
        }
        return true;
    }

    private void hearNow(byte[] frame) {
        FrameListener now;
        engine.lock.lock();
        try {
            if (dead || cut) {
                return;
            }
            now = listener;
        } finally {
            engine.lock.unlock();
        }
        now.hear(frame);
    }

    @Override
    public void hear(FrameListener hearer) {
        engine.lock.lock();
        try {
            listener = hearer;
        } finally {
            engine.lock.unlock();
        }
    }

    @Override
    public QueueFacts facts(Place place) {
        return engine.operate(
                this,
                "facts",
                () -> store().facts(
                                place,
                                engine.members(pool).stream()
                                        .flatMap(link -> link.takers.stream())
                                        .filter(taker -> taker.takes(place))
                                        .count()));
    }

    @Override
    public void close() {
        engine.lock.lock();
        try {
            engine.leave(pool, member, this);
            engine.wake();
        } finally {
            engine.lock.unlock();
        }
    }

    /** The lock is held, as for all that follow. */
    Store store() {
        return engine.store(pool);
    }

    void requireReachable(String what) {
        if (dead) {
            throw new EngineException(
                    Reason.CLOSED, "The link of " + member + " was closed, so " + what + " did not happen.", null);
        }
        if (cut || engine.isAway()) {
            throw SimulatedEngine.unreachable(what);
        }
    }

    void cutOff(long fenceAtNanos) {
        cut = true;
        fenced = false;
        fencedAtNanos = fenceAtNanos;
    }

    void heal() {
        expire(engine.now());
        cut = false;
    }

    void expire(long nowNanos) {
        if (cut && !fenced && fencedAtNanos - nowNanos <= 0) {
            fenced = true;
            fence();
        }
    }

    /** What its takers hold goes to others. */
    void fence() {
        takers.forEach(taker -> {
            store().takeBack(taker);
            taker.lose();
        });
        engine.wake();
    }

    void die() {
        fence();
        dead = true;
    }

    void forget(SimulatedTaker taker) {
        takers.remove(taker);
    }

    void wakeTakers() {
        takers.forEach(SimulatedTaker::wake);
    }
}
