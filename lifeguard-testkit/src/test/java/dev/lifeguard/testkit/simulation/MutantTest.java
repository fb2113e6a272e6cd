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

/** The simulator sees red when the pool is broken: with bugs that it had, and with the classic ones. */
@Isolated // A dump of all threads, as other tests make, can crash JDK 25 beside these.
@Timeout(value = 10, unit = TimeUnit.MINUTES) // A mutant lives up to some thousand lives.
final class MutantTest {
    private static final int SEEDS = 3_000;

    static List<Mutant> mutants() {
        return List.of(
                new Mutant(
                        "an abandoned worker that comes back takes one more task",
                        "inprocess/WorkerLoop.java",
                        "abandoned = true;",
                        ""),
                new Mutant(
                        "a second request moves the end back",
                        "control/Shutdown.java",
                        "sooner && deadlineNanos - deadline < 0 ? deadlineNanos : deadline",
                        "deadline"),
                new Mutant(
                        "two workers have one name",
                        "control/Roster.java",
                        "slot.incarnation = incarnations.merge(slot.number, 1, Integer::sum);",
                        ""),
                new Mutant(
                        "a worker goes to rest without a second look at the queue",
                        "dataplane/Dispatcher.java",
                        "if (isPaused() || queue.isEmpty()) {\n            remind(cell);\n            return true;\n        }\n        if (cell.reclaim())",
                        "if (queue != null) {\n            remind(cell);\n            return true;\n        }\n        if (cell.reclaim())"),
                new Mutant(
                        "a level that was empty once is not looked at again",
                        "dataplane/PartedLine.java",
                        "part.stands = false;\n            standing = line.size();\n            left(part);",
                        "standing = line.size();\n            left(part);"),
                new Mutant(
                        "a pause is told before it is in effect",
                        "control/Operations.java",
                        "if (isQuiet()) {",
                        "if (number > 0) {"),
                new Mutant(
                        "a worker that ends its task in a pause takes the next one",
                        "dataplane/Dispatcher.java",
                        "return isPaused() ? null : queue.poll(cell);",
                        "return queue.poll(cell);"),
                new Mutant(
                        "who passes a worker on does not look at the pause",
                        "dataplane/Dispatcher.java",
                        "if (!isPaused() && passToHead(cell, epoch)) {",
                        "if (passToHead(cell, epoch)) {"),
                new Mutant(
                        "who takes a lease does not ask for it to be watched",
                        "dataplane/Lending.java",
                        "if (detours.among(Detours.UNWATCHED) != 0) {",
                        "if (epoch < 0) {"),
                new Mutant(
                        "a pause is forgotten when its place in the record is needed",
                        "control/Board.java",
                        "case PAUSING, PAUSED -> pause;",
                        "case PAUSING, PAUSED -> operations.contains(pause) ? pause : null;"),
                new Mutant(
                        "a worker takes with it what it has counted",
                        "control/Tallies.java",
                        "leases += cell.epoch();",
                        ""),
                new Mutant(
                        "an event that finds no place is not counted",
                        "control/EventFeed.java",
                        "missed.incrementAndGet();",
                        ""),
                new Mutant(
                        "what a subscriber missed is told before what came before it",
                        "control/EventFeed.java",
                        "PoolEvent gap = gap(entry.missedBefore());",
                        "PoolEvent gap = gap(missed.get());"),
                new Mutant(
                        "nobody follows a drained worker",
                        "control/Recovery.java",
                        "slot.supervised == WorkerState.STOPPED && slot.renewing;",
                        "slot.supervised == WorkerState.STOPPED && slot.renewing && zombies < 0;"),
                new Mutant(
                        "a worker is sent away before its successor serves",
                        "control/Successions.java",
                        "        roster.start(fresh);\n",
                        "        roster.start(fresh);\n        succession.served = true;\n        roster.retire(old, why, reason);\n"),
                new Mutant(
                        "the worker that is followed stays",
                        "control/Successions.java",
                        "        roster.retire(old, succession.why, succession.reason);\n",
                        ""),
                new Mutant(
                        "a successor stays when the one that it follows leaves for another reason",
                        "control/Successions.java",
                        "            dismiss(following, \"worker \" + slot.number + \" leaves for another reason\");",
                        "            forget(following);"),
                new Mutant(
                        "a roll loses count of those that leave late",
                        "control/Rolls.java",
                        "begun = now.tally.proving() + leaving;",
                        "begun = now.tally.proving();"),
                new Mutant(
                        "a roll goes on whatever fails",
                        "control/Rolls.java",
                        "return failed >= plan.failures();",
                        "return failed < 0;"),
                new Mutant(
                        "the limit of a check that hangs is not looked at",
                        "control/Enforcement.java",
                        "case CHECKING -> watchHook(slot, cell, WatchedHook.CHECK);",
                        "case CHECKING -> {}"),
                new Mutant(
                        "a late close returns somebody else's worker",
                        "dataplane/WorkerCell.java",
                        "return epoch(word) == epoch && is(word, CellState.LEASED);",
                        "return is(word, CellState.LEASED);"),
                new Mutant(
                        "a lease keeps its number when it is handed over",
                        "dataplane/FencedLease.java",
                        "if (!cell.fence(epoch)) {\n            throw past();\n        }\n        epoch++;",
                        "if (!cell.isLent(epoch)) {\n            throw past();\n        }"),
                new Mutant(
                        "a retry is not taken from the budget",
                        "dataplane/TaskAttempts.java",
                        "boolean granted = open && plane.retries.grants();",
                        "boolean granted = open;"),
                new Mutant(
                        "a poison task gets one attempt more",
                        "dataplane/TaskAttempts.java",
                        "boolean forbidden = wanted && died && plane.retries.quarantine().forbids(deaths() + 1);",
                        "boolean forbidden = wanted && died && plane.retries.quarantine().forbids(deaths());"),
                new Mutant(
                        "a death by a cancel counts",
                        "dataplane/TaskControl.java",
                        "if (end instanceof Outcome.TimedOut<R>) {",
                        "if (end != null) {"),
                new Mutant(
                        "the next attempt begins from nothing",
                        "dataplane/TaskAttempts.java",
                        "keepCheckpoint();\n                    if (ownWait",
                        "if (ownWait"),
                new Mutant(
                        "the worker leaves while the interrupt is on its way",
                        "dataplane/TaskAttempts.java",
                        "case INTERRUPTING -> awaitInterrupt(seen);",
                        "case INTERRUPTING -> { return Left.ASKED; }"));
    }

