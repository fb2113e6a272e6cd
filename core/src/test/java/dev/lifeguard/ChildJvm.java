package dev.lifeguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Starts JVMs and JDK tools beside this one; every one that is started is ended. */
final class ChildJvm {

    static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");

    private ChildJvm() {}

    /** {@return the directory that the class was loaded from} */
    static Path classes(Class<?> type) {
        String file = type.getName().replace('.', '/') + ".class";
        URL found = Objects.requireNonNull(type.getResource("/" + file), file);
        try {
            Path path = Path.of(found.toURI());
            for (int depth = file.split("/").length; depth > 0; depth--) {
                path = Objects.requireNonNull(path.getParent());
            }
            return path;
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static Process start(Path program, List<String> arguments) throws IOException {
        var line = new ArrayList<String>();
        line.add(program.toString());
        line.addAll(arguments);
        return new ProcessBuilder(line).redirectErrorStream(true).start();
    }

    /** Runs it to its end. {@return what it printed} */
    static String run(Path program, List<String> arguments) throws IOException, InterruptedException {
        Process process = start(program, arguments);
        try {
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> program + " does not end: " + printed);
            assertEquals(0, process.exitValue(), printed);
            return printed;
        } finally {
            process.destroyForcibly();
        }
    }
}
