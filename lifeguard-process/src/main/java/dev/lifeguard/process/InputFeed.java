package dev.lifeguard.process;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the standard input of a command and closes it. */
final class InputFeed {
    /** Linux gives a pipe at least one page, so this much is taken at once and cannot block. */
    static final int NEVER_BLOCKS_BYTES = 4096;

    private InputFeed() {}

    static void run(OutputStream pipe, ByteString input) {
        try (pipe) {
            input.writeTo(pipe);
        } catch (IOException unread) {
            // The command ended, or closed its input, without reading all of it. That is its right (head does
            // it always); whether the attempt went well is for its exit code to say.
            return;
        }
    }
}
