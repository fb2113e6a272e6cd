package dev.lifeguard;

/** A lease was used that is closed or was taken back, or that belongs to another thread. */
public final class LeaseException extends LifeguardException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message fact, consequence, remedy
     */
    public LeaseException(String message) {
        super(message, null);
    }
}
