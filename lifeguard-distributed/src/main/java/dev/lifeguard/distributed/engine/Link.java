package dev.lifeguard.distributed.engine;

import java.util.Optional;

/**
 * A member's way to its pool. It outlives a restart of the engine: operations fail with {@link
 * EngineException.Reason#UNREACHABLE} while the engine is away, and work again when it is back. Any thread may call any
 * method.
 */
public interface Link extends AutoCloseable {

    /**
     * Puts a parcel into its place. Does not wait for the engine's answer; may wait for room among those that have none
     * yet.
     *
     * <p>Failures that are told: {@link EngineException.Reason#FULL}, the parcel was not taken; {@link
     * EngineException.Reason#UNREACHABLE}, nobody knows; {@link EngineException.Reason#TOO_LARGE}. To send the same id
     * again is safe: it is taken once.
     *
     * @param parcel what
     * @param confirmation is told once how it went; also when this throws nothing and the link is closed meanwhile
     */
    void send(Parcel parcel, Confirmation confirmation);

    /**
     * Opens a way to take parcels of one place, one at a time.
     *
     * @param place which
     * @param newest the newest version of a parcel that is understood; newer ones are left to others
     * @return the taker, for one thread
     * @throws EngineException when the engine cannot be reached; nothing is open then
     */
    Taker taker(Place place, int newest);

    /**
     * Takes a parcel out of its place that no taker has, without handing it to anybody. One whose delay is not over may be
     * out of reach.
     *
     * @param place where it should be
     * @param id its id
     * @return the parcel, which is in no place any more, this counted as a delivery, so that more than one says that somebody
     *     had it before; empty when it is not there, or a taker has it
     * @throws EngineException when the engine cannot be reached; then it may be gone
     */
    Optional<Delivery> withdraw(Place place, String id);

    /**
     * Tells members something: at most once, in order as a rule, without waiting, and at the price that it may be lost.
     *
     * @param audience who should hear it
     * @param frame the bytes
     * @return whether it was sent; {@code false} says for certain that nobody hears it
     */
    boolean tell(Audience audience, byte[] frame);

    /**
     * Sets who hears what is told to this member. What came before is lost.
     *
     * @param listener who
     */
    void hear(FrameListener listener);

    /**
     * {@return how full a place is}
     *
     * @param place which
     * @throws EngineException when the engine cannot be reached
     */
    QueueFacts facts(Place place);

    /** Ends the link and its takers. What they hold is handed to others. The name is free again. */
    @Override
    void close();
}
