package dev.lifeguard.distributed.engine;

import org.jspecify.annotations.Nullable;

/** The engine did not do what was asked, or nobody knows whether it did. */
public final class EngineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Reason {
        /** The place has no room; the parcel was not taken. */
        FULL,
        /** The engine is away, or did not answer in time; the operation may have happened. */
        UNREACHABLE,
        /** The taker has lost what it holds; the operation did not happen. */
        FENCED,
        /** Another member has this name; nothing was opened. */
        IN_USE,
        /** The engine does not take frames of this size; the parcel was not taken. */
        TOO_LARGE,
        /** The credentials do not allow this; it did not happen. */
        FORBIDDEN,
        /** The link or the engine was closed by its own side. */
        CLOSED
    }

    /** What went wrong. */
    private final Reason reason;

    /**
     * Makes the exception.
     *
     * @param reason what went wrong
     * @param message fact, consequence, remedy
     * @param cause what the engine's own client threw, when it did
     */
    public EngineException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** {@return what went wrong} */
    public Reason reason() {
        return reason;
    }
}
