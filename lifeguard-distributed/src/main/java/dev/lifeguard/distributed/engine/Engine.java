package dev.lifeguard.distributed.engine;

/**
 * What carries parcels between the clients and the hosts of distributed pools: a broker, seen from one process.
 *
 * <p>An engine offers two things. <em>Places</em> keep parcels durably and hand each to one taker at a time, as often as
 * it takes until one settles it. <em>Audiences</em> hear frames at most once, quickly, and never hold up work. All that
 * a distributed pool promises is made of these two; {@code EngineContract} in the test kit says whether an
 * engine keeps the contract.
 *
 * <p>Any thread may call any method.
 */
public interface Engine extends AutoCloseable {

    /**
     * Joins a pool. What is in the places of the pool is there already, whoever put it there.
     *
     * @param pool the name of the pool: letters, digits, {@code - . _}, at most 64 characters
     * @param member who joins; one link at a time may have this name and role in the pool
     * @return the link, which comes back by itself when the engine was away
     * @throws EngineException {@link EngineException.Reason#IN_USE} when somebody has this name, {@link
     *     EngineException.Reason#UNREACHABLE} when there is no engine
     */
    Link join(String pool, Member member);

    /** Ends every link of this engine object. What is in the places stays there. */
    @Override
    void close();
}
