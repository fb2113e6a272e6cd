package dev.lifeguard;

/**
 * Why the pool did not take a task or grant a checkout, or gave it back.
 *
 * @param reason the kind of refusal
 * @param limit the name of the limit that fired
 * @param value its value, in words
 * @param pool the state of the pool at that moment, in words
 */
public record Refusal(Reason reason, String limit, String value, String pool) {

    /** The kinds of refusal. */
    public enum Reason {
        /** The queue was full, for as long as the submitter was willing to wait. */
        FULL,
        /** It made room for others, because the queue was full or because it had waited too long in an overloaded pool. */
        SHED,
        /** More tasks came than the rate of the pool lets in. */
        RATE,
        /** No worker became free within the limit of the checkout. */
        NO_WORKER_FREE,
        /** The pool is closing or closed. */
        DRAINING,
        /** No worker serves, and none can start within the caller's limit. */
        UNAVAILABLE,
        /** The submitter was interrupted while it waited for a place; its interrupt flag is set again. */
        INTERRUPTED,
        /** One of the pool's own workers would have waited for its own pool. */
        SELF_WAIT
    }

    /** {@return the refusal as a sentence: fact, consequence, remedy} */
    public String message() {
        String what = switch (reason) {
            case FULL -> "The queue is full, so the task was not taken; raise the queue, add workers, or slow down.";
            case SHED ->
                "More came than the workers do, and this task made room for others; it did not run: submit it again"
                        + " later, or add workers.";
            case RATE ->
                "More tasks came than the rate lets in, so the task was not taken; submit it again later, or slow"
                        + " down.";
            case NO_WORKER_FREE ->
                "No worker became free in time, so none is lent; return leases sooner, add workers, or wait longer.";
            case DRAINING -> "The pool is closing, so nothing new is taken; submit before close, or to another pool.";
            case UNAVAILABLE -> "No worker serves and none can start in time; see the last start failure.";
            case INTERRUPTED -> "The submitter was interrupted while waiting for a place; the task was not taken.";
            case SELF_WAIT ->
                "A worker may not wait for its own pool, because it can wait for itself;"
                        + " hand the work to another pool, or return first.";
        };
        return what + " (" + limit + " = " + value + "; " + pool + ")";
    }
}
