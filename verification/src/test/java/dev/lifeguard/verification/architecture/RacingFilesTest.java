package dev.lifeguard.verification.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Code whose correctness depends on the memory model stands in few files, and everybody knows which. The list
 * is exact: a file that races and is not listed fails, and so does a listed file that no longer races.
 */
final class RacingFilesTest {
    /** The one list. Each of these has a row in the table of {@code docs/concurrency.md} that says why it is right. */
    private static final Set<String> RACING = Set.of(
            "dev/lifeguard/dataplane/WorkerCell.java",
            "dev/lifeguard/dataplane/WorkerLoan.java",
            "dev/lifeguard/dataplane/Lending.java",
            "dev/lifeguard/dataplane/WorkerTally.java",
            "dev/lifeguard/dataplane/WorkerWord.java",
            "dev/lifeguard/dataplane/WorkerWordField.java",
            "dev/lifeguard/dataplane/TaskWord.java",
            "dev/lifeguard/dataplane/TaskPast.java",
            "dev/lifeguard/dataplane/TaskHistory.java",
            "dev/lifeguard/dataplane/Intake.java",
            "dev/lifeguard/dataplane/RetryGate.java",
            "dev/lifeguard/dataplane/RetryTokens.java",
            "dev/lifeguard/dataplane/Attempt.java",
            "dev/lifeguard/dataplane/WaitStack.java",
            "dev/lifeguard/dataplane/TaskWatch.java",
            "dev/lifeguard/dataplane/ThreadedWorker.java",
            "dev/lifeguard/dataplane/WorkerMail.java",
            "dev/lifeguard/dataplane/Channel.java",
            "dev/lifeguard/dataplane/Letter.java",
            "dev/lifeguard/dataplane/CheckoutWaiter.java",
            "dev/lifeguard/dataplane/Admission.java",
            "dev/lifeguard/dataplane/PaddedLong.java",
            "dev/lifeguard/dataplane/Pace.java",
            "dev/lifeguard/dataplane/Shedder.java",
            "dev/lifeguard/dataplane/TaskQueue.java",
            "dev/lifeguard/dataplane/PartedLine.java",
            "dev/lifeguard/dataplane/ChangingLine.java",
            "dev/lifeguard/dataplane/FreeWorkers.java",
            "dev/lifeguard/dataplane/Detours.java",
            "dev/lifeguard/dataplane/Dispatcher.java",
            "dev/lifeguard/dataplane/Gates.java",
            "dev/lifeguard/dataplane/Affinity.java",
            "dev/lifeguard/dataplane/BurstWish.java",
            "dev/lifeguard/dataplane/Completion.java",
            "dev/lifeguard/dataplane/DataPlane.java",
            "dev/lifeguard/dataplane/Counters.java",
            "dev/lifeguard/executor/Errand.java",
            "dev/lifeguard/executor/ExecutorViews.java",
            "dev/lifeguard/executor/Gate.java",
            "dev/lifeguard/control/DeadLetterOffice.java",
            "dev/lifeguard/deadletter/MemoryDeadLetters.java",
            "dev/lifeguard/deadletter/LetterFile.java",
            "dev/lifeguard/control/Mailbox.java",
            "dev/lifeguard/control/StartBudget.java",
            "dev/lifeguard/control/PolicyCall.java",
            "dev/lifeguard/control/EventFeed.java",
            "dev/lifeguard/control/EventPublisher.java",
            "dev/lifeguard/control/Notifier.java",
            "dev/lifeguard/control/GapLog.java",
            "dev/lifeguard/control/Board.java",
            "dev/lifeguard/timing/CoarseClock.java",
            "dev/lifeguard/timing/SystemTime.java",
            "dev/lifeguard/timing/Interleave.java",
            "dev/lifeguard/lifecycle/Edges.java",
            "dev/lifeguard/tree/Board.java",
            "dev/lifeguard/tree/ChildRun.java",
            "dev/lifeguard/tree/Inbox.java",
            "dev/lifeguard/PoolBuilder.java",
            "dev/lifeguard/cli/run/Flow.java",
            "dev/lifeguard/cli/run/InFlight.java",
            "dev/lifeguard/cli/run/Ledger.java",
            "dev/lifeguard/cli/run/Screen.java",
            "dev/lifeguard/process/OutputPump.java",
            "dev/lifeguard/process/PumpThreads.java",
            "dev/lifeguard/process/RunningCommand.java",
            "dev/lifeguard/artemis/ArtemisLink.java",
            "dev/lifeguard/artemis/Wire.java",
            "dev/lifeguard/distributed/client/Client.java",
            "dev/lifeguard/distributed/client/NewsDesk.java",
            "dev/lifeguard/distributed/client/RemoteTask.java",
            "dev/lifeguard/distributed/client/Tally.java",
            "dev/lifeguard/distributed/client/TaskTalk.java",
            "dev/lifeguard/distributed/host/AttemptTalk.java",
            "dev/lifeguard/distributed/host/Host.java",
            "dev/lifeguard/distributed/host/SlotGate.java",
            "dev/lifeguard/testkit/contract/BrittleStore.java",
            "dev/lifeguard/testkit/contract/RemoteScript.java",
            "dev/lifeguard/testkit/engine/Courier.java",
            "dev/lifeguard/testkit/engine/SimulatedEngine.java",
            "dev/lifeguard/testkit/engine/SimulatedTaker.java",
            "dev/lifeguard/testkit/VirtualTime.java");

