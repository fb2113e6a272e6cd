package dev.lifeguard.process;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to run a command did not end well. Carries no stack trace: that a command fails is an
 * ordinary outcome, and the place in our code says nothing about the reason.
 */
public abstract sealed class CommandException extends RuntimeException
        permits CommandFailedException, CommandNotStartedException, OutputLostException {
    private static final long serialVersionUID = 1L;

    CommandException(String message, @Nullable Throwable cause) {
        super(message, cause, true, false);
    }

    /**
     * Tells how the command ended.
     *
     * @return its exit and the tails of its output; empty when it never started
     */
    public abstract Optional<ExecResult> result();
}
