package dev.lifeguard.verification.anomalies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.lifeguard.verification.anomalies.Anomaly.Kind;
import dev.lifeguard.verification.anomalies.Anomaly.Occasion;
import dev.lifeguard.verification.anomalies.Anomaly.Times;
import dev.lifeguard.verification.rebuilt.Rebuilt;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of anomaly sees red when the line that survives it is taken away. */
@Isolated // A dump of all threads, as other tests make, can crash JDK 25 beside these.
final class PlantedTest {

    /** A pool with one line broken, and what must go wrong for it to be seen. */
    record Planted(String name, String file, String right, String wrong, Occasion occasion, Kind kind, Times times) {

        @Override
        public String toString() {
            return name;
        }

        List<String> files() {
            return occasion == Occasion.ALLOCATION ? AllocationsTest.FRONT_DOOR : List.of(file);
        }

        String edit(String name, String source) {
            String broken = file.endsWith("/" + name) ? breakOne(source) : source;
            return occasion == Occasion.ALLOCATION ? Allocations.rewrite(name, broken) : broken;
        }

        private String breakOne(String source) {
            assertEquals(
                    2,
                    source.split(Pattern.quote(right), -1).length,
                    () -> "\"" + name + "\" replaces a text that must stand once in " + file + "; write it anew.");
            return source.replace(right, wrong);
        }
    }

    static List<Planted> planted() {
        return List.of(
                new Planted(
                        "a worker that got no thread is forgotten",
                        "control/Roster.java",
                        "recovery.died(slot, Signal.START_FAILED, \"no thread could be started: \" + noThread, noThread);",
                        "",
                        Occasion.THREAD_START,
                        Kind.NO_MEMORY,
                        Times.ONCE),
                new Planted(
                        "stages are never told when there is no thread to tell them",
                        "control/Notifier.java",
                        """
                        if (!waiting.isEmpty() && started.compareAndSet(false, true)) {
                            start();
                        } else if (started.get()) {
                            LockSupport.unpark(thread);
                        } else {
                            tellTheRest();
                        }
                        """.indent(8),
                        """
                        if (started.get()) {
                            LockSupport.unpark(thread);
                        } else {
                            over = true;
                        }
                        """.indent(8),
                        Occasion.PLATFORM_THREAD_START,
                        Kind.EXCEPTION,
                        Times.FOR_GOOD),
                new Planted(
                        "a failing callback is swallowed",
                        "control/Supervisor.java",
                        "desk.trouble(message, cause);",
                        "{}",
                        Occasion.CALLBACK,
                        Kind.EXCEPTION,
                        Times.ONCE),
                new Planted(
                        "an attempt leaves its interrupt flag to the next",
                        "inprocess/WorkerLoop.java",
                        "must not reach the next.\n        Thread.interrupted();",
                        "must not reach the next.",
                        Occasion.CALLBACK,
                        Kind.INTERRUPT_FLAG,
                        Times.ONCE),
                new Planted(
                        "a start hook that returns nothing is taken for a worker",
                        "inprocess/WorkerLoop.java",
                        "if (made == null) {",
                        "if (abandoned) {",
                        Occasion.CALLBACK,
                        Kind.NULL,
                        Times.ONCE),
                new Planted(
                        "who waits for an outcome is content with any wake-up",
                        "dataplane/WaitStack.java",
                        "                    time.park(this);\n",
                        "                    time.park(this);\n                    return thing.get();\n",
                        Occasion.PARK,
                        Kind.WAKES_AT_ONCE,
                        Times.ONCE),
                new Planted(
                        "the supervisor goes by the clock on the wall",
                        "control/Supervisor.java",
                        "    public long step() {\n        desk.now = desk.environment.time().nanoTime();",
                        "    public long step() {\n        desk.now = java.time.Duration.between(\n"
                                + "java.time.Instant.EPOCH, desk.environment.time().wallTime()).toNanos();",
                        Occasion.WALL_CLOCK,
                        Kind.A_YEAR_BACK,
                        Times.FOR_GOOD),
                new Planted(
                        "a task that found no place keeps its permit",
                        "dataplane/Intake.java",
                        "task.cancel(Cancel.ASK);",
                        "",
                        Occasion.ALLOCATION,
                        Kind.NO_MEMORY,
                        Times.ONCE));
    }

    @ParameterizedTest
    @MethodSource("planted")
    void isSeen(Planted planted, @TempDir Path directory) throws Exception {
        try (var rebuilt = new Rebuilt(directory, planted.files(), planted::edit)) {
            Object seen = rebuilt.call(
                    RebuiltRun.class,
                    "sweep",
                    planted.occasion().name(),
                    planted.kind().name(),
                    planted.times().name(),
                    0L);
            assertInstanceOf(String.class, seen, () -> "Nobody noticed at " + seen + " occasions that " + planted);
        }
    }
}
