package dev.lifeguard.verification.anomalies;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.testkit.Seeds;
import dev.lifeguard.verification.rebuilt.Rebuilt;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Whoever finds no memory at the front door has submitted nothing, and has taken nothing from others. */
@Isolated // A dump of all threads, as other tests make, can crash JDK 25 beside these.
final class AllocationsTest {
    static final List<String> FRONT_DOOR = List.of(
            "dataplane/DataPlane.java",
            "dataplane/Intake.java",
            "dataplane/Admission.java",
            "dataplane/Batch.java",
            "dataplane/TaskQueue.java",
            "dataplane/FifoLine.java",
            "dataplane/Gates.java",
            "dataplane/GateTable.java",
            "dataplane/Dispatcher.java",
            "dataplane/Lending.java",
            "control/Mailbox.java");

    @Test
    void noMemoryIsLeftAtTheFrontDoor(@TempDir Path directory) throws Exception {
        try (var rebuilt = new Rebuilt(directory, FRONT_DOOR, Allocations::rewrite)) {
            Seeds.of(1).check(seed -> {
                Object tried = rebuilt.call(RebuiltRun.class, "sweep", "ALLOCATION", "NO_MEMORY", "ONCE", seed);
                assertTrue(assertInstanceOf(Integer.class, tried, tried::toString) > 0);
                System.out.println("ALLOCATION NO_MEMORY ONCE: " + tried + " occasions");
            });
        }
    }
}
