package dev.lifeguard.inprocess;

import dev.lifeguard.WorkerThreads;

/** Where threads come from. Production has one ({@link SystemThreads}); tests schedule their own. */
public interface ThreadStarter extends AutoCloseable {

    /**
     * Starts a thread. Throws when none can be started, even an {@link OutOfMemoryError}.
     *
     * @param name its name
     * @param kind its kind
     * @param body what it runs; never throws
     */
    void start(String name, WorkerThreads kind, Runnable body);

    /** No thread is started any more; those that run go on. */
    @Override
    void close();
}
