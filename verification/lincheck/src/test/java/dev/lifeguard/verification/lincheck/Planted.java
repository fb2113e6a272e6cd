package dev.lifeguard.verification.lincheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;

/**
 * A data plane with one line broken on purpose.
 *
 * @param name what is broken
 * @param seenBy the check that must see it
 * @param file which source of the data plane
 * @param right the text to replace, which must be there
 * @param wrong what to put there
 */
record Planted(String name, Check seenBy, String file, String right, String wrong) {

    private static final Path SOURCES =
            Path.of("..", "..", "core", "src", "main", "java", "dev", "lifeguard", "dataplane");

    @Override
    public String toString() {
        return name;
    }

    /** Puts the broken classes below the directory. */
    void compile(Path directory) throws IOException {
        String source = Files.readString(SOURCES.resolve(file));
        assertTrue(
                source.contains(right),
                () -> "The text that \"" + name + "\" replaces is gone from " + file
                        + ", so it would break nothing; write it for the new text.");
        Path broken = Files.createDirectories(directory.resolve("src")).resolve(file);
        Files.writeString(broken, source.replace(right, wrong));
        Path classes = Files.createDirectories(directory.resolve("classes"));
        StringWriter told = new StringWriter();
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        new PrintWriter(told, true),
                        new PrintWriter(told, true),
                        "-nowarn",
                        "-proc:none",
                        "-d",
                        classes.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        broken.toString());
        assertEquals(0, status, told::toString);
    }
}
