package dev.lifeguard;

import java.time.Duration;

/** A limit of the task passed. */
public final class LimitException extends LifeguardException {

    private static final long serialVersionUID = 1L;

    private final Limit limit;
    private final Duration allowed;

    /**
     * Makes the exception.
     *
     * @param limit which limit
     * @param allowed its value
     * @param message fact, consequence, remedy
     */
    public LimitException(Limit limit, Duration allowed, String message) {
        super(message, null);
        this.limit = limit;
        this.allowed = allowed;
    }

    /** {@return which limit passed} */
    public Limit limit() {
        return limit;
    }

    /** {@return its value} */
    public Duration allowed() {
        return allowed;
    }
}
