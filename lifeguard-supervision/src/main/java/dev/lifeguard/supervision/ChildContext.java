package dev.lifeguard.supervision;

/**
 * One incarnation of a child, as its start hook sees it. Any thread may call any method. The first report of an
 * incarnation counts; further ones, and those of an incarnation that is being stopped or is gone, do nothing. A report
 * that comes before the start hook has returned is held until then.
 */
public interface ChildContext {

    /** {@return the names from the root of the tree to the child, separated by slashes} */
    String path();

    /** {@return how often the child has been started under its present supervisor, from 1} */
    int incarnation();

    /** Says that the child has ended normally. */
    void ended();

    /**
     * Says that the child has failed.
     *
     * @param cause of what
     */
    void failed(Throwable cause);

    /**
     * Starts a platform daemon thread that belongs to the child: when the code returns the child has ended, when it
     * throws the child has failed.
     *
     * @param code what it runs
     * @return the thread
     */
    Thread start(ChildCode code);
}
