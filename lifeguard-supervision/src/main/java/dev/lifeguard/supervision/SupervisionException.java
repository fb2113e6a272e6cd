package dev.lifeguard.supervision;

import org.jspecify.annotations.Nullable;

/**
 * A supervisor could not start its children, or gave up after too many restarts; its children are stopped. Not one of the
 * family of exceptions of a pool, which is sealed.
 */
public final class SupervisionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message which supervisor, because of which child, and what follows
     * @param cause what that child failed of, when it said so
     */
    public SupervisionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
