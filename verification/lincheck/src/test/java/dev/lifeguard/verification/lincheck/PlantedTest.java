package dev.lifeguard.verification.lincheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checker sees what it is there to see. */
final class PlantedTest {

    static List<Planted> bugs() {
        return PlantedBugs.all();
    }

    @Test
    void eachCheckHasSomethingToFind() {
        assertEquals(
                EnumSet.allOf(Check.class),
                PlantedBugs.all().stream()
                        .map(Planted::seenBy)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Check.class))));
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void isCaught(Planted bug, @TempDir Path directory) throws Exception {
        PlantedRun.Seen seen = PlantedRun.start(bug, directory);
        System.out.println(bug + ": "
                + seen.words()
                        .lines()
                        .filter(line -> line.startsWith("Explored"))
                        .toList());
        assertEquals(PlantedRun.CAUGHT, seen.status(), () -> "Nobody saw: " + bug + "\n" + seen.words());
        // Caught as a race, and not because it does not run at all.
        assertTrue(seen.words().contains("The following interleaving leads to the error"), seen::words);
    }
}
