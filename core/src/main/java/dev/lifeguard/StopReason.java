package dev.lifeguard;

/** Why a worker ends. */
public enum StopReason {
    /** The pool shrank. */
    SHRUNK,
    /** It was a burst worker and had nothing to do. */
    IDLE,
    /** Somebody drained it; a fresh one takes its place. */
    DRAINED,
    /** It had worked long enough ({@link dev.lifeguard.policy.Recycling}), and another one serves in its place. */
    RECYCLED,
    /** Workers of a new generation are rolled out, and one of them serves in its place. */
    ROLLED,
    /** It was started to follow another one, which left by itself or stays. */
    NOT_NEEDED,
    /** Its user called it broken. */
    BROKEN,
    /** The owner of its lease died, or lost the lease without closing it. */
    OWNER_LOST,
    /** A task or a hook failed in a way that it does not survive. */
    CRASHED,
    /** Its health check said no. */
    UNHEALTHY,
    /** It ignored every request to leave and was abandoned; this hook runs late, on the stuck thread itself. */
    STUCK,
    /** The pool closes. */
    POOL_CLOSED
}
