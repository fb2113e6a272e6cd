package dev.lifeguard;

import org.jspecify.annotations.Nullable;

/** The family of exceptions that the pool itself throws. A user's own failure is the cause, wrapped once. */
public abstract sealed class LifeguardException extends RuntimeException
        permits RefusedException,
                LimitException,
                WorkerLostException,
                LeaseException,
                MessageException,
                PoolStartException {

    private static final long serialVersionUID = 1L;

    LifeguardException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
