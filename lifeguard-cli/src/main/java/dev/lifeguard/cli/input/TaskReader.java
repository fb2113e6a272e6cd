package dev.lifeguard.cli.input;

import dev.lifeguard.process.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Cuts a stream of bytes into lines, one at a time, never holding more than one. The last line needs no end. One
 * thread at a time.
 *
 * <p>Only the one byte that ends a line is taken off; a carriage return before a newline belongs to the task.
 */
public final class TaskReader {
    private static final int BUFFER_BYTES = 8 * 1024;

    /** What is kept of a line that is too long, to name it by. */
    private static final int KEPT_OF_TOO_LONG_BYTES = 256;

    private final InputStream in;
    private final byte end;
    private final int limitBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int filled;
    private long number;
    private long emptyLines;

    /**
     * Reads from a stream.
     *
     * @param in the stream; it is not closed
     * @param end the byte that ends a line
     * @param limitBytes the length of the longest line that is read whole
     */
    public TaskReader(InputStream in, byte end, int limitBytes) {
        this.in = in;
        this.end = end;
        this.limitBytes = limitBytes;
    }

    /**
     * Reads the next line that is not empty; blocks until it is there.
     *
     * @return the line, or empty at the end of the stream
     * @throws IOException when the stream cannot be read
     */
    public Optional<InputLine> next() throws IOException {
        while (fill()) {
            number++;
            InputLine line = readLine();
            if (line.length() > 0) {
                return Optional.of(line);
            }
            emptyLines++;
        }
        return Optional.empty();
    }

    /**
     * Tells how far the stream was read.
     *
     * @return the number of the last line that was read, empty ones included
     */
    public long number() {
        return number;
    }

    /**
     * Tells how many lines had nothing in them; such lines are no tasks.
     *
     * @return their number up to here
     */
    public long emptyLines() {
        return emptyLines;
    }

    private InputLine readLine() throws IOException {
        var text = new ByteArrayOutputStream();
        long length = 0;
        boolean ended = false;
        while (!ended && fill()) {
            int stop = position;
            while (stop < filled && buffer[stop] != end) {
                stop++;
            }
            int run = stop - position;
            text.write(buffer, position, (int) Math.min(run, Math.max(0, limitBytes - length)));
            length += run;
            ended = stop < filled;
            position = ended ? stop + 1 : stop;
        }
        byte[] bytes = text.toByteArray();
        int kept = length > limitBytes ? Math.min(bytes.length, KEPT_OF_TOO_LONG_BYTES) : bytes.length;
        return new InputLine(number, ByteString.of(bytes, 0, kept), length);
    }

    /** Sees to it that there is a byte to look at; false at the end of the stream. */
    private boolean fill() throws IOException {
        while (position == filled) {
            int n = in.read(buffer);
            if (n < 0) {
                return false;
            }
            position = 0;
            filled = n;
        }
        return true;
    }
}
