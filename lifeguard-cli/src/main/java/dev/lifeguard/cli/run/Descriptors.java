package dev.lifeguard.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the standard streams lead, as far as the system tells. */
final class Descriptors {
    static final int IN = 0;
    static final int OUT = 1;
    static final int ERR = 2;

    private Descriptors() {}

    /** Whether a person sits at the other end; false when the system does not tell. */
    static boolean leadsToTerminal(int descriptor) {
        return target(descriptor)
                .filter(to -> to.startsWith("/dev/pts/") || to.startsWith("/dev/tty") || to.equals("/dev/console"))
                .isPresent();
    }

    /**
     * Whether the stream was closed when this program was started: then the first file that the JVM opened has its
     * number, and reading from it would take the bytes of that file for tasks.
     */
    static boolean closed(int descriptor) {
        String own = System.getProperty("java.home", "/no/java");
        return target(descriptor)
                .filter(to -> to.startsWith(own) || to.endsWith(".jar"))
                .isPresent();
    }

    private static Optional<String> target(int descriptor) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString());
        } catch (IOException | UnsupportedOperationException unknown) {
            return Optional.empty();
        }
    }
}
