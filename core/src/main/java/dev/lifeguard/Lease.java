package dev.lifeguard;

/**
 * A worker lent to a thread until {@link #close}.
 *
 * <p>A lease is fenced: it names one loan of one incarnation of the worker. After {@code close}, or after the pool
 * took it back, {@link #worker} throws and every other call does nothing; it can never return, soil or replace a worker
 * that meanwhile belongs to somebody else.
 *
 * <p>A lease is confined: it belongs to the thread that took it, until {@link #handOver} gives it to another. While it is
 * out, any other thread that uses, marks or closes it gets a {@link LeaseException}. When its owner ends without having
 * closed it, the pool takes it back and replaces the worker, because nobody knows in what state that is.
 *
 * <p>What one user of a worker did happens-before what the next one sees.
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
     * @throws LeaseException when this lease is closed or was taken back, or belongs to another thread
     */
    W worker();

    /** {@return who the worker is} */
    WorkerId id();

    /** {@return the thread that this lease belongs to, or belonged to last} */
    Thread owner();

    /**
     * Says what the worker is used for, for snapshots and reports.
     *
     * @param task a few words
     * @return this lease
     * @throws LeaseException when this lease is out and belongs to another thread
     */
    Lease<W> named(String task);

    /**
     * Gives this lease to another thread. Called by its owner, or by a thread that takes it for itself, when both know
     * that the owner is done with the worker. How the lease itself gets there is the caller's affair: through something
     * that makes a happens-before, such as a queue or the start of the thread.
     *
     * @param to the new owner, which may not have started yet
     * @throws LeaseException when this lease is closed or was taken back, or belongs to a third thread
     */
    void handOver(Thread to);

    /**
     * Says that the worker must be reset before the next use. The last verdict counts.
     *
     * @throws LeaseException when this lease is out and belongs to another thread
     */
    void markDirty();

    /**
     * Says that the worker must be replaced. The last verdict counts.
     *
     * @param why the reason, for events and the log
     * @throws LeaseException when this lease is out and belongs to another thread
     */
    void markBroken(String why);

    /**
     * Returns the worker with the verdict given, {@link Verdict#OK} unless marked. A second close does nothing.
     *
     * @throws LeaseException when this lease is out and belongs to another thread
     */
    @Override
    void close();
}
