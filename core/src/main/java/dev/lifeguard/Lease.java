package dev.lifeguard;

/**
 * A worker lent to the calling thread until {@link #close}.
 *
 * <p>A lease is fenced: it names one loan of one incarnation of the worker. After {@code close}, or after the pool
 * revoked it, {@link #worker} throws and every other call does nothing; it can never return, soil or replace a worker
 * that meanwhile belongs to somebody else. A lease is for the thread that took it. What one user of a worker did
 * happens-before what the next one sees.
 *
 * @param <W> the worker object
 */
public interface Lease<W> extends AutoCloseable {

    /** In what state a worker comes back. */
    enum Verdict {
        /** It can serve the next user as it is. */
        OK,
        /** It must be reset first. */
        DIRTY,
        /** It must be replaced. */
        BROKEN
    }

    /**
     * {@return the worker} Do not keep it beyond {@link #close}.
     *
     * @throws LeaseException when this lease is closed or revoked
     */
    W worker();

    /** {@return who the worker is} */
    WorkerId id();

    /** Says that the worker must be reset before the next use. The last verdict counts. */
    void markDirty();

    /**
     * Says that the worker must be replaced. The last verdict counts.
     *
     * @param why the reason, for events and the log
     */
    void markBroken(String why);

    /** Returns the worker with the verdict given, {@link Verdict#OK} unless marked. A second close does nothing. */
    @Override
    void close();
}
