package dev.lifeguard.cli.endtoend;

import static dev.lifeguard.cli.endtoend.Program.mark;
import static dev.lifeguard.cli.endtoend.Program.sleeping;
import static dev.lifeguard.cli.endtoend.Program.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.cli.endtoend.Program.Ended;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way in which a run can end before its input does. */
@Timeout(120)
class StopTest {
    private static final byte[] HUNDRED = IntStream.rangeClosed(1, 100)
            .mapToObj(i -> i + "\n")
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.UTF_8);

    @RegisterExtension
    private final Programs programs = new Programs();

    private static void assertNothingSleeps(String mark) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(3))
                .untilAsserted(() -> assertEquals(List.of(), sleeping(mark)));
    }

    /** Every line up to some number has its record, and the summary names the first that was not started. */
    private static void assertAccountsForEverything(Ended ended) {
        List<Map<String, Object>> told = ended.json();
        assertEquals(
                told.size(),
                told.stream().map(line -> line.get("id")).distinct().count(),
                ended.toString());
        long last = told.stream().mapToLong(line -> (Long) line.get("id")).max().orElse(0);
        assertEquals(last, told.size(), ended.toString());
        long lastStarted = told.stream()
                .filter(line -> (Long) line.get("attempts") > 0)
                .mapToLong(line -> (Long) line.get("id"))
                .max()
                .orElse(0);
        Matcher next = Pattern.compile("go on with tail -n \\+(\\d+)").matcher(ended.err());
        assertTrue(next.find(), ended.err());
        assertEquals(lastStarted + 1, Long.parseLong(next.group(1)), ended.err());
    }

    @Test
    void anInterruptLetsRunningCommandsEndAndAccountsForEveryLine() throws IOException {
        Program program = programs.start("run", "-j", "2", "--", "sh", "-c", "sleep 0.2; echo {}");
        program.feed(HUNDRED);
        var reader = new BufferedReader(new InputStreamReader(program.out(), StandardCharsets.UTF_8));
        String first = reader.readLine();
        program.signal("INT");
        String rest = reader.lines().map(line -> line + "\n").collect(Collectors.joining());
        Ended end = program.end();
        var ended = new Ended(end.code(), first + "\n" + rest, end.err());
        assertEquals(130, ended.code());
        assertAccountsForEverything(ended);
        assertTrue(ended.count("ok") >= 2 && ended.count("cancelled") >= 1, ended.toString());
        assertEquals(ended.json().size(), ended.count("ok") + ended.count("cancelled"), ended.toString());
        ended.json().stream()
                .filter(line -> line.get("status").equals("cancelled"))
                .forEach(line -> assertEquals(0L, line.get("attempts")));
    }

    @Test
    void aSecondInterruptKillsWhatRuns() {
        String mark = mark();
        Program program = programs.start("run", "-j", "2", "--", "sh", "-c", "echo {}; sleep " + mark + " & wait");
        program.feed(HUNDRED);
        soon().until(() -> sleeping(mark).size() == 2);
        program.signal("INT");
        program.awaitSaid("interrupted:");
        assertEquals(2, sleeping(mark).size());
        program.signal("INT");
        Ended ended = program.end();
        assertEquals(130, ended.code());
        assertAccountsForEverything(ended);
        assertEquals(ended.json().size(), ended.count("cancelled"));
        assertNothingSleeps(mark);
    }

    @Test
    void aThirdInterruptLeavesAtOnceAlthoughTheOutputIsStuck(@TempDir Path directory) {
        Program program = programs.start(
                "run", "-j", "2", "--", "sh", "-c", "head -c 8000 /dev/zero; touch " + directory + "/{}");
        program.feed(HUNDRED);
        // Nobody reads, a line has 48 kB and the pipe takes 64: the teller stands still, and then everything does.
        soon().until(() -> Objects.requireNonNull(directory.toFile().list()).length >= 8);
        program.signal("INT");
        program.awaitSaid("interrupted:");
        program.signal("INT");
        program.awaitSaid("interrupted twice:");
        program.signal("INT");
        program.awaitSaid("left at once");
        assertEquals(130, program.end().code());
    }

    @Test
    void aRequestToEndCancelsEverythingAndAccountsForIt() {
        String mark = mark();
        Program program = programs.start("run", "-j", "2", "--", "sh", "-c", "echo {}; sleep " + mark + " & wait");
        program.feed(HUNDRED);
        soon().until(() -> sleeping(mark).size() == 2);
        program.signal("TERM");
        Ended ended = program.end();
        assertEquals(143, ended.code());
        assertAccountsForEverything(ended);
        assertEquals(ended.json().size(), ended.count("cancelled"));
        assertEquals(
                2,
                ended.json().stream()
                        .filter(line -> !line.get("stdout").equals(""))
                        .count(),
                ended.toString());
        assertNothingSleeps(mark);
    }

    @Test
    void anInterruptDuringABlockedReadEndsTheRun() throws IOException {
        Program program = programs.start("run", "--", "echo");
        OutputStream in = program.in();
        in.write("a\n".getBytes(StandardCharsets.UTF_8));
        in.flush();
        var reader = new BufferedReader(new InputStreamReader(program.out(), StandardCharsets.UTF_8));
        assertTrue(reader.readLine().contains("\"status\":\"ok\""));
        program.signal("INT");
        assertEquals(130, program.end().code());
        in.close();
    }

    @Test
    void aHangingCommandIsKilledWithItsChildren() {
        String mark = mark();
        String script = "echo begun; sleep " + mark + " & (sleep " + mark + " &); sleep " + mark + "; :";
        Ended ended = programs.run("x\n", "--timeout", "2s", "--", "sh", "-c", script);
        assertEquals(1, ended.code());
        assertEquals("timeout", ended.only().get("status"));
        assertEquals("begun\n", ended.only().get("stdout"));
        assertNothingSleeps(mark);
    }

    @Test
    void aHangingCommandIsTriedAgain() {
        Ended ended = programs.run(
                "x\n",
                "--timeout",
                "2s",
                "--retries",
                "1",
                "--backoff",
                "1ms",
                "--",
                "sh",
                "-c",
                "[ $LIFEGUARD_ATTEMPT = 2 ] || sleep 100");
        assertEquals("ok", ended.only().get("status"), ended.toString());
        assertEquals(2L, ended.only().get("attempts"));
    }

    @Test
    void afterAKillOfTheProgramNoCommandIsAlive() {
        String mark = mark();
        Program program = programs.start(
                "run", "-j", "4", "--", "sh", "-c", "sleep " + mark + " & (sleep " + mark + " &); sleep " + mark);
        program.feed(HUNDRED);
        soon().until(() -> sleeping(mark).size() == 12);
        program.signal("KILL");
        assertNothingSleeps(mark);
        assertEquals(137, program.end().code());
    }

    @Test
    void whenNobodyReadsTheOutputTheRunEnds() throws IOException {
        String mark = mark();
        Program program =
                programs.start("run", "-j", "3", "--", "sh", "-c", "case {} in 6|7) sleep " + mark + ";; esac");
        CompletableFuture<Integer> fed = feedForEver(program);
        // Two of the three slots may hang; the third goes on writing, so that the loss of the reader is noticed.
        var reader = new BufferedReader(new InputStreamReader(program.out(), StandardCharsets.UTF_8));
        for (int i = 0; i < 3; i++) {
            assertTrue(reader.readLine().startsWith("{\"id\":"));
        }
        reader.close();
        Ended ended = program.end();
        assertEquals(141, ended.code(), ended.err());
        assertTrue(ended.err().contains("nobody reads the output"), ended.err());
        assertTrue(fed.join() > 0);
        assertNothingSleeps(mark);
    }

    @Test
    void endlessInputIsReadOnlyAsFarAsThereIsRoom() {
        String mark = mark();
        Program program = programs.start("run", "-j", "2", "--", "sleep", mark);
        CompletableFuture<Integer> fed = feedForEver(program);
        soon().until(() -> sleeping(mark).size() == 2);
        program.signal("TERM");
        Ended ended = program.end();
        assertAccountsForEverything(ended);
        assertTrue(ended.json().size() <= 8, "four tasks for each worker are read ahead, not more: " + ended);
        assertTrue(fed.join() > 0);
    }

    /** A machine without the tools of containment: what can be killed is killed, and what cannot is said. */
    @ParameterizedTest
    @CsvSource({"setsid, GROUP_POLLED", "setpriv, PDEATHSIG", "sleep, COOPERATIVE"})
    void whatContainmentIsMissingIsSaid(String tool, String grade, @TempDir Path directory) throws IOException {
        for (String name : List.of("sh", "env", "sleep", "kill", tool)) {
            Path link = directory.resolve(name);
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, Path.of("/usr/bin", name));
            }
        }
        String mark = mark();
        Program program = programs.startUnder(
                List.of("env", "PATH=" + directory),
                "run",
                "--timeout",
                "500ms",
                "--",
                "sh",
                "-c",
                "sleep " + mark + " & sleep " + mark + "; :");
        program.feed("x\n".getBytes(StandardCharsets.UTF_8));
        Ended ended = program.end();
        assertEquals("timeout", ended.only().get("status"), ended.toString());
        assertTrue(ended.err().contains("containment = " + grade + ": "), ended.err());
        assertNothingSleeps(mark);
    }

    /** The first file that the JVM opens gets the number of a closed stream; its bytes must not be taken for tasks. */
    @Test
    void aClosedInputOrOutputIsWrongUsage() {
        for (String closed : List.of("<&-", ">&-")) {
            Ended ended = programs.startUnder(
                            List.of("sh", "-c", "exec \"$@\" " + closed, "sh"), "run", "-j", "1", "--", "echo")
                    .end();
            assertEquals(2, ended.code(), ended.toString());
            assertEquals("", ended.out());
            assertTrue(ended.err().contains("is closed"), ended.err());
        }
    }

    @Test
    void anOutputThatCannotBeWrittenEndsTheRunAndIsReported() {
        Program program = programs.startUnder(
                List.of("sh", "-c", "exec \"$@\" >/dev/full", "sh"), "run", "-j", "2", "--", "echo");
        program.feed(HUNDRED);
        Ended ended = program.end();
        assertEquals(3, ended.code(), ended.toString());
        assertTrue(ended.err().contains("The output could not be written"), ended.err());
        assertTrue(ended.err().contains("could not be told (lines "), ended.err());
    }

    /** Counts up for as long as the program takes it. */
    private static CompletableFuture<Integer> feedForEver(Program program) {
        var lines = new CompletableFuture<Integer>();
        Thread.ofPlatform().daemon().start(() -> {
            int line = 0;
            try (OutputStream in = program.in()) {
                while (true) {
                    in.write((++line + "\n").getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException enough) {
                lines.complete(line);
            }
        });
        return lines;
    }
}