    /** What the language and the JDK have for it, and the words that several rooms share. */
    private static final Pattern RACES = Pattern.compile("\\bvolatile\\b|\\bsynchronized\\b|\\bVarHandle\\b"
            + "|\\bPaddedLong\\b|\\bDetours\\b"
            + "|java\\s*\\.\\s*util\\s*\\.\\s*concurrent\\s*\\.\\s*(atomic|locks)\\b");

    private static final String TABLE = "docs/concurrency.md";

    @Test
    void racingCodeStandsOnlyInTheListedFiles() {
        assertEquals(lines(RACING), lines(racing(SourceTree.published())));
    }

    @Test
    void theConcurrencyPageExplainsEachRacingFile() {
        assertEquals(lines(RACING), lines(explained(SourceTree.read(TABLE))));
    }

    @Test
    void plantedRacesAreCaught() {
        for (String race : List.of(
                "private volatile int x;",
                "import java.util.concurrent.atomic.AtomicInteger;",
                "import java.util.concurrent.locks.ReentrantLock;",
                "private static final VarHandle STATE = handle();",
                "private final Detours detours;",
                "synchronized (this) {")) {
            SourceFile planted = new SourceFile("core/src/main/java/dev/lifeguard/Planted.java", race);
            assertEquals(Set.of("dev/lifeguard/Planted.java"), racing(List.of(planted)), race);
        }
        assertEquals(Set.of(), racing(List.of(new SourceFile("a/src/main/java/A.java", "// volatile\nint x;"))));
        assertEquals(
                Set.of("dev/lifeguard/dataplane/A.java"),
                explained("| `dev/lifeguard/dataplane/A.java` | why |\nbeside a row: `dev/lifeguard/B.java`\n"));
    }

    private static Set<String> racing(List<SourceFile> files) {
        return files.stream()
                .filter(file -> RACES.matcher(file.code()).find())
                .map(SourceFile::pathInModule)
                .collect(Collectors.toSet());
    }

    /** The files in the first column of the page's tables. */
    private static Set<String> explained(String page) {
        return Pattern.compile("^\\| *`(dev/lifeguard/[\\w/]+\\.java)` *\\|", Pattern.MULTILINE)
                .matcher(page)
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toSet());
    }

    /** One file a line, sorted, so that a failed comparison shows the difference. */
    private static String lines(Set<String> files) {
        return String.join("\n", new TreeSet<>(files));
    }
}
