package dev.lifeguard.testkit.simulation;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator of trees sees red when a tree is broken: with bugs that it had, and with the classic ones. */
@Isolated // A dump of all threads, as other tests make, can crash JDK 25 beside these.
final class TreeMutantTest {
    private static final int SEEDS = 3_000;

    static List<Mutant> mutants() {
        return List.of(
                new Mutant(
                        "one restart more than the intensity is allowed",
                        "tree/Ledger.java",
                        "restarts.size() >= restart.intensity()",
                        "restarts.size() > restart.intensity()"),
                new Mutant(
                        "a group is stopped in the order of its start",
                        "tree/Node.java",
                        "slots.subList(round, slots.size()).reversed()",
                        "slots.subList(round, slots.size())"),
                new Mutant(
                        "a failure in front of a round does not widen it",
                        "tree/Node.java",
                        "|| slot.index >= round) {",
                        "|| round != NO_ROUND) {"),
                new Mutant(
                        "a temporary child is started again with its group",
                        "tree/Node.java",
                        "slot.plan.type() != RestartType.TEMPORARY",
                        "slot.plan.type() != null"),
                new Mutant(
                        "what a start brings after it was given up is forgotten",
                        "tree/ChildRun.java",
                        "failureOfStop(made, child.stopLimit())",
                        "null"),
                new Mutant(
                        "a report can be told before the start",
                        "tree/ChildRun.java",
                        "if (starting.get() == Phase.UP) {",
                        "if (starting.get() != Phase.RUNS) {"),
                new Mutant(
                        "a report that comes while the start returns is lost",
                        "tree/ChildRun.java",
                        "starting.set(Phase.UP);\n            tellReport();",
                        "starting.set(Phase.UP);"),
                new Mutant(
                        "the hooks that still run at the deadline are waited for",
                        "tree/Tree.java",
                        "root.force();",
                        ""),
                new Mutant(
                        "a child that closes its tree waits for itself",
                        "tree/Tree.java",
                        "desk.inside.contains(Thread.currentThread())",
                        "desk.inside.isEmpty()"),
                new Mutant(
                        "a fate is forgotten when it comes with the request for the end",
                        "tree/Node.java",
                        "if (parent == null && !desk.ending && state != SupervisorState.RUNNING) {",
                        "if (parent == null && !desk.ending && state.isEnd()) {"));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void isCaught(Mutant mutant, @TempDir Path directory) throws Exception {
        assertNotNull(
                mutant.firstFailure(directory, TreeRun.class, SEEDS),
                () -> "Nobody noticed in " + SEEDS + " lives that " + mutant + ".");
    }

    @Test
    void theTreeAsItIsPassesInTheSameWay(@TempDir Path directory) throws Exception {
        Mutant none = new Mutant("nothing", "tree/Node.java", "slot.start();", "slot.start();");
        assertNull(none.firstFailure(directory, TreeRun.class, 50));
    }
}
