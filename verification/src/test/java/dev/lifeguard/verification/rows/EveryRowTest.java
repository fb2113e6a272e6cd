package dev.lifeguard.verification.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.verification.documentation.ChildJvm;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every move of the three lifecycle tables is taken by the real pool, on real threads, in a scene that aims at it. */
final class EveryRowTest {

    private static final List<Class<? extends Scene>> SCENES = List.of(
            StartScenes.class,
            UseScenes.class,
            MailScenes.class,
            CheckScenes.class,
            TaskScenes.class,
            DeathScenes.class,
            LeavingScenes.class,
            EndScenes.class,
            OperationScenes.class,
            OnTheWayScenes.class);

    @Test
    void theRealPoolTakesEveryMoveOfEveryTable() throws Exception {
        List<String> told = play(SCENES);
        assertEquals("", String.join("\n", wrong(told)), () -> String.join("\n", told));
    }

    @Test
    void whatAScenePromisesAndDoesNotDoIsNamed() throws Exception {
        List<String> wrong = wrong(play(List.of(PlantedScenes.class)));
        assertTrue(
                wrong.contains("PlantedScenes.doesNotTakeItsRow did not take worker FAILED REOPENED"),
                () -> "" + wrong);
        assertTrue(
                wrong.contains(
                        "PlantedScenes.aimsAtWhatIsNoMove aims at worker IDLE ASKED, which is no move of a table"),
                () -> "" + wrong);
        assertTrue(
                wrong.contains("PlantedScenes.fails ended with java.lang.IllegalStateException: planted"),
                () -> "" + wrong);
        assertTrue(wrong.contains("PlantedScenes.fails did not take worker STARTING STARTED"), () -> "" + wrong);
        assertFalse(String.join("\n", wrong).contains("asItShouldBe"), () -> "" + wrong);
    }

    @Test
    void aRowThatNoSceneAimsAtIsNamed() throws Exception {
        List<String> wrong = wrong(play(SCENES.stream()
                .filter(scenes -> scenes != EndScenes.class && scenes != OnTheWayScenes.class)
                .toList()));
        assertEquals(
                Stream.of(
                                "pool DRAINING ENDED",
                                "pool DRAINING OVERDUE",
                                "pool RUNNING DRAIN",
                                "worker LEAVING CLAIMED",
                                "worker LEAVING LENT",
                                "worker LEAVING REVOKED")
                        .map("no scene aims at "::concat)
                        .toList(),
                wrong.stream().sorted().toList());
    }

    private static List<String> play(List<Class<? extends Scene>> scenes) throws Exception {
        return ChildJvm.output(
                        List.of("-Dlifeguard.edges=true", "-D" + Carriers.HOW_MANY + "=1"),
                        Rows.class.getName(),
                        scenes.stream().map(Class::getName).toList())
                .lines()
                .toList();
    }

    private static List<String> wrong(List<String> told) {
        return told.stream()
                .filter(line -> line.startsWith(Rows.WRONG))
                .map(line -> line.substring(Rows.WRONG.length()))
                .toList();
    }
}
