package dev.lifeguard.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Keeps an output in a file of its own, for the user; written anew by each attempt. */
public final class ResultFile implements OutputStore {
    private final Path path;

    /**
     * Names the file; nothing is created before the first attempt.
     *
     * @param path the file
     */
    public ResultFile(Path path) {
        this.path = path;
    }

    @Override
    public OutputStream open(int attempt) throws IOException {
        return Files.newOutputStream(path);
    }

    @Override
    public void copyTo(OutputStream out) throws IOException {
        if (Files.exists(path)) {
            Files.copy(path, out);
        }
    }

    @Override
    public void discard() {}

    @Override
    public Optional<Path> file() {
        return Optional.of(path);
    }
}
