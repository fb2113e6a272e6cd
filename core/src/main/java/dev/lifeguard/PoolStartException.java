package dev.lifeguard;

import org.jspecify.annotations.Nullable;

/** Too few workers became ready; the pool is closed again. */
public final class PoolStartException extends LifeguardException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message how many workers were ready, how many were asked for, and what went wrong
     * @param cause the last failure of a start, when there was one
     */
    public PoolStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
