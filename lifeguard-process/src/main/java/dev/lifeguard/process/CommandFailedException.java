package dev.lifeguard.process;

import java.util.Optional;

/** The command ended with a code other than zero or by a signal; see {@link Exit} for which. */
public final class CommandFailedException extends CommandException {
    private static final long serialVersionUID = 1L;

    private final transient ExecResult result;

    /**
     * Reports the end of a command.
     *
     * @param result how it ended
     */
    public CommandFailedException(ExecResult result) {
        super("The command ended with " + result.exit().words() + ".", null);
        this.result = result;
    }

    @Override
    public Optional<ExecResult> result() {
        return Optional.of(result);
    }
}
