package dev.lifeguard.testkit.contract;

import dev.lifeguard.distributed.engine.Engine;

/** A broker that a suite may mistreat: one for each test, with room for {@link #TASKS} tasks in each pool. */
public interface TestBroker extends AutoCloseable {

    /** How many tasks the queue of a pool has room for. */
    int TASKS = 64;

    /** {@return the engine as a process of its own sees it} */
    Engine connect();

    /**
     * The process of an engine dies: it says no word, and reaches the broker no more.
     *
     * @param process what {@link #connect} returned
     */
    void kill(Engine process);

    /** The broker stops without a warning and comes back with what it had written down. Returns when it is back. */
    void restart();

    @Override
    void close();
}