    static List<Mutant> mutantsOfLetters() {
        return List.of(
                new Mutant(
                        "a letter that was stored is kept once more when an older one fails",
                        "control/DeadLetterOffice.java",
                        "fail(\"one that waits in memory could not be stored\", failure);",
                        "throw new IllegalStateException(failure);"),
                new Mutant(
                        "a letter that moved to the store is not found by its old number",
                        "control/LetterShelf.java",
                        "moved.put(letter.number(), there);",
                        ""),
                new Mutant(
                        "a letter leaves the store before its task has succeeded",
                        "control/DeadLetterDesk.java",
                        "submitted = true;",
                        "submitted = true;\n            office.remove(number);"));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void isCaught(Mutant mutant, @TempDir Path directory) throws Exception {
        assertNotNull(
                mutant.firstFailure(directory, SimulationRun.class, SEEDS),
                () -> "Nobody noticed in " + SEEDS + " lives that " + mutant + ".");
    }

    /** A life drawn at random seldom has a letter that is tried again while the store mends. */
    @ParameterizedTest
    @MethodSource("mutantsOfLetters")
    void isCaughtByLettersThatAreTriedAgain(Mutant mutant, @TempDir Path directory) throws Exception {
        assertNotNull(
                mutant.firstFailure(directory, LetterLives.class, SEEDS),
                () -> "Nobody noticed in " + SEEDS + " lives that " + mutant + ".");
    }

    @Test
    void thePoolAsItIsPassesInTheSameWay(@TempDir Path directory) throws Exception {
        Mutant none = new Mutant("nothing", "dataplane/Dispatcher.java", "cell.reclaim()", "cell.reclaim()");
        assertNull(none.firstFailure(directory, SimulationRun.class, 50));
    }
}
