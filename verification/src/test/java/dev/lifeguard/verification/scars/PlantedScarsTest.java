package dev.lifeguard.verification.scars;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.lifeguard.verification.rebuilt.Rebuilt;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With a line broken we have the failure of another pool, and the scar that is named for it sees it. */
final class PlantedScarsTest {

    /** A pool with the failure of another, and who must see it. */
    record Planted(Class<? extends Scars> test, String scar, String file, String right, String wrong) {

        @Override
        public String toString() {
            return scar;
        }
    }

    static List<Planted> planted() {
        return List.of(
                new Planted(
                        HandOffScarsTest.class,
                        "aSecondCloseDoesNotFreeTheNextLease",
                        "dataplane/WorkerCell.java",
                        "for (long word = word(); epoch(word) == epoch; word = word()) {\n            boolean revoked",
                        "for (long word = word(); word >= 0; word = word()) {\n            boolean revoked"),
                new Planted(
                        WorkerDeathScarsTest.class,
                        "aWorkerIsCleanedAfterATaskThatFailed",
                        "inprocess/WorkerLoop.java",
                        "definition.reset(worker);",
                        ""),
                new Planted(
                        TimeoutScarsTest.class,
                        "theRunLimitBeginsWithTheRun",
                        "dataplane/TaskControl.java",
                        "if (now - begunNanos > limits.nanos(Limit.RUN)) {",
                        "if (now - submittedNanos > limits.nanos(Limit.RUN)) {"));
    }

    @ParameterizedTest
    @MethodSource("planted")
    void isSeen(Planted planted, @TempDir Path directory) throws Exception {
        String test = planted.test().getName();
        assertEquals("", ScarRun.play(test, planted.scar()), "with the right line");
        try (var rebuilt = Rebuilt.with(directory, planted.file(), planted.right(), planted.wrong())) {
            assertNotEquals("", rebuilt.call(ScarRun.class, "play", test, planted.scar()), "with the broken line");
        }
    }
}
