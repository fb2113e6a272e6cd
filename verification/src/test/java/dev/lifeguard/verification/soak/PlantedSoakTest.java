package dev.lifeguard.verification.soak;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.verification.rebuilt.Rebuilt;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The soak sees red when a line is broken, each for its own reason. */
@Isolated // The soak demands a flat heap, and there is one heap.
final class PlantedSoakTest {

    /** A pool with one line broken, in how many tasks that must be seen, and what is said of it. */
    record Planted(String name, String file, String right, String wrong, int tasks, String said) {

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Planted> planted() {
        return List.of(
                new Planted(
                        "a refusal is not counted",
                        "dataplane/Counters.java",
                        "refusal -> refused.increment();",
                        "refusal -> {}",
                        20_000,
                        "the pool counts what was seen"),
                new Planted(
                        "an abandoned worker is never stopped",
                        "inprocess/WorkerLoop.java",
                        "stop(worker, abandoned ? StopReason.STUCK : cell.stopReason());",
                        "if (!abandoned) { stop(worker, cell.stopReason()); }",
                        20_000,
                        "each worker that started was stopped once"),
                new Planted(
                        "the queue keeps a little of whatever was in it",
                        "dataplane/TaskQueue.java",
                        "    boolean offer(Waiting entry) {\n",
                        """
                        static final java.util.Queue<Object> KEPT = new java.util.concurrent.ConcurrentLinkedQueue<>();

                        boolean offer(Waiting entry) {
                            KEPT.add(new long[64]);
                        """.indent(4),
                        100_000,
                        "heap and threads are flat"));
    }

    @ParameterizedTest
    @MethodSource("planted")
    void isSeen(Planted planted, @TempDir Path directory) throws Exception {
        try (var rebuilt = Rebuilt.with(directory, planted.file(), planted.right(), planted.wrong())) {
            Object tasks = new String[] {String.valueOf(planted.tasks()), "1"};
            var seen = assertThrows(
                    InvocationTargetException.class,
                    () -> rebuilt.call(Soak.class, "main", tasks),
                    () -> "Nobody noticed that " + planted);
            var failure = assertInstanceOf(AssertionError.class, seen.getCause());
            assertTrue(String.valueOf(failure.getMessage()).contains(planted.said()), failure::toString);
        }
    }
}
