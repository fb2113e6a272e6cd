package dev.lifeguard.process;

import java.io.IOException;
import java.io.OutputStream;

/** Where the whole output of a command goes, besides the tail that is kept. */
@FunctionalInterface
public interface OutputSink {
    /** Keeps nothing but the tail. */
    OutputSink NONE = attempt -> OutputStream.nullOutputStream();

    /**
     * Opens the destination for one attempt. Called on the worker's thread before the command starts.
     *
     * <p>The stream is written by one thread at a time and closed when the attempt ends. When it throws, the
     * command is not disturbed: the rest of its output is read and dropped, and the attempt fails with
     * {@link OutputLostException}.
     *
     * @param attempt the number of the attempt, from 1
     * @return the destination
     * @throws IOException when it cannot be opened; the command is not started and the attempt fails
     */
    OutputStream open(int attempt) throws IOException;
}
