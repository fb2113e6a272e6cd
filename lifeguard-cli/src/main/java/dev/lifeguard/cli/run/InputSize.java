package dev.lifeguard.cli.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Finds out how many tasks there will be, for the estimate of the time left. */
final class InputSize {
    /** A larger file is not read twice for the sake of an estimate. */
    private static final long LARGEST_COUNTED_BYTES = 256L << 20;

    private static final int BUFFER_BYTES = 64 * 1024;

    private InputSize() {}

    /** What the user said; else what an ordinary file holds, when somebody will see it; else unknown. */
    static OptionalLong tasks(RunSettings.Source source, boolean wanted) {
        if (source.total().isPresent() || !wanted || source.file().isEmpty()) {
            return source.total();
        }
        Path file = source.file().get();
        try {
            return Files.isRegularFile(file) && Files.size(file) <= LARGEST_COUNTED_BYTES
                    ? OptionalLong.of(count(file, source.end()))
                    : OptionalLong.empty();
        } catch (IOException unreadable) {
            // The run itself will say so; only the estimate is missing.
            return OptionalLong.empty();
        }
    }

    private static long count(Path file, byte end) throws IOException {
        long tasks = 0;
        boolean inTask = false;
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    boolean ends = buffer[i] == end;
                    if (!ends && !inTask) {
                        tasks++;
                    }
                    inTask = !ends;
                }
            }
        }
        return tasks;
    }
}
