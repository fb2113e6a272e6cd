package dev.lifeguard.cli.output;

import dev.lifeguard.process.OutputSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where one output of a task is kept whole. Each attempt begins anew; what is told is the last attempt's.
 *
 * <p>Written while a command runs, by its reader; copied and discarded after it, by the one who tells.
 */
public sealed interface OutputStore extends OutputSink permits ResultFile, SpilledOutput, TailOnly {
    /**
     * Copies the whole output of the last attempt.
     *
     * @param out where to
     * @throws IOException when it cannot be read back or not be written
     */
    void copyTo(OutputStream out) throws IOException;

    /** Gives back what the store holds, apart from a file that the user asked for. */
    void discard();

    /**
     * Tells the file that the user finds the output in.
     *
     * @return the file, or empty when there is none
     */
    Optional<Path> file();
}
