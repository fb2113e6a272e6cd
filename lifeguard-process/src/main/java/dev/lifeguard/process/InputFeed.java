package dev.lifeguard.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the standard input of a command and closes it; before that, the line that its guard waits for. */
final class InputFeed {
    /** Linux gives a pipe at least one page, so this much and the line before it are taken at once and cannot block. */
    static final int NEVER_BLOCKS_BYTES = 4000;

    private InputFeed() {}

    /** Tells the guard to start the command, with the input that follows or with none. */
    static void begin(OutputStream pipe, boolean input) {
        try {
            pipe.write((input ? "input\n" : "\n").getBytes(StandardCharsets.US_ASCII));
            pipe.flush();
        } catch (IOException killed) {
            // The guard is dead; its exit says why.
            return;
        }
    }

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
