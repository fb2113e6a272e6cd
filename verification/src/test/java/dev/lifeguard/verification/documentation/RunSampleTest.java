package dev.lifeguard.verification.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.verification.architecture.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first command of the README prints what stands below it, but for the numbers that differ from run to run. */
final class RunSampleTest {
    private static final Pattern SAMPLE = Pattern.compile(
            "^    \\$ printf '([^']+)' \\| \\./lifeguard (run .+)\\n((?:    \\{.+\\n)+)", Pattern.MULTILINE);

    /** How long it took, and who was free first. */
    private static final Pattern VARIES = Pattern.compile("(\"(?:ms|waitMs|worker)\":)\\d+");

    @Test
    void theReadmeShowsWhatTheProgramPrints(@TempDir Path directory) throws IOException, InterruptedException {
        Matcher sample = SAMPLE.matcher(SourceTree.read("README.md"));
        assertTrue(sample.find(), "README.md has no command with its output");
        Path input =
                Files.writeString(directory.resolve("tasks"), sample.group(1).translateEscapes());
        List<String> arguments = new ArrayList<>(List.of(sample.group(2).split(" ", -1)));
        arguments.addAll(1, List.of("--input", input.toString()));
        String printed = ChildJvm.output(List.of(), "dev.lifeguard.cli.Main", arguments);
        assertEquals(comparable(sample.group(3)), comparable(printed));
    }

    @Test
    void anotherKeyAnotherOrderOrAnotherTextIsADifference() {
        List<String> line = comparable("{\"id\":1,\"ms\":9,\"stdout\":\"a\"}");
        assertEquals(line, comparable("  {\"id\":1,\"ms\":12,\"stdout\":\"a\"}\n"));
        assertNotEquals(line, comparable("{\"ms\":9,\"id\":1,\"stdout\":\"a\"}"));
        assertNotEquals(line, comparable("{\"id\":1,\"millis\":9,\"stdout\":\"a\"}"));
        assertNotEquals(line, comparable("{\"id\":1,\"ms\":9,\"stdout\":\"b\"}"));
    }

    /** Lines come in the order in which the tasks end. */
    private static List<String> comparable(String lines) {
        return lines.lines()
                .map(line -> VARIES.matcher(line.strip()).replaceAll("$1N"))
                .sorted()
                .toList();
    }
}
