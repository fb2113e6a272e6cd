package dev.lifeguard.testkit.handoff;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.testkit.simulation.Mutant;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each of these lines of the hand-off is needed, and the situation that needs it sees red without it. */
@Isolated // A dump of all threads, as other tests make, can crash JDK 25 beside these.
final class HandOffMutantTest {
    private static final int SEEDS = 4_000;

    private static Arguments without(Situation seenBy, String name, String right, String wrong) {
        return mutant(seenBy, name, "dataplane/Dispatcher.java", right, wrong);
    }

    private static Arguments mutant(Situation seenBy, String name, String file, String right, String wrong) {
        return Arguments.of(new Mutant(name, file, right, wrong), seenBy);
    }

    static Stream<Arguments> mutants() {
        return Stream.of(
                without(
                        Situation.A_CHECKOUT_TAKES_THE_RESTING_WORKER,
                        "a worker that a checkout took while it went to rest leaves the task to nobody",
                        "// worker must be woken for it.\n        wakeHead();",
                        "//"),
                without(
                        Situation.TWO_TASKS_RELY_ON_ONE_SEARCH,
                        "a worker that takes itself back leaves the second task to nobody",
                        "relied on the search that ended here, too.\n            wakeHead();",
                        ""),
                without(
                        Situation.A_TASK_RELIES_ON_A_SEARCHER_THAT_LEAVES,
                        "a worker that leaves leaves the task to nobody",
                        "// It leaves; as above.\n                wakeHead();",
                        ""),
                without(
                        Situation.A_TASK_RELIES_ON_A_SEARCHER_THAT_HAS_MAIL,
                        "a worker that turns to its mail leaves the task to nobody",
                        "and reading may take long.\n            wakeHead();",
                        ""),
                without(
                        Situation.A_GRANT_IS_TAKEN_BACK_AND_A_REPLACEMENT_COMES,
                        "who takes a grant back does not look for another worker",
                        "letGo(cell, epoch);\n                        wakeHead();",
                        "letGo(cell, epoch);"),
                without(
                        Situation.A_GRANT_IS_TAKEN_BACK_AND_A_REPLACEMENT_COMES,
                        "who takes a grant back forgets the waiter",
                        "waiter.unclaim();\n                        queue.offer(waiter);",
                        "waiter.unclaim();"),
                without(
                        Situation.A_TASK_COMES_BACK_AND_A_REPLACEMENT_COMES,
                        "a task whose worker was revoked is queued and nobody is woken",
                        "dispatch(task);\n            letGo(",
                        "queue.offer(task);\n            letGo("),
                mutant(
                        Situation.A_GRANT_IS_TAKEN_BACK_FROM_ONE_WHO_IS_LATE,
                        "who was promised a worker waits for it whatever happens",
                        "dataplane/CheckoutWaiter.java",
                        "while (isClaimed())",
                        "while (!isGranted())"),
                without(
                        Situation.THE_FIRST_IN_LINE_LEAVES,
                        "a worker that is offered to one who has left goes to nobody",
                        "if (!waiter.claim()) {\n                        continue;",
                        "if (!waiter.claim()) {\n                        return true;"),
                without(
                        Situation.A_MESSAGE_COMES_WHEN_THE_WORKER_RESTS,
                        "a worker goes to rest without a second look at its mail",
                        "remind(cell);\n            return true;",
                        "return true;"),
                without(
                        Situation.A_MESSAGE_COMES_WHEN_A_LEASE_COMES_BACK,
                        "who returns a lease does not look at the worker's mail",
                        "} else if (next != CellNext.STALE) {\n            settle(cell, next);",
                        "} else if (next != CellNext.STALE) {\n            wakeHead();"),
                without(
                        Situation.A_TASK_COMES_WHILE_MAIL_IS_READ,
                        "a worker that has read its mail does not look for work",
                        "free.list(cell);\n        }\n        wakeHead();\n        remind(cell);",
                        "free.list(cell);\n        }\n        remind(cell);"),
                mutant(
                        Situation.A_MESSAGE_COMES_WHEN_THE_WORKER_RESTS,
                        "a teller does not look for an idle worker",
                        "dataplane/Mailroom.java",
                        "plane.dispatcher.remind(cell);",
                        ""),
                mutant(
                        Situation.A_KEY_IS_PASSED_ON_BY_A_WORKER_THAT_DIES,
                        "whoever gives his key to the next wakes nobody for it",
                        "dataplane/Gates.java",
                        "pass(next, gate);",
                        "plane.queue.offer(next);"),
                mutant(
                        Situation.A_KEY_IS_GIVEN_BACK_WHILE_ANOTHER_TASK_COMES,
                        "a task that has ended takes the key along",
                        "dataplane/Gate.java",
                        "head != null && !head.stillWaits();",
                        "head != null && length < 0;"),
                mutant(
                        Situation.A_TASK_ENDS_ON_ITS_WAY_TO_ITS_KEY,
                        "a task that has ended takes a place",
                        "dataplane/GateTable.java",
                        "if (!task.stillWaits()) {",
                        "if (task.id() < 0) {"),
                mutant(
                        Situation.A_QUESTION_CROSSES_THE_END,
                        "a worker that ends leaves its mailbox open",
                        "inprocess/WorkerLoop.java",
                        "cell.closeMail(plane);",
                        ""),
                without(
                        Situation.THE_FIRST_IN_LINE_LEAVES_WITH_THE_NUDGE,
                        "who leaves the line takes the nudge along",
                        "queue.noteDead();\n                wakeHead();\n                return null;",
                        "queue.noteDead();\n                return null;"));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void isCaught(Mutant mutant, Situation seenBy, @TempDir Path directory) throws Exception {
        String failure = mutant.firstFailure(directory, HandOffRun.class, seenBy.name(), SEEDS);
        assertNotNull(failure, () -> "Nobody noticed in " + seenBy + " that " + mutant + ".");
        assertTrue(failure.contains("lost wake-up"), failure);
    }
}
