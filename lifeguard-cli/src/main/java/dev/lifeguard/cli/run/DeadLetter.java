package dev.lifeguard.cli.run;

import dev.lifeguard.cli.input.InputLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of the tasks that did not end well, in the form of the input, so that it can be the next input. Each is
 * written at once and whole.
 */
final class DeadLetter implements AutoCloseable {
    private final Path path;
    private final OutputStream out;
    private final byte end;

    private DeadLetter(Path path, OutputStream out, byte end) {
        this.path = path;
        this.out = out;
        this.end = end;
    }

    /** Empties or creates the file. */
    static DeadLetter open(Path path, byte end) throws IOException {
        return new DeadLetter(path, Files.newOutputStream(path), end);
    }

    Path path() {
        return path;
    }

    void add(InputLine line) throws IOException {
        var whole = new ByteArrayOutputStream();
        line.text().writeTo(whole);
        whole.write(end);
        out.write(whole.toByteArray());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
