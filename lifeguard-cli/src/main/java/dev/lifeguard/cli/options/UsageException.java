package dev.lifeguard.cli.options;

/** The command line cannot be obeyed; the message says what was expected and what was got. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Refuses a command line.
     *
     * @param message what was expected and what was got, as a sentence
     */
    public UsageException(String message) {
        super(message, null, false, false);
    }
}
