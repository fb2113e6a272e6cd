package dev.lifeguard.verification.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.lifecycle.PoolLifecycle;
import dev.lifeguard.lifecycle.TaskLifecycle;
import dev.lifeguard.lifecycle.WorkerLifecycle;
import dev.lifeguard.tree.ChildLifecycle;
import dev.lifeguard.tree.SupervisorLifecycle;
import dev.lifeguard.verification.architecture.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages show is what the code is: snippets, output of examples, lifecycles, the tour, links, lengths. */
final class DocumentationTest {
    /** Set to write the pages anew instead of comparing. */
    private static final String UPDATE = "docs.update";

    private static final String COMMAND = "./build -q -pl :lifeguard-verification -am test"
            + " -Dtest=DocumentationTest -Dsurefire.failIfNoSpecifiedTests=false -D" + UPDATE;

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
    /** A type in back quotes, perhaps behind its package, perhaps with a method. */
    private static final Pattern TYPE = Pattern.compile("`(?:[a-z]+[./])*([A-Z][a-z]\\w+)(?:\\.[\\w()]+)?`");

    /** Types of the JDK that the pages name. */
    private static final Set<String> FOREIGN = Set.of("ThreadLocal", "VarHandle");

    private static final String EXAMPLES = "examples/src/main/java/dev/lifeguard/examples/";

    @ParameterizedTest
    @MethodSource("pages")
    void whatIsMadeFromCodeIsUpToDate(String path) throws IOException {
        Path file = SourceTree.project().resolve(path);
        Page page = new Page(Files.readString(file));
        Page remade = page.remade(DocumentationTest::make);
        if (System.getProperty(UPDATE) != null) {
            Files.writeString(file, remade.text());
            return;
        }
        assertEquals(
                remade.text(),
                page.text(),
                () -> "A part of " + path + " is not what the code says now; write it anew with: " + COMMAND);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void javaOnAPageIsAlwaysASnippetOfCompiledCode(String path) throws IOException {
        String written = new Page(Files.readString(SourceTree.project().resolve(path))).written();
        assertFalse(
                written.contains("```java"),
                () -> path + " has Java that nobody compiles; put it into a region of examples/ and show that with"
                        + " <!-- begin: snippet FILE REGION -->");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(String path) throws IOException {
        Path file = SourceTree.project().resolve(path);
        LINK.matcher(Files.readString(file))
                .results()
                .map(link -> link.group(1))
                .forEach(link -> assertTrue(
                        Files.exists(file.resolveSibling(link)),
                        () -> path + " links to " + link + ", which is not there"));
    }

    @Test
    void theMapNamesOnlyWhatIsThere() {
        List<String> sources = SourceTree.paths();
        for (String page : List.of("ARCHITECTURE.md", "docs/concurrency.md")) {
            TYPE.matcher(new Page(SourceTree.read(page)).written())
                    .results()
                    .map(found -> found.group(1))
                    .filter(type -> !FOREIGN.contains(type))
                    .forEach(type -> assertTrue(
                            sources.stream().anyMatch(path -> path.endsWith("/" + type + ".java")),
                            () -> page + " names " + type + ", and there is no file of that name"));
        }
    }

    @Test
    void thePagesThatAreReadFirstStayShort() throws IOException {
        assertTrue(lines("README.md") <= 150, "README.md has " + lines("README.md") + " lines (limit 150)");
        assertTrue(
                lines("ARCHITECTURE.md") <= 200,
                "ARCHITECTURE.md has " + lines("ARCHITECTURE.md") + " lines (limit 200)");
    }

    @Test
    void eachExampleIsShownWithItsOutput() throws IOException {
        Set<String> programs = new TreeSet<>();
        try (Stream<Path> files = Files.list(SourceTree.project().resolve(EXAMPLES))) {
            for (Path file : files.toList()) {
                if (Files.readString(file).contains("void main(")) {
                    programs.add(file.getFileName().toString().replace(".java", ""));
                }
            }
        }
        Set<String> shown = new TreeSet<>();
        new Page(SourceTree.read("docs/examples.md"))
                .parts().stream()
                        .filter(part -> part.kind().equals("output"))
                        .forEach(part -> shown.add(part.arguments().getFirst()));
        assertEquals(programs, shown);
    }

    @Test
    void theLifecyclePageHasEveryTable() {
        List<List<String>> shown = new Page(SourceTree.read("docs/lifecycles.md"))
                .parts().stream().map(Page.Part::arguments).toList();
        assertEquals(
                List.of(List.of("pool"), List.of("worker"), List.of("task"), List.of("supervisor"), List.of("child")),
                shown);
    }

    @Test
    void aPlantedDifferenceIsSeen() {
        var page = new Page("a\n<!-- begin: lifecycle task -->\nold\n<!-- end -->\nb\n");
        assertNotEquals(page, page.remade(DocumentationTest::make));
        assertEquals(page, page.remade(part -> "old\n"));
        assertEquals("a\n\nb\n", page.written());
        assertThrows(IllegalArgumentException.class, () -> Snippet.of("no region here", "first"));
        assertEquals(
                "a();\n    b();\n",
                Snippet.of("// @start region=\"r\"\n  a();\n      b();\n// @end region=\"r\"", "r"));
    }

    private static Stream<String> pages() throws IOException {
        Path project = SourceTree.project();
        try (Stream<Path> top = Files.list(project);
                Stream<Path> docs = Files.walk(project.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(file -> project.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static String make(Page.Part part) {
        String first = part.arguments().getFirst();
        return switch (part.kind()) {
            case "snippet" ->
                "```java\n"
                        + Snippet.of(
                                SourceTree.read(EXAMPLES + first + ".java"),
                                part.arguments().get(1)) + "```\n";
            case "output" -> "```text\n" + output(first) + "```\n";
            case "help" -> "```text\n" + help(first) + "```\n";
            case "tour" -> TourText.of(first);
            case "lifecycle" ->
                switch (first) {
                    case "pool" -> LifecycleText.of(PoolLifecycle.TABLE);
                    case "worker" -> LifecycleText.of(WorkerLifecycle.TABLE);
                    case "task" -> LifecycleText.of(TaskLifecycle.TABLE);
                    case "supervisor" -> LifecycleText.of(SupervisorLifecycle.TABLE);
                    case "child" -> LifecycleText.of(ChildLifecycle.TABLE);
                    default -> throw new IllegalArgumentException("There is no lifecycle of a " + first + ".");
                };
            default ->
                throw new IllegalArgumentException("Nobody knows how to make a part of the kind " + part.kind()
                        + "; there are snippet, output, help, tour and lifecycle.");
        };
    }

    private static String output(String example) {
        try {
            return ChildJvm.output(List.of(), "dev.lifeguard.examples." + example, List.of());
        } catch (Exception failure) {
            throw new IllegalStateException("The example " + example + " failed.", failure);
        }
    }

    private static String help(String command) {
        try {
            return ChildJvm.output(List.of(), "dev.lifeguard.cli.Main", List.of(command, "--help"));
        } catch (Exception failure) {
            throw new IllegalStateException("The help of " + command + " could not be had.", failure);
        }
    }

    private static long lines(String path) throws IOException {
        return Files.readString(SourceTree.project().resolve(path)).lines().count();
    }
}
