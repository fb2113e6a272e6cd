package dev.lifeguard.process;

import java.io.IOException;
import java.util.Optional;

/** The command ran, but its output could not be stored in full where it should have gone. */
public final class OutputLostException extends CommandException {
    private static final long serialVersionUID = 1L;

    private final transient ExecResult result;

    /**
     * Reports the loss.
     *
     * @param result how the command ended
     * @param cause why the output was not taken
     */
    public OutputLostException(ExecResult result, IOException cause) {
        super(
                "The command ended with " + result.exit().words() + ", but its output could not be stored: " + cause
                        + "; the attempt counts as failed.",
                cause);
        this.result = result;
    }

    @Override
    public Optional<ExecResult> result() {
        return Optional.of(result);
    }
}
