package dev.lifeguard.testkit.engine;

import dev.lifeguard.distributed.engine.Engine;
import dev.lifeguard.distributed.engine.EngineException;
import dev.lifeguard.distributed.engine.EngineException.Reason;
import dev.lifeguard.distributed.engine.Link;
import dev.lifeguard.distributed.engine.Member;
import dev.lifeguard.distributed.engine.Place;
import dev.lifeguard.distributed.surroundings.Surroundings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * An engine of distributed pools in memory, which keeps the contract of an engine and can be made to misbehave as networks,
 * brokers and processes do: lost requests and replies, lost, doubled and late frames, members that are cut off or die, a
 * broker that restarts. One object is the broker; each process of a test has a {@link #connect connection} of its own.
 *
 * <p>Chance comes from a seed. Any thread may call any method.
 */
public final class SimulatedEngine implements AutoCloseable {

    /** How long a member that is cut off keeps what it holds. */
    private static final Duration LEASE = Duration.ofMillis(200);

    /** How often who waits for a parcel looks whether somebody's lease has passed. */
    static final long LOOK_NANOS = 20_000_000;

    final ReentrantLock lock = new ReentrantLock();
    final Surroundings surroundings;
    final Courier courier;
    private final Map<String, Store> stores = new HashMap<>();
    private final Map<String, Map<Member, SimulatedLink>> links = new HashMap<>();
    private final SplittableRandom random;
    private final int bound;
    private volatile NetworkFaults faults = NetworkFaults.none();
    private volatile long awayUntilNanos;
    private volatile boolean away;
    private volatile boolean closed;

    /** What is wrong with this engine itself, for tests of the tests. */
    volatile Bug bug = Bug.NONE;

    /** A mistake in an engine, which the suites and the simulation have to see. */
    enum Bug {
        NONE,
        /** What is settled is gone, and what follows from it is sometimes not kept. */
        TORN_SETTLEMENT,
        /** A restart forgets what was handed out. */
        FORGETFUL_RESTART,
        /** What is withdrawn stays where it was. */
        COPYING_WITHDRAWAL,
        /** A parcel that a taker holds is handed to others, too. */
        GENEROUS_HANDS
    }

    SimulatedEngine(long seed, int bound, Surroundings surroundings) {
        this.random = new SplittableRandom(seed);
        this.bound = bound;
        this.surroundings = surroundings;
        this.courier = new Courier(surroundings);
    }

    /**
     * {@return an engine in real time, without faults so far}
     *
     * @param seed decides every chance
     * @param bound how many tasks a pool may have in its queue
     */
    public static SimulatedEngine inRealTime(long seed, int bound) {
        return new SimulatedEngine(seed, bound, Surroundings.system());
    }

    /**
     * Sets what goes wrong from now on.
     *
     * @param now how often
     */
    public void faults(NetworkFaults now) {
        faults = now;
    }

    /** {@return the engine as one process sees it} */
    public Engine connect() {
        return new Connection();
    }

    /**
     * The broker goes away and comes back: whatever was taken is handed out again, whatever was told is lost, what was
     * confirmed is there.
     *
     * @param absence how long it is away
     */
    public void restart(Duration absence) {
        lock.lock();
        try {
            stores.values().forEach(store -> store.takeBackAll(bug == Bug.FORGETFUL_RESTART));
            links.values().forEach(members -> members.values().forEach(SimulatedLink::fence));
            courier.forgetFrames();
            awayUntilNanos = now() + absence.toNanos();
            away = true;
            wake();
        } finally {
            lock.unlock();
        }
    }

    /**
     * A member is cut off, as by a network or because its process is frozen. It cannot reach the engine; after its lease
     * (200 ms) others are handed what it holds.
     *
     * @param pool its pool
     * @param member who
     */
    public void cut(String pool, Member member) {
        with(pool, member, link -> link.cutOff(now() + LEASE.toNanos()));
    }

    /**
     * A member that was cut off reaches the engine again.
     *
     * @param pool its pool
     * @param member who
     */
    public void heal(String pool, Member member) {
        with(pool, member, SimulatedLink::heal);
    }

    /**
     * A process dies: others are handed at once what its members hold, and their names are free. What is left of it in
     * this JVM cannot reach the engine any more.
     *
     * @param process what {@link #connect} returned
     */
    public void kill(Engine process) {
        process.close();
    }

    private void with(String pool, Member member, java.util.function.Consumer<SimulatedLink> change) {
        lock.lock();
        try {
            SimulatedLink link = links.getOrDefault(pool, Map.of()).get(member);
            if (link != null) {
                change.accept(link);
                wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The lock is held. */
    void leave(String pool, Member member, SimulatedLink link) {
        link.die();
        links.getOrDefault(pool, Map.of()).remove(member, link);
    }

    /** The lock is held. */
    List<SimulatedLink> members(String pool) {
        return List.copyOf(links.getOrDefault(pool, Map.of()).values());
    }

    /** The lock is held. */
    Store store(String pool) {
        return stores.computeIfAbsent(pool, name -> new Store(bound));
    }

    boolean chance(double share) {
        lock.lock();
        try {
            return share > 0 && random.nextDouble() < share;
        } finally {
            lock.unlock();
        }
    }

    long between(long from, long to) {
        lock.lock();
        try {
            return random.nextLong(from, to);
        } finally {
            lock.unlock();
        }
    }

    NetworkFaults faults() {
        return faults;
    }

    long now() {
        return surroundings.time().nanoTime();
    }

    boolean isAway() {
        if (away && awayUntilNanos - now() <= 0) {
            away = false;
        }
        return away || closed;
    }

    /** Runs an operation of a member under the lock, unless the way there or back is lost. */
    <V> V operate(SimulatedLink link, String what, Supplier<V> operation) {
        if (chance(faults.lostRequest())) {
            throw unreachable(what + " was lost on the way to the engine");
        }
        V result;
        lock.lock();
        try {
            link.requireReachable(what);
            expireLeases();
            result = operation.get();
        } finally {
            lock.unlock();
        }
        if (chance(faults.lostReply())) {
            throw unreachable("the reply to " + what + " was lost");
        }
        return result;
    }

    /** The lock is held. */
    void expireLeases() {
        links.values().forEach(members -> members.values().forEach(link -> link.expire(now())));
    }

    /** The lock is held. Whoever waits for a parcel looks again. */
    void wake() {
        links.values().forEach(members -> members.values().forEach(SimulatedLink::wakeTakers));
    }

    static EngineException unreachable(String what) {
        return new EngineException(
                Reason.UNREACHABLE,
                "The engine cannot be reached (" + what + "), so nobody knows whether it happened; it is tried again.",
                null);
    }

    /**
     * {@return how many parcels are in a place}
     *
     * @param pool the pool
     * @param place the place
     */
    public int count(String pool, Place place) {
        lock.lock();
        try {
            return store(pool).count(place);
        } finally {
            lock.unlock();
        }
    }

    /** {@return the ids of the tasks that were ever taken into a pool} For tests that account for everything. */
    java.util.Set<String> accepted(String pool) {
        lock.lock();
        try {
            return java.util.Set.copyOf(store(pool).accepted());
        } finally {
            lock.unlock();
        }
    }

    /** {@return the ids of the tasks that were withdrawn from a pool} For tests that account for everything. */
    java.util.Set<String> withdrawn(String pool) {
        lock.lock();
        try {
            return java.util.Set.copyOf(store(pool).withdrawn());
        } finally {
            lock.unlock();
        }
    }

    /** Ends the engine; every link fails from now on. */
    @Override
    public void close() {
        closed = true;
        courier.end();
    }

    /** The engine as one process sees it. */
    private final class Connection implements Engine {

        private final Map<Member, Runnable> mine = new HashMap<>();

        @Override
        public Link join(String pool, Member member) {
            lock.lock();
            try {
                if (isAway()) {
                    throw unreachable("to join pool " + pool);
                }
                Map<Member, SimulatedLink> members = links.computeIfAbsent(pool, name -> new HashMap<>());
                if (members.containsKey(member)) {
                    throw new EngineException(
                            Reason.IN_USE,
                            "The pool " + pool + " has a " + member.role() + " named \"" + member.name()
                                    + "\" already, so this one does not join; give it another name.",
                            null);
                }
                var link = new SimulatedLink(SimulatedEngine.this, pool, member);
                members.put(member, link);
                mine.put(member, link::close);
                return link;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            List.copyOf(mine.values()).forEach(Runnable::run);
        }
    }
}
