package dev.lifeguard;

/** The pool did not take the task, or granted no lease. */
public final class RefusedException extends LifeguardException {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    /**
     * Makes the exception.
     *
     * @param refusal why
     */
    public RefusedException(Refusal refusal) {
        super(refusal.message(), null);
        this.refusal = refusal;
    }

    /** {@return why} */
    public Refusal refusal() {
        return refusal;
    }
}
