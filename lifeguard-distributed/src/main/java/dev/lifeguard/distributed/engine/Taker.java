package dev.lifeguard.distributed.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Takes parcels of one place, one at a time, for one thread. It holds what it took until it settles it or gives it back,
 * however long that takes, as long as its process lives and reaches the engine: nothing has to be renewed.
 *
 * <p>A process that dies, freezes or is cut off for longer than the engine's limit loses what it holds: the parcel is
 * handed to another taker, and this one's {@link #settle} fails. A taker that failed can be used again.
 */
public interface Taker extends AutoCloseable {

    /**
     * Takes the next parcel.
     *
     * @param limit how long to wait for one; zero to look only
     * @return the parcel; empty when none came in time
     * @throws EngineException {@link EngineException.Reason#UNREACHABLE}, {@link EngineException.Reason#CLOSED}
     * @throws InterruptedException when interrupted while waiting; nothing is held then
     * @throws IllegalStateException when this taker holds one already
     */
    Optional<Delivery> take(Duration limit) throws InterruptedException;

    /**
     * Settles what was taken: it is gone from its place, and what follows from it is in theirs. Both or neither, where the
     * engine has transactions; otherwise what follows first. When this returns, both are durable.
     *
     * @param delivery what this taker holds
     * @param consequences what follows from it, such as a result, a further attempt or a dead letter; none of them is
     *     refused for want of room
     * @throws EngineException {@link EngineException.Reason#FENCED} when this taker has lost it: nothing happened, and
     *     somebody else is handed it; {@link EngineException.Reason#UNREACHABLE} when nobody knows whether it happened
     */
    void settle(Delivery delivery, List<Parcel> consequences);

    /**
     * Gives back what was taken; it is handed out again, and its deliveries count.
     *
     * @param delivery what this taker holds
     */
    void giveBack(Delivery delivery);

    /** Gives back what it holds and ends. */
    @Override
    void close();
}
