package dev.lifeguard.benchmarks.contender;

/** A pool that lends tools. Any thread may call it. */
public interface Lender extends AutoCloseable {

    /**
     * Borrows a tool, uses it once, and gives it back.
     *
     * @param whileHeld what else to do while it is out
     * @return how often that tool has been used by now
     * @throws Exception when none could be had
     */
    long lend(Runnable whileHeld) throws Exception;

    @Override
    void close();
}
