package dev.lifeguard.testkit.simulation;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each line of the gates is needed: lives that aim at them see red without it. */
@Isolated // A dump of all threads, as other tests make, can crash JDK 25 beside these.
@Timeout(value = 10, unit = TimeUnit.MINUTES) // A mutant lives up to some thousand lives.
final class GateMutantTest {
    private static final int SEEDS = 1_500;
    private static final String GATES = "dataplane/Gates.java";

    static List<Mutant> mutants() {
        return List.of(
                new Mutant(
                        "a key is free when its task has its outcome, and not when its code has left",
                        "dataplane/TaskWord.java",
                        "outcome = end;\n        // The permit",
                        "outcome = end;\n        plane.gates.settled(self());\n        // The permit"),
                new Mutant("who leaves a gate does not bring on the next", GATES, "pass(next, gate);", ""),
                new Mutant("an abandoned attempt holds nothing", GATES, "keys.keep(task, cell);", ""),
                new Mutant(
                        "an abandoned attempt does not count at its cap",
                        GATES,
                        "kinds.keep(task, cell);\n        lanes.keep(task, cell);",
                        ""),
                new Mutant(
                        "a further attempt begins beside the abandoned one",
                        "control/Retries.java",
                        "if (!first && !desk.plane.gates().mayTryAgain(task)) {",
                        "if (!first && desk == null) {"),
                new Mutant(
                        "a worker that comes back late keeps its place",
                        "inprocess/WorkerLoop.java",
                        "plane.gates().gone(cell);",
                        ""),
                new Mutant(
                        "a place can be given back by somebody who has none",
                        "dataplane/Gate.java",
                        "if (first == holder) {",
                        "if (first != null) {"),
                new Mutant(
                        "the backoff gives the key away",
                        GATES,
                        "leave(lanes, task, task);\n            leave(kinds, task, task);\n        }\n    }\n\n    /** The task is settled",
                        "leave(lanes, task, task);\n            leave(kinds, task, task);\n            leave(keys, task, task);\n        }\n    }\n\n    /** The task is settled"),
                new Mutant(
                        "the last in line is the first",
                        "dataplane/Gate.java",
                        "line = new ConcurrentLinkedQueue<>();",
                        "line = new java.util.concurrent.PriorityBlockingQueue<>("
                                + "8, (one, other) -> Long.compare(other.id(), one.id()));"),
                new Mutant("a raised cap lets nobody in", GATES, "letIn(kinds);\n        letIn(lanes);", ""),
                new Mutant(
                        "those before the queue are not handed back",
                        "control/Shutdown.java",
                        "for (TaskRecord<?> task : desk.plane.gates().waiting()) {",
                        "for (TaskRecord<?> task : new java.util.ArrayList<TaskRecord<?>>()) {"),
                new Mutant(
                        "limits do not pass before the queue",
                        "control/Enforcement.java",
                        "for (TaskRecord<?> task : desk.plane.gates().waiting()) {",
                        "for (TaskRecord<?> task : new ArrayList<TaskRecord<?>>()) {"),
                new Mutant(
                        "a delay ends at once",
                        "control/Retries.java",
                        "hurrying ? 0 : task.delayLeftNanos(desk.now)",
                        "0"));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void isCaught(Mutant mutant, @TempDir Path directory) throws Exception {
        assertNotNull(
                mutant.firstFailure(directory, GateLives.class, SEEDS),
                () -> "Nobody noticed in " + SEEDS + " lives that " + mutant + ".");
    }
}
