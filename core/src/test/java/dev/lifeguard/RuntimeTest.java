package dev.lifeguard;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.child.SmallPool;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The core needs java.base and nothing else. */
class RuntimeTest {

    private static final Path CORE = ChildJvm.classes(WorkerPool.class);
    private static final Path TESTS = ChildJvm.classes(SmallPool.class);
    private static final String MAIN = SmallPool.class.getName();

    @Test
    void aPoolRunsWithoutRecorderAndWithoutManagementOnTheClassPath() throws Exception {
        String printed = ChildJvm.run(
                ChildJvm.JAVA,
                List.of(
                        "--limit-modules",
                        "java.base",
                        "-cp",
                        CORE + System.getProperty("path.separator") + TESTS,
                        MAIN));
        works(printed);
    }

    @Test
    void aPoolRunsWithoutRecorderAndWithoutManagementOnTheModulePath() throws Exception {
        String printed = ChildJvm.run(
                ChildJvm.JAVA,
                List.of(
                        "--limit-modules",
                        "java.base,dev.lifeguard",
                        "-p",
                        CORE.toString(),
                        "--add-modules",
                        "dev.lifeguard",
                        "-cp",
                        TESTS.toString(),
                        MAIN));
        works(printed);
    }

    private static void works(String printed) {
        assertTrue(printed.contains("sum 7, jfr false, jmx false, findings []"), printed);
        assertTrue(printed.contains("this runtime has no module java.management; add it"), printed);
    }
}
