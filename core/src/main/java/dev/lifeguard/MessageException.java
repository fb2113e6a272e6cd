package dev.lifeguard;

import org.jspecify.annotations.Nullable;

/** A question to a worker or to a task got no reply. */
public final class MessageException extends LifeguardException {

    private static final long serialVersionUID = 1L;

    /** Why there is no reply. */
    public enum Reason {
        /** The channel was full; the question was not delivered. */
        FULL,
        /** The reply did not come in time; the question may have been read, or may still be. */
        TIMED_OUT,
        /** The other side ended, or was done with the question, without a reply. */
        ENDED,
        /** No worker with that number serves; the question was not delivered. */
        NO_SUCH_WORKER
    }

    /** Why there is no reply. */
    private final Reason reason;

    /**
     * Makes the exception.
     *
     * @param reason why there is no reply
     * @param message fact, consequence, remedy
     * @param cause what the reader of the question threw, when it did
     */
    public MessageException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** {@return why there is no reply} */
    public Reason reason() {
        return reason;
    }
}
