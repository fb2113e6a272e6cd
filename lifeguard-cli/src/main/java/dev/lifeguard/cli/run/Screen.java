package dev.lifeguard.cli.run;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard error: sentences, and on a terminal one line of progress below them, which is taken away before anything
 * else is written. Whoever writes to a stream that may be the same terminal hides that line first.
 */
final class Screen {
    private static final String BEGIN_OF_LINE_AND_CLEAR = "\r\u001b[K";

    private final OutputStream err = new FileOutputStream(FileDescriptor.err);
    private final boolean quiet;
    private final boolean terminal;
    private boolean shown;
    private boolean broken;

    Screen(boolean quiet) {
        this.quiet = quiet;
        this.terminal = !quiet && Descriptors.leadsToTerminal(Descriptors.ERR);
    }

    /** Whether a line of progress can be shown. */
    boolean terminal() {
        return terminal;
    }

    /** Writes a sentence about the run, unless it shall be quiet. */
    void say(String sentence) {
        if (!quiet) {
            complain(sentence);
        }
    }

    /** Writes a sentence that must not be missed. */
    synchronized void complain(String sentence) {
        hide();
        write("lifeguard: " + sentence + "\n");
    }

    /** Shows or replaces the line of progress. */
    synchronized void progress(String line) {
        if (terminal) {
            write(BEGIN_OF_LINE_AND_CLEAR + line);
            shown = true;
        }
    }

    /** Takes the line of progress away. */
    synchronized void hide() {
        if (shown) {
            write(BEGIN_OF_LINE_AND_CLEAR);
            shown = false;
        }
    }

    /** The stream itself, for what commands wrote to theirs. */
    OutputStream stream() {
        return err;
    }

    private void write(String text) {
        if (broken) {
            return;
        }
        try {
            err.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            // There is no place left to report this to; what matters is in the output and the exit code.
            broken = true;
        }
    }
}
