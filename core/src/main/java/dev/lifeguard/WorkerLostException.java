package dev.lifeguard;

import org.jspecify.annotations.Nullable;

/** The worker died under the task; the task may have run. */
public final class WorkerLostException extends LifeguardException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param exit how the worker died, in words
     * @param cause what killed it, when something was thrown
     */
    public WorkerLostException(String exit, @Nullable Throwable cause) {
        super(exit, cause);
    }
}
