package dev.lifeguard.verification.spin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.lifecycle.TransitionTable;
import dev.lifeguard.lifecycle.TransitionTable.Kind;
import dev.lifeguard.lifecycle.WorkerLifecycle;
import dev.lifeguard.verification.architecture.SourceTree;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The model of a worker speaks of the worker that there is: its states, its signals and its moves are those of the table,
 * no fewer and no others. Whether the model is right is asked by {@code verification/spin/check}.
 */
final class WorkerModelTest {

    private static final String MODEL = SourceTree.read("verification/spin/worker.pml");

    @Test
    void theModelHasTheStatesOfTheTable() {
        assertEquals(
                lines(WorkerLifecycle.TABLE.states()), lines(Promela.read(MODEL).states()));
    }

    @Test
    void theModelHasTheSignalsOfTheTable() {
        assertEquals(
                lines(WorkerLifecycle.TABLE.signals()),
                lines(Promela.read(MODEL).signals()));
    }

    @Test
    void theModelMakesEachMoveOfTheTableAndNoOther() {
        assertEquals(lines(moves()), lines(Promela.read(MODEL).moves()));
    }

    @ParameterizedTest
    @CsvSource({
        "MOVE(LEASED| FREED| IDLE, MOVE(LEASED| FREED| RUNNING",
        "MINE(RUNNING| SOILED| RESETTING, MINE(RUNNING| FREED| RESETTING",
        "MOVE(STOPPED| RENEWED| BACKOFF, MOVE(FAILED| RENEWED| BACKOFF",
        "inTask = false }; goto work, state = IDLE }; goto work"
    })
    void aMoveThatIsNotInTheTableIsSeen(String right, String wrong) {
        String before = right.replace('|', ',');
        assertTrue(MODEL.contains(before), before);
        String planted = MODEL.replace(before, wrong.replace('|', ','));
        assertNotEquals(lines(moves()), lines(Promela.read(planted).moves()));
    }

    @Test
    void aStateOfAnotherNameIsSeen() {
        String planted = MODEL.replace("CONDEMNED", "DOOMED");
        assertNotEquals(
                lines(WorkerLifecycle.TABLE.states()),
                lines(Promela.read(planted).states()));
    }

    @Test
    void aMoveThatIsLeftOutIsSeen() {
        String planted = MODEL.lines()
                .filter(line -> !line.contains("MOVE(CHECKING, OVERDUE"))
                .collect(Collectors.joining("\n"));
        assertNotEquals(lines(moves()), lines(Promela.read(planted).moves()));
    }

    private static Set<String> moves() {
        return WorkerLifecycle.TABLE.rows().stream()
                .filter(row -> row.kind() == Kind.MOVE)
                .map(WorkerModelTest::words)
                .collect(Collectors.toSet());
    }

    private static String words(TransitionTable.Cell<?, ?> row) {
        return row.from() + " " + row.signal() + " " + row.to();
    }

    /** One a line, sorted, so that a failed comparison shows the difference. */
    private static String lines(Collection<?> words) {
        return words.stream().map(String::valueOf).collect(Collectors.toCollection(TreeSet::new)).stream()
                .collect(Collectors.joining("\n"));
    }
}
