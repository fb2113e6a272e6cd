package dev.lifeguard.process;

import static dev.lifeguard.process.Commands.alive;
import static dev.lifeguard.process.Commands.pid;
import static dev.lifeguard.process.Commands.run;
import static dev.lifeguard.process.Commands.sh;
import static dev.lifeguard.process.Commands.sleeping;
import static dev.lifeguard.process.Commands.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KillTest {
    @RegisterExtension
    private final Started started = new Started();

    @TempDir
    private Path directory;

    /** A command with a child, a grandchild, and a grandchild whose parent is gone; each has the mark. */
    private static Command family(String mark) {
        return sh("echo up; sleep " + mark + " & sh -c 'sleep " + mark + " & (sleep " + mark + " &); wait' & wait");
    }

    @ParameterizedTest
    @EnumSource(names = {"GROUP", "GROUP_POLLED"})
    void aKillReachesTheWholeGroup(Containment grade) {
        String mark = started.mark();
        var running = started.start(ExecTask.of(family(mark)), grade);
        soon().until(() -> sleeping(mark).size() >= 3);
        running.kill();
        ExecResult result = running.result();
        assertTrue(result.exit().killedByUs());
        assertFalse(result.exit().crashed());
        assertEquals("up\n", result.stdout().tail().toString());
        soon().untilAsserted(() -> assertEquals(List.of(), alive(mark)));
    }

    @ParameterizedTest
    @EnumSource
    void everyGradeKillsTheCommandAndItsChildren(Containment grade) {
        String mark = started.mark();
        var running = started.start(ExecTask.of(sh("sleep " + mark + " & wait")), grade);
        soon().until(() -> !sleeping(mark).isEmpty());
        running.kill();
        assertTrue(running.result().exit().killedByUs());
        soon().untilAsserted(() -> assertEquals(List.of(), alive(mark)));
    }

    @Test
    void aBusyCommandThatIgnoresSignalsIsKilled() {
        String mark = started.mark();
        Path deaf = directory.resolve("deaf");
        var running = started.start(sh("trap '' TERM HUP INT; : > " + deaf + "; while :; do : " + mark + "; done"));
        soon().until(() -> Files.exists(deaf));
        running.kill();
        assertTrue(running.result().exit().killedByUs());
        soon().untilAsserted(() -> assertEquals(List.of(), alive(mark)));
    }

    @Test
    void aGroupThatStoppedItselfIsKilled() {
        String mark = started.mark();
        // It stops itself when the child is a sleep, so that the test can find it: before its exec the child has the
        // script as its command line, so its name is asked for.
        String script = "sleep " + mark + " & until grep -q ^sleep /proc/$!/comm; do :; done; kill -STOP 0; wait";
        var running = started.start(sh(script));
        soon().until(() -> sleeping(mark).stream().anyMatch(KillTest::stopped));
        running.kill();
        running.result();
        soon().untilAsserted(() -> assertEquals(List.of(), alive(mark)));
    }

    @Test
    void aKillAtAnyMomentOfTheStartLeavesNothing() {
        String mark = started.mark();
        for (int i = 0; i < 60; i++) {
            var running = started.start(sh("sleep " + mark + " & wait"));
            for (int spin = 0; spin < i * 40_000; spin++) {
                Thread.onSpinWait();
            }
            running.kill();
            assertTrue(running.result().exit().killedByUs());
        }
        soon().untilAsserted(() -> assertEquals(List.of(), alive(mark)));
    }

    @Test
    void aKillBeforeTheStartIsKept() {
        Path proof = directory.resolve("proof");
        var task = ExecTask.of(sh("trap '' TERM; sleep 5; touch " + proof));
        var failure = assertThrows(CommandFailedException.class, () -> new ExecWorker().run(task, 1, Runnable::run));
        assertTrue(failure.result().orElseThrow().exit().killedByUs());
        assertFalse(Files.exists(proof));
    }

    @Test
    void anInterruptKillsTheGroup() {
        String mark = started.mark();
        var running = started.start(family(mark));
        soon().until(() -> sleeping(mark).size() >= 3);
        running.interrupt();
        assertInstanceOf(InterruptedException.class, running.failure());
        soon().untilAsserted(() -> assertEquals(List.of(), alive(mark)));
    }

    @Test
    void anInterruptDuringTheStartKillsWhatItBrings() {
        String mark = started.mark();
        for (int i = 0; i < 40; i++) {
            var running = started.start(sh("sleep " + mark + " & wait"));
            for (int spin = 0; spin < i * 20_000; spin++) {
                Thread.onSpinWait();
            }
            running.interrupt();
            assertInstanceOf(InterruptedException.class, running.failure());
        }
        soon().untilAsserted(() -> assertEquals(List.of(), alive(mark)));
    }

    @Test
    void aLateKillDoesNotTurnSuccessIntoFailure() throws IOException, InterruptedException {
        var kill = new CompletableFuture<Runnable>();
        ExecResult result = new ExecWorker().run(ExecTask.of(sh("exit 0")), 1, kill::complete);
        kill.join().run();
        assertEquals(new Exit(0, false), result.exit());
    }

    @Test
    void whatACommandLeavesBehindGetsItsGraceAndIsRead() throws IOException, InterruptedException {
        ExecResult result = run(sh("(for i in 1 2 3; do sleep 0.1; echo late $i; done) & echo early"));
        assertEquals("early\nlate 1\nlate 2\nlate 3\n", result.stdout().tail().toString());
        assertFalse(result.leftBehind());
    }

    @Test
    void whatHoldsTheOutputOpenForEverIsKilledAfterTheGrace() throws IOException, InterruptedException {
        String mark = started.mark();
        ExecResult result = run(sh("sleep " + mark + " & echo done"));
        assertEquals("done\n", result.stdout().tail().toString());
        assertTrue(result.leftBehind());
        soon().untilAsserted(() -> assertEquals(List.of(), alive(mark)));
    }

    @Test
    void aProcessOutsideTheGroupThatHoldsTheOutputDoesNotStallTheSlot() throws IOException, InterruptedException {
        String mark = started.mark();
        ExecResult result = run(sh("setsid sleep " + mark + " & echo done"));
        assertEquals("done\n", result.stdout().tail().toString());
        assertTrue(result.leftBehind());
        List<String> daemon = sleeping(mark);
        assertEquals(1, daemon.size(), daemon.toString());
    }

    @Test
    void aKillDuringTheGraceEndsIt() {
        String mark = started.mark();
        var running = started.start(sh("sleep " + mark + " & exit 4"));
        // Only what was left behind is alive: its command line is the sleep alone, without the script. One look must
        // say both, because on its way to the shell the process has no command line for a moment.
        soon().until(
                        () -> alive(mark),
                        left -> !left.isEmpty() && left.stream().noneMatch(line -> line.contains("exit 4")));
        running.kill();
        assertEquals(4, running.result().exit().code());
        soon().untilAsserted(() -> assertEquals(List.of(), alive(mark)));
    }

    @Test
    void whatRunsDetachedWithItsOwnOutputIsLeftAlone() throws IOException, InterruptedException {
        String mark = started.mark();
        ExecResult result = run(sh("sleep " + mark + " >/dev/null 2>&1 & echo done"));
        assertFalse(result.leftBehind());
        soon().until(() -> sleeping(mark).size() == 1);
    }

    private static boolean stopped(String process) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid(process)), "stat"))
                    .contains(") T ");
        } catch (IOException gone) {
            return false;
        }
    }
}
