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

/** Each line of recycling and of rolls is needed: its scenes pass, and see red without it. */
@Isolated // A dump of all threads, as other tests make, can crash JDK 25 beside these.
@Timeout(value = 10, unit = TimeUnit.MINUTES) // Each plays all scenes, at most so many times.
final class RecyclingMutantTest {
    private static final int SEEDS = 5;
    private static final String RECYCLER = "control/Recycler.java";
    private static final String SUCCESSIONS = "control/Successions.java";
    private static final String ROLLS = "control/Rolls.java";

    static List<Mutant> mutants() {
        return List.of(
                new Mutant(
                        "one more is replaced at a time",
                        RECYCLER,
                        "if (underWay >= most) {",
                        "if (underWay > most) {"),
                new Mutant(
                        "a pool in a pause recycles",
                        RECYCLER,
                        "if (state != PoolState.RUNNING) {",
                        "if (state == PoolState.STOPPED) {"),
                new Mutant("a pool that rolls recycles", RECYCLER, "if (rolls.isUnderWay()) {", "if (underWay < 0) {"),
                new Mutant("nobody is ever past his limits", RECYCLER, "slot.over = over == null ? \"\" : over;", ""),
                new Mutant(
                        "it does not go on when one is over",
                        RECYCLER,
                        "if (successions().takeEnded()) {",
                        "if (state == PoolState.STOPPED && successions().takeEnded()) {"),
                new Mutant(
                        "the successors of a policy that is gone stay",
                        RECYCLER,
                        "successions().dismissAll(StopReason.RECYCLED, \"no worker is recycled any more\");",
                        ""),
                new Mutant(
                        "the old one leaves before its successor serves",
                        SUCCESSIONS,
                        "        roster.start(fresh);\n",
                        "        roster.start(fresh);\n        succession.served = true;\n        roster.retire(old, why, reason);\n"),
                new Mutant(
                        "the old one stays",
                        SUCCESSIONS,
                        "        roster.retire(old, succession.why, succession.reason);\n",
                        ""),
                new Mutant(
                        "a succession is over when the successor serves",
                        SUCCESSIONS,
                        "fresh.succession = null;\n        fresh.restAs(old);",
                        "forget(succession);\n        fresh.restAs(old);"),
                new Mutant("nobody inherits the place of a dead one", SUCCESSIONS, "if (alike &&", "if (!alike &&"),
                new Mutant(
                        "a successor that is not needed is not stopped",
                        SUCCESSIONS,
                        "roster.retire(succession.fresh, StopReason.NOT_NEEDED, reason);",
                        ""),
                new Mutant(
                        "a roll replaces one more at a time",
                        ROLLS,
                        "begun < most && beginNext(now)",
                        "begun <= most && beginNext(now)"),
                new Mutant(
                        "a roll does not wait for its new workers",
                        ROLLS,
                        "long begun = now.tally.proving() + leaving;",
                        "long begun = leaving;"),
                new Mutant(
                        "who is new is good",
                        ROLLS,
                        "slot.good |= now.held == null && isGood(now, slot);",
                        "slot.good |= slot.serves();"),
                new Mutant(
                        "a roll is done before the old ones are gone",
                        ROLLS,
                        "now.tally.good() > 0 && leaving == 0",
                        "now.tally.good() > 0"),
                new Mutant(
                        "a roll goes on after its gate has failed",
                        ROLLS,
                        "if (now.isBeaten()) {\n            stop(",
                        "if (now.failed < 0) {\n            stop("),
                new Mutant(
                        "what starts after the last failure is new",
                        ROLLS,
                        "slot.ahead && !now.isBeaten()",
                        "slot.ahead"),
                new Mutant(
                        "a paused roll begins",
                        ROLLS,
                        "case STARTING, PAUSING, PAUSED -> hold(now, \"the pool is \" + state);",
                        "case STARTING, PAUSING, PAUSED -> hold(now, null);"),
                new Mutant(
                        "the time of a pause shows that one is good",
                        ROLLS,
                        "slot.servesSinceNanos += desk.now - Math.max(now.heldSinceNanos, slot.servesSinceNanos);",
                        ""),
                new Mutant(
                        "the successors of a stopped roll stay",
                        ROLLS,
                        "roster.successions().dismissAll(StopReason.ROLLED, \"the roll is stopped\");",
                        ""),
                new Mutant("who starts after a roll is of its generation", ROLLS, "settled = now.generation;", ""),
                new Mutant(
                        "a roll begins beside the successors of the recycling",
                        ROLLS,
                        "roster.successions().dismissAll(StopReason.RECYCLED, \"a roll replaces everybody\");",
                        ""));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void isCaught(Mutant mutant, @TempDir Path directory) throws Exception {
        assertNotNull(
                mutant.firstFailure(directory, RenewalScenes.class, SEEDS),
                () -> "Nobody noticed in " + SEEDS + " plays of each scene that " + mutant + ".");
    }

    @Test
    void theScenesPass() {
        assertNull(RenewalScenes.firstFailure(SEEDS));
    }
}
