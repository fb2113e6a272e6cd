package dev.lifeguard.testkit.handoff;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.lifeguard.testkit.simulation.Mutant;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations against the hand-off, in schedules of chance; and each line that they need, broken on purpose. */
@Isolated // A dump of all threads, as other tests make, can crash JDK 25 beside these.
final class OperatedTest {
    private static final String DISPATCHER = "dataplane/Dispatcher.java";
    private static final String QUEUE = "dataplane/TaskQueue.java";

    @ParameterizedTest
    @EnumSource
    void everybodyIsServedAndNothingBeginsInAPause(Operated situation) {
        assertNull(OperatedRun.firstFailure(situation.name(), 2_000));
    }

    static Stream<Arguments> mutants() {
        return Stream.of(
                Arguments.of(
                        Operated.A_PAUSE_AGAINST_DISPATCH,
                        new Mutant(
                                "a worker looks at the queue although the pool is paused",
                                DISPATCHER,
                                "return isPaused() ? null : queue.poll(cell);",
                                "return queue.poll(cell);")),
                Arguments.of(
                        Operated.A_PAUSE_AGAINST_DISPATCH,
                        new Mutant(
                                "who claimed a worker does not look at the pause again",
                                DISPATCHER,
                                "if (cell != null && isPaused()) {",
                                "if (cell != null && searching == null) {")),
                Arguments.of(
                        Operated.A_PAUSE_AGAINST_DISPATCH,
                        new Mutant(
                                "a lessee who passes his worker on is not waited for",
                                DISPATCHER,
                                "return passing.get() != 0;",
                                "return passing.get() > 1_000;")),
                Arguments.of(
                        Operated.A_PAUSE_AGAINST_DISPATCH,
                        new Mutant(
                                "a worker between two tasks is not waited for",
                                "dataplane/DataPlane.java",
                                "return task == null || !task.isOn(cell);",
                                "return false;")),
                Arguments.of(
                        Operated.A_PAUSE_AGAINST_DISPATCH,
                        new Mutant(
                                "the end of a pause wakes nobody",
                                DISPATCHER,
                                "then looks whether it still lasts.\n        wakeHead();",
                                "then looks whether it still lasts.\n")),
                Arguments.of(
                        Operated.THE_ORDER_CHANGES_WHILE_A_WORKER_COMES_BACK,
                        new Mutant(
                                "nobody looks for those whom the old order would have served",
                                DISPATCHER,
                                "whoever waits is looked at once more.\n        wakeHead();",
                                "whoever waits is looked at once more.\n")),
                Arguments.of(
                        Operated.THE_LINES_CHANGE_WHILE_WORK_COMES,
                        new Mutant(
                                "who offers does not look whether his line is still the one",
                                QUEUE,
                                "return !isSame(line, into) && bring(into.itself());",
                                "return false;")),
                Arguments.of(
                        Operated.THE_LINES_CHANGE_WHILE_WORK_COMES,
                        new Mutant(
                                "nobody looks for a worker after the change",
                                DISPATCHER,
                                "whoever waits is looked at once more.\n        wakeHead();",
                                "whoever waits is looked at once more.\n")),
                Arguments.of(
                        Operated.THE_LINES_CHANGE_AND_THE_ORDER_STAYS,
                        new Mutant(
                                "a newcomer goes into the new line before those who were there",
                                "dataplane/ChangingLine.java",
                                "settledLine().offer(entry);",
                                "after.offer(entry);")),
                Arguments.of(
                        Operated.THE_QUEUE_GROWS_WHILE_A_SUBMITTER_FINDS_IT_FULL,
                        new Mutant(
                                "who waits for a place does not hear of the new bound",
                                "dataplane/Admission.java",
                                "capacity = permits;\n        for (Thread waiter : line) {\n            LockSupport.unpark(waiter);",
                                "capacity = permits;\n        for (Thread waiter : line) {")));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void isCaught(Operated situation, Mutant mutant, @TempDir Path directory) throws Exception {
        assertNotNull(
                mutant.firstFailure(directory, OperatedRun.class, situation.name(), 4_000),
                () -> "Nobody noticed in " + situation + " that " + mutant + ".");
    }
}
