package dev.lifeguard.testkit;

import static dev.lifeguard.testkit.Messages.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class CommandSequencesTest {

    @Test
    void aFailingListIsReducedToWhatItNeeds() {
        AssertionError failure = assertThrows(
                AssertionError.class,
                () -> CommandSequences.of(
                                CommandSequencesTest::commands, (seed, commands) -> breakOnOpenAfterClose(commands))
                        .check(Seeds.of(50)));
        List<String> lines = Messages.lines(failure);
        assertTrue(lines.get(1).contains("commands, of which these suffice"), failure::toString);
        assertEquals("    close", lines.get(2));
        assertEquals("    open", lines.get(3));
        assertTrue(
                lines.get(4).contains("-Dtest=CommandSequencesTest#aFailingListIsReducedToWhatItNeeds"),
                failure::toString);
        assertTrue(lines.get(4).contains("-Dlifeguard.seed="), failure::toString);
    }

    @Test
    void theSameSeedDrawsTheSameCommands() {
        assertEquals(commands(new SplittableRandom(9)), commands(new SplittableRandom(9)));
    }

    @Test
    void listsThatPassPass() {
        List<Long> seen = new ArrayList<>();
        CommandSequences.of(CommandSequencesTest::commands, (seed, commands) -> seen.add(seed))
                .check(Seeds.of(20));
        assertEquals(Seeds.of(20).count(), seen.size());
    }

    @Test
    void anErrorIsAFailureToo() {
        AssertionError failure = assertThrows(
                AssertionError.class,
                () -> CommandSequences.of(CommandSequencesTest::commands, (seed, commands) -> overflow(seed))
                        .check(Seeds.of(20)));
        assertSays(failure, "Seed 17 fails: planted");
    }

    private static void overflow(long seed) {
        if (seed == 17) {
            throw new StackOverflowError("planted");
        }
    }

    @Test
    void theMessageOfASeededTestNamesTheSeed() {
        AssertionError failure =
                assertThrows(AssertionError.class, () -> Seeds.of(10).check(seed -> assertFalse(seed >= 0, "planted")));
        assertSays(failure, "fails: planted");
        assertSays(failure, "-Dtest=CommandSequencesTest#theMessageOfASeededTestNamesTheSeed");
    }

    private static List<String> commands(SplittableRandom random) {
        List<String> commands = new ArrayList<>();
        for (int drawn = 0; drawn < 40; drawn++) {
            commands.add(List.of("open", "close", "read", "write").get(random.nextInt(4)));
        }
        return commands;
    }

    private static void breakOnOpenAfterClose(List<String> commands) {
        int close = commands.indexOf("close");
        assertFalse(close >= 0 && commands.lastIndexOf("open") > close, "opened after it was closed");
    }
}
