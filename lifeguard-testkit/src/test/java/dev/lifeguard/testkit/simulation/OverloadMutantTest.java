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

/** The loads see red when the shedding is broken. */
@Isolated // A dump of all threads, as other tests make, can crash JDK 25 beside these.
@Timeout(value = 10, unit = TimeUnit.MINUTES) // A mutant lives up to some thousand lives.
final class OverloadMutantTest {
    private static final int SEEDS = 60;
    private static final String SHEDDER = "dataplane/Shedder.java";
    private static final String POLICY = "policy/Shedding.java";

    static List<Mutant> mutants() {
        return List.of(
                new Mutant("kept tasks are shed", SHEDDER, "&& task.mayBeShed()", ""),
                new Mutant("a pool that closes sheds", SHEDDER, "&& !plane.admission.isClosed()", ""),
                new Mutant("a pause looks like an overload", SHEDDER, "state.set(ControlledDelay.CALM);", ""),
                new Mutant("a pool that is paused sheds", SHEDDER, "|| plane.dispatcher.isPaused()", ""),
                new Mutant(
                        "waits are measured by the coarse clock",
                        SHEDDER,
                        "long now = plane.time.nanoTime();\n        long waited",
                        "long now = plane.clock.now();\n        long waited"),
                new Mutant("it sheds without an overload", POLICY, "overloaded(state) && waitNanos", "waitNanos"),
                new Mutant("it lets wait too long", POLICY, "return 2 * target", "return 3 * target"),
                new Mutant("it sheds too early", POLICY, "return 2 * target", "return target"),
                new Mutant("a short wait does not end it", POLICY, "waitNanos <= target.toNanos() || last", "last"),
                new Mutant("an interval is not waited for", POLICY, "lasted >= interval.toNanos() ?", "lasted > 0 ?"),
                new Mutant(
                        "an overload is forgotten at once",
                        POLICY,
                        "forgotten = lasted >= interval.toNanos()",
                        "forgotten = true"),
                new Mutant(
                        "an overload is remembered for ever",
                        POLICY,
                        "forgotten = lasted >= interval.toNanos()",
                        "forgotten = false"),
                new Mutant(
                        "nobody is ever overloaded", POLICY, "return mode(state) == Mode.OVERLOADED;", "return false;"),
                new Mutant(
                        "what ran before is shed",
                        "dataplane/TaskAttempts.java",
                        "shedder != null && attempt(seen) == 1",
                        "shedder != null"));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void isCaught(Mutant mutant, @TempDir Path directory) throws Exception {
        assertNotNull(
                mutant.firstFailure(directory, OverloadRun.class, SEEDS),
                () -> "Nobody noticed in " + SEEDS + " loads that " + mutant + ".");
    }

    @Test
    void thePoolAsItIsPassesInTheSameWay(@TempDir Path directory) throws Exception {
        Mutant none = new Mutant("nothing", SHEDDER, "policy.next", "policy.next");
        assertNull(none.firstFailure(directory, OverloadRun.class, 10));
    }
}
