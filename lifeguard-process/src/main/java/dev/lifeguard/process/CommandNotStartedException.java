package dev.lifeguard.process;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The command was never started; nothing of it has run. */
public final class CommandNotStartedException extends CommandException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why a command was not started. */
    public enum Reason {
        /** There is no such program. */
        NOT_FOUND,
        /** There is such a file, but it may not be executed. */
        NOT_EXECUTABLE,
        /** The directory to start in is not there, is no directory, or may not be entered. */
        DIRECTORY,
        /** An argument, a variable, or all of them together are longer than the system takes. */
        TOO_LONG,
        /** The system refused for another reason, for example because there are too many processes. */
        SYSTEM
    }

    CommandNotStartedException(Reason reason, String message) {
        this(reason, message, null);
    }

    CommandNotStartedException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * Tells why.
     *
     * @return the kind of the reason; the message has the details
     */
    public Reason reason() {
        return reason;
    }

    @Override
    public Optional<ExecResult> result() {
        return Optional.empty();
    }
}
