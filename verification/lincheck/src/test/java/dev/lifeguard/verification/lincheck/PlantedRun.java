package dev.lifeguard.verification.lincheck;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One check of something broken, in a JVM of its own, where the broken classes come first. Not in a class loader: the
 * checker finds the operations by their name and would run the right ones, or nothing.
 */
final class PlantedRun {

    /** What the JVM ends with when the bug was seen, and when it was not. */
    static final int CAUGHT = 10;

    private static final int UNSEEN = 11;

    /**
     * What came of it.
     *
     * @param status how the JVM ended
     * @param words what it said
     */
    record Seen(int status, String words) {}

    private PlantedRun() {}

    /** Runs the check that must see the bug. */
    static Seen start(Planted bug, Path directory) throws IOException, InterruptedException {
        Path classes = Files.createDirectories(directory.resolve("classes"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // As this JVM, whatever it was started with.
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-XX:"))
                .toList());
        command.addAll(List.of(
                "-cp",
                String.join(java.io.File.pathSeparator, classes.toString(), System.getProperty("java.class.path")),
                PlantedRun.class.getName(),
                bug.name(),
                directory.toString()));
        Path said = directory.resolve("said");
        Process child = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            return new Seen(child.waitFor(), Files.readString(said));
        } finally {
            child.destroyForcibly();
        }
    }

    public static void main(String[] arguments) throws IOException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Planted bug = PlantedBugs.all().stream()
                .filter(planted -> planted.name().equals(arguments[0]))
                .findFirst()
                .orElseThrow();
        bug.compile(Path.of(arguments[1]));
        try {
            out.println(bug.seenBy().runAimed());
            System.exit(UNSEEN);
        } catch (AssertionError caught) {
            out.println(CountingVerifier.explored());
            out.println(caught.getMessage());
            System.exit(CAUGHT);
        }
    }
}
