package dev.lifeguard.distributed;

/** What a task threw on another machine, in words: objects of another program are not made here. */
public final class RemoteFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The name of the class that was thrown there. */
    private final String type;

    /** The stack trace as it was printed there. */
    private final String remoteStack;

    /**
     * Makes the failure.
     *
     * @param type the name of the class that was thrown there
     * @param message its message; empty when it had none
     * @param remoteStack its stack trace as it was printed there
     */
    public RemoteFailure(String type, String message, String remoteStack) {
        super(message.isEmpty() ? type : type + ": " + message);
        this.type = type;
        this.remoteStack = remoteStack;
    }

    /** {@return the name of the class that was thrown there} */
    public String type() {
        return type;
    }

    /** {@return the stack trace as it was printed there, cut to 8,000 characters} */
    public String remoteStack() {
        return remoteStack;
    }
}
