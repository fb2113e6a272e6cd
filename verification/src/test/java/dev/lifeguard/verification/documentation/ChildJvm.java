package dev.lifeguard.verification.documentation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class in a JVM of its own, on the class path of the tests. */
public final class ChildJvm {
    private static final long LIMIT_SECONDS = 60;

    private ChildJvm() {}

    /** What the program prints to standard output; it must end with 0 within a minute. */
    public static String output(List<String> options, String mainClass, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        Path out = Files.createTempFile("lifeguard-program", ".out");
        Path err = Files.createTempFile("lifeguard-program", ".err");
        try {
            Process program = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            boolean ended = program.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                program.destroyForcibly();
            }
            if (!ended || program.exitValue() != 0) {
                throw new IllegalStateException(mainClass
                        + (ended ? " ended with " + program.exitValue() : " did not end in " + LIMIT_SECONDS + " s")
                        + "; it said: " + Files.readString(out) + Files.readString(err));
            }
            return Files.readString(out, StandardCharsets.UTF_8);
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }
}
