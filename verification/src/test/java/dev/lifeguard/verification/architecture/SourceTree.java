package dev.lifeguard.verification.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sources of the project, as they stand on disk. */
public final class SourceTree {
    /** Modules that other people put on their path: the strict rules are for these. */
    static final List<String> PUBLISHED = List.of(
            "core",
            "lifeguard-supervision",
            "lifeguard-process",
            "lifeguard-distributed",
            "lifeguard-artemis",
            "lifeguard-artemis-embedded",
            "lifeguard-testkit",
            "lifeguard-cli");

    private static final List<String> ALL = Stream.concat(
                    PUBLISHED.stream(),
                    Stream.of(
                            "examples", "examples/distributed", "verification", "verification/lincheck", "benchmarks"))
            .toList();

    private SourceTree() {}

    /** The project directory: the nearest directory above the tests that has a {@code .mvn} in it. */
    public static Path project() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve(".mvn"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException(
                        "No .mvn directory above " + Path.of("").toAbsolutePath()
                                + ", so the project's sources cannot be found; run the tests from inside the project");
            }
        }
        return directory;
    }

    /** The main sources of the published modules. */
    static List<SourceFile> published() {
        return in(PUBLISHED, "src/main/java");
    }

    /** The main sources of one module. */
    static List<SourceFile> main(String module) {
        return in(List.of(module), "src/main/java");
    }

    /** The test sources of all modules. */
    static List<SourceFile> tests() {
        return in(ALL, "src/test/java");
    }

    /** All sources of all modules. */
    static List<SourceFile> everything() {
        return Stream.concat(in(ALL, "src/main/java").stream(), tests().stream())
                .toList();
    }

    /** The paths of all sources of all modules, below the project directory. */
    public static List<String> paths() {
        return everything().stream().map(SourceFile::path).toList();
    }

    /** The text of one file of the project. */
    public static String read(String path) {
        try {
            return Files.readString(project().resolve(path));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<SourceFile> in(List<String> modules, String root) {
        return modules.stream().flatMap(module -> below(module + "/" + root)).toList();
    }

    private static Stream<SourceFile> below(String root) {
        Path directory = project().resolve(root);
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .map(file -> project().relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .map(path -> new SourceFile(path, read(path)))
                    .toList()
                    .stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
