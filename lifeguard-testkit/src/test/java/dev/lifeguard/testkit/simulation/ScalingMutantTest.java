package dev.lifeguard.testkit.simulation;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each line of the scaling is needed: its scenes pass, and see red without it. */
@Isolated // A dump of all threads, as other tests make, can crash JDK 25 beside these.
@Timeout(value = 10, unit = TimeUnit.MINUTES) // Each plays all scenes, at most so many times.
final class ScalingMutantTest {
    private static final int SEEDS = 5;
    private static final String SCALER = "control/Scaler.java";
    private static final String LINE = "control/StartLine.java";
    private static final String BUDGET = "control/StartBudget.java";
    private static final String WATCH = "control/LoadWatch.java";
    private static final String ELASTIC = "policy/Elastic.java";

    static List<Mutant> mutants() {
        return List.of(
                new Mutant(
                        "a permit is not given back when its start fails",
                        LINE,
                        "// Its start before this one has failed.\n            giveBack(slot);",
                        ""),
                new Mutant(
                        "a permit that is given back serves nobody",
                        BUDGET,
                        "free.incrementAndGet();\n                serve();",
                        "free.incrementAndGet();"),
                new Mutant(
                        "nobody is told of a permit",
                        LINE,
                        "() -> desk.plane.signals().post(Notice.Plain.START_GRANTED)",
                        "() -> {}"),
                new Mutant(
                        "a place in the line is kept for nobody",
                        LINE,
                        "            leaveLine();\n        }\n        return next;",
                        "        }\n        return next;"),
                new Mutant(
                        "who left the line is in it",
                        BUDGET,
                        "case WAITING -> line.remove(ticket);",
                        "case WAITING -> ticket.state.set(WAITING);"),
                new Mutant("growth needs no permit", "control/Roster.java", "slot.growth = growth;", ""),
                new Mutant(
                        "a slot that is gone keeps its permit",
                        LINE,
                        "if (underWay.remove(slot)) {\n            giveBack(slot);",
                        "if (underWay.remove(slot)) {"),
                new Mutant(
                        "a wish outside its bounds is carried out",
                        SCALER,
                        "int to = scaling.nearest(wish.size());",
                        "int to = wish.size();"),
                new Mutant(
                        "it looks in a pause",
                        SCALER,
                        "if (state != PoolState.RUNNING) {",
                        "if (state == PoolState.STOPPED) {"),
                new Mutant("a late answer counts", SCALER, "if (told) {", "if (failing == null) {"),
                new Mutant(
                        "a policy is not asked again after it threw",
                        SCALER,
                        "        call = null;\n        Wish",
                        "        Wish"),
                new Mutant(
                        "spares do not count",
                        ELASTIC,
                        "int missing = spares - load.idle() - load.starting();",
                        "int missing = -load.idle();"),
                new Mutant("spares are sent away", ELASTIC, "load.leastIdle() - spares", "load.leastIdle()"),
                new Mutant(
                        "those that start do not count",
                        ELASTIC,
                        "load.queued() - load.idle() - load.starting()",
                        "load.queued() - load.idle()"),
                new Mutant(
                        "the linger does not count",
                        WATCH,
                        "desk.now - lowsSinceNanos < memoryNanos ? 0 : lows.getFirst().idle()",
                        "idle"),
                new Mutant(
                        "what was free in a pause was free", SCALER, "watch.forget();\n            return;", "return;"),
                new Mutant("those who left are still free", WATCH, "low.idle() - (from - to)", "low.idle()"),
                new Mutant(
                        "the oldest look is the only one", WATCH, "lows.getLast().idle() >= idle", "lows.size() > 1"));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void isCaught(Mutant mutant, @TempDir Path directory) throws Exception {
        assertNotNull(
                mutant.firstFailure(directory, ScalingScenes.class, SEEDS),
                () -> "Nobody noticed in " + SEEDS + " plays of each scene that " + mutant + ".");
    }

    @Test
    void theScenesPass() {
        assertNull(ScalingScenes.firstFailure(SEEDS));
    }
}
