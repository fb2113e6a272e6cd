package dev.lifeguard.verification.trees;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lifeguard.verification.architecture.SourceTree;
import dev.lifeguard.verification.documentation.ChildJvm;
import java.io.File;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A tree needs the core and java.base, and nothing else. */
final class RuntimeTest {
    private static final String SMALL = SmallTree.class.getName();

    @Test
    void aTreeRunsWithoutRecorderAndWithoutManagementOnTheClassPath() throws Exception {
        assertEquals(said(false), ChildJvm.output(List.of("--limit-modules", "java.base"), SMALL, List.of()));
    }

    @Test
    void aTreeRunsWithoutRecorderAndWithoutManagementOnTheModulePath() throws Exception {
        String path = Stream.of("core", "lifeguard-supervision")
                .map(module -> SourceTree.project().resolve(module + "/target/classes"))
                .map(Object::toString)
                .collect(Collectors.joining(File.pathSeparator));
        List<String> options = List.of(
                "--limit-modules",
                "java.base,dev.lifeguard,dev.lifeguard.supervision",
                "-p",
                path,
                "--add-modules",
                "dev.lifeguard.supervision");
        assertEquals(said(true), ChildJvm.output(options, SMALL, List.of()));
    }

    private static String said(boolean named) {
        return "sum 7, jfr false, jmx false\nin a module: " + named
                + "\nrefused: Tree tree cannot be shown by JMX, because this runtime has no module java.management; add"
                + " it (--add-modules java.management), or leave out jmx().\n";
    }
}
