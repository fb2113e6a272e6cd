package dev.lifeguard.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.cli.endtoend.Program.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tasks and what becomes of them. */
@Timeout(120)
class RunTest {
    @RegisterExtension
    private final Programs programs = new Programs();

    @TempDir
    private Path directory;

    private static String lines(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }

    @Test
    void aThousandTasksHaveALineEach() {
        Ended ended = programs.run(lines(1, 1000), "-j", "4", "--", "sh", "-c", "echo {}; exit $(( {} % 10 == 0 ))");
        assertEquals(1, ended.code());
        assertEquals(1000, ended.json().size());
        assertEquals(
                new TreeSet<>(LongStream.rangeClosed(1, 1000).boxed().toList()),
                ended.json().stream()
                        .map(line -> (Long) line.get("id"))
                        .collect(Collectors.toCollection(TreeSet::new)));
        for (Map<String, Object> line : ended.json()) {
            boolean fails = (Long) line.get("id") % 10 == 0;
            assertEquals(fails ? "failed" : "ok", line.get("status"));
            assertEquals(fails ? 1L : 0L, line.get("exit"));
            assertEquals(line.get("task") + "\n", line.get("stdout"));
            assertEquals(1L, line.get("attempts"));
        }
        assertTrue(ended.err().contains("1000 tasks in"), ended.err());
        assertTrue(ended.err().contains("900 ok, 100 failed"), ended.err());
    }

    @Test
    void sumsOfRealFilesAreThoseOfTheFiles() throws IOException, NoSuchAlgorithmException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(Path.of("target", "classes"))) {
            files = all.filter(Files::isRegularFile).toList();
        }
        String input = files.stream().map(file -> file + "\n").collect(Collectors.joining());
        Ended ended = programs.run(input, "-j", "3", "--", "sha256sum", "{}");
        assertEquals(0, ended.code(), ended.toString());
        var expected = new TreeSet<String>();
        for (Path file : files) {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            expected.add(HexFormat.of().formatHex(sum) + "  " + file + "\n");
        }
        assertEquals(
                expected,
                ended.json().stream()
                        .map(line -> (String) line.get("stdout"))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void orderedPrintsInTheOrderOfTheInput() {
        String input =
                IntStream.range(0, 40).mapToObj(i -> "0.0" + (i * 7 % 9) + "\n").collect(Collectors.joining());
        Ended ended = programs.run(input, "--ordered", "-j", "4", "--", "sleep", "{}");
        assertEquals(
                LongStream.rangeClosed(1, 40).boxed().toList(),
                ended.json().stream().map(line -> line.get("id")).toList());
    }

    @Test
    void aTaskIsTriedAgainAndKnowsIt() {
        Path seen = directory.resolve("seen");
        Ended ended = programs.run(
                "a\n",
                "--retries",
                "3",
                "--backoff",
                "5ms..20ms",
                "--",
                "sh",
                "-c",
                "echo $LIFEGUARD_ATTEMPT.$LIFEGUARD_ID.$LIFEGUARD_TASK >> " + seen + "; [ $LIFEGUARD_ATTEMPT = 3 ]");
        assertEquals(0, ended.code(), ended.toString());
        assertEquals(3L, ended.only().get("attempts"));
        assertEquals(List.of("1.1.a", "2.1.a", "3.1.a"), linesOf(seen));
    }

    @Test
    void retriesAreUsedUpOnATaskThatKeepsFailing() {
        Ended ended = programs.run("a\n", "--retries", "2", "--backoff", "5ms", "--", "false");
        assertEquals(1, ended.code());
        assertEquals(3L, ended.only().get("attempts"));
    }

    @Test
    void whatCannotStartIsNotTriedAgain() {
        Ended ended = programs.run("/no/such/program\n", "--retries", "3", "--", "{}");
        assertEquals(1, ended.code());
        assertEquals(1L, ended.only().get("attempts"));
        assertTrue(((String) ended.only().get("error")).contains("/no/such/program"), ended.toString());
    }

    @Test
    void theDeadLetterCanBeTheNextInput() {
        Path dead = directory.resolve("dead");
        Ended first =
                programs.run(lines(1, 6), "--dead-letter", dead.toString(), "--", "sh", "-c", "exit $(( {} % 2 ))");
        assertEquals(1, first.code());
        assertEquals(List.of("1", "3", "5"), linesOf(dead).stream().sorted().toList());
        Ended second = programs.run("", "--input", dead.toString(), "--", "echo", "{}");
        assertEquals(0, second.code());
        assertEquals(3, second.count("ok"));
    }

    @Test
    void namesWithNewlinesAndQuotesComeThrough() throws IOException {
        List<String> names = List.of("new\nline", "it's \"quoted\"", " blanks ", "-n", "{}", "$(x)", "Grüße");
        Path dead = directory.resolve("dead");
        Ended ended = programs.run(
                String.join("\0", names) + "\0",
                "-0",
                "--ordered",
                "--dead-letter",
                dead.toString(),
                "--",
                "sh",
                "-c",
                "printf %s \"$1\"; exit 1",
                "sh",
                "{}");
        assertEquals(
                names, ended.json().stream().map(line -> line.get("stdout")).toList());
        assertEquals(names, ended.json().stream().map(line -> line.get("task")).toList());
        assertEquals(String.join("\0", names) + "\0", Files.readString(dead));
    }

    @Test
    void bytesThatAreNoTextComeThrough() throws IOException {
        byte[] name = {'a', (byte) 0xFF, (byte) 0xC3, '\n'};
        Ended ended = programs.run(name, "--results", directory.toString(), "--", "printf", "%s", "{}");
        assertEquals("a\uFFFD\uFFFD", ended.only().get("task"));
        assertEquals("Yf/D", ended.only().get("taskBase64"));
        byte[] out = Files.readAllBytes(directory.resolve("1.stdout"));
        assertEquals(
                HexFormat.of().formatHex(new byte[] {'a', (byte) 0xFF, (byte) 0xC3}),
                HexFormat.of().formatHex(out));
    }

    @Test
    void plainOutputIsWholeAndTogether() {
        Ended ended = programs.run(
                lines(1, 8),
                "--plain",
                "-q",
                "-j",
                "4",
                "--",
                "sh",
                "-c",
                "i=0; while [ $i -lt 3000 ]; do echo task {} line $i of a long output; i=$((i+1)); done");
        assertEquals(0, ended.code());
        List<String> printed = ended.out().lines().toList();
        assertEquals(8 * 3000, printed.size());
        for (int i = 0; i < printed.size(); i++) {
            String task = printed.get(i / 3000 * 3000).split(" ", 3)[1];
            assertEquals("task " + task + " line " + i % 3000 + " of a long output", printed.get(i));
        }
    }

    @Test
    void plainNamesWhatFailedOnStandardError() {
        Ended ended = programs.run("x\n", "--plain", "--", "sh", "-c", "echo out; echo err >&2; exit 3");
        assertEquals("out\n", ended.out());
        assertTrue(ended.err().contains("err\n"), ended.err());
        assertTrue(ended.err().contains("1: failed: The command ended with exit code 3."), ended.err());
    }

    @Test
    void wholeOutputsAreKeptAndTheTailIsInTheLine() throws IOException {
        Ended ended = programs.run(
                "x\n",
                "--results",
                directory.resolve("new").toString(),
                "--tail",
                "4",
                "--",
                "sh",
                "-c",
                "printf 0123456789; printf error >&2");
        assertEquals("6789", ended.only().get("stdout"));
        assertEquals(10L, ended.only().get("stdoutBytes"));
        assertEquals(
                "0123456789", Files.readString(Path.of((String) ended.only().get("stdoutFile"))));
        assertEquals("error", Files.readString(Path.of((String) ended.only().get("stderrFile"))));
    }

    @Test
    void aFieldOfTheTaskCanBeItsId() {
        Ended ended = programs.run("k1 a\nk2 b\nlonely\n", "--ordered", "--key", "2", "--", "echo");
        assertEquals(
                List.of("a", "b", 3L),
                ended.json().stream().map(line -> line.get("id")).toList());
        assertEquals(
                List.of("ok", "ok", "failed"),
                ended.json().stream().map(line -> line.get("status")).toList());
        assertTrue(((String) ended.json().get(2).get("error")).contains("--key"), ended.toString());
    }

    @Test
    void stdinFeedsTheTask() {
        assertEquals("in\n", programs.run("in\n", "--stdin", "--", "cat").only().get("stdout"));
        assertEquals(
                "in", programs.run("in\0", "-0", "--stdin", "--", "cat").only().get("stdout"));
    }

    @Test
    void aCommandDoesNotReadTheTasksOfOthers() {
        Ended ended = programs.run("a\nb\nc\n", "-j", "1", "--", "sh", "-c", "cat", "{}");
        assertEquals(3, ended.count("ok"));
        ended.json().forEach(line -> assertEquals("", line.get("stdout")));
    }

    @Test
    void aTaskTooLongForAnArgumentFailsAloneAndFitsStandardInput() {
        String input = "a\n" + "x".repeat(140_000) + "\nb\n";
        Ended asArgument = programs.run(input, "--ordered", "--", "echo");
        assertEquals(
                List.of("ok", "failed", "ok"),
                asArgument.json().stream().map(l -> l.get("status")).toList());
        assertTrue(((String) asArgument.json().get(1).get("error")).contains("--stdin"), asArgument.err());
        Ended fed = programs.run(input, "--ordered", "--stdin", "--", "wc", "-c");
        assertEquals("140001\n", fed.json().get(1).get("stdout"));
    }

    @Test
    void aLineBeyondTheLimitFailsAlone() {
        Ended ended = programs.run("a\n" + "x".repeat(5000) + "\nb", "--ordered", "--max-task", "4k", "--", "echo");
        assertEquals(
                List.of("ok", "failed", "ok"),
                ended.json().stream().map(l -> l.get("status")).toList());
        assertTrue(((String) ended.json().get(1).get("error")).contains("5000 bytes and the limit is 4096"));
    }

    @Test
    void emptyLinesAreNoTasksAndAreCounted() {
        Ended ended = programs.run("\na\n\n\nb", "--ordered", "--", "echo");
        assertEquals(
                List.of(2L, 5L),
                ended.json().stream().map(line -> line.get("id")).toList());
        assertTrue(ended.err().contains("3 empty lines"), ended.err());
        Ended nothing = programs.run("", "--", "echo");
        assertEquals(0, nothing.code());
        assertEquals("", nothing.out());
    }

    @Test
    void aCommandThatDiesByItselfHasCrashed() {
        Ended ended = programs.run("x\n", "--", "sh", "-c", "kill -SEGV $$");
        assertEquals("crashed", ended.only().get("status"));
        assertEquals(139L, ended.only().get("exit"));
        assertTrue(((String) ended.only().get("error")).contains("SEGV"), ended.toString());
    }

    @Test
    void tooManyFailuresEndTheRun() {
        Ended ended = programs.run(lines(1, 500), "-j", "2", "--max-failures", "5", "--", "false");
        assertEquals(3, ended.code());
        assertTrue(ended.count("failed") >= 5 && ended.count("failed") < 20, ended.toString());
        assertTrue(ended.err().contains("too many failures"), ended.err());
    }

    @Test
    void aMissingProgramIsWrongUsage() {
        Ended ended = programs.run("a\n", "--", "no-such-program", "{}");
        assertEquals(2, ended.code());
        assertEquals("", ended.out());
        assertTrue(ended.err().contains("no-such-program"), ended.err());
    }

    @Test
    void aFullDiskIsReported() throws IOException {
        Ended dead = programs.run(lines(1, 3), "--dead-letter", "/dev/full", "--", "false");
        assertEquals(3, dead.code());
        assertEquals(3, dead.count("failed"));
        assertTrue(dead.err().contains("Not every failed task is in /dev/full"), dead.err());
        Files.createSymbolicLink(directory.resolve("1.stdout"), Path.of("/dev/full"));
        Ended results = programs.run("a\n", "--results", directory.toString(), "--", "echo");
        assertEquals(1, results.code());
        assertTrue(((String) results.only().get("error")).contains("could not be stored"), results.toString());
    }

    @Test
    void quietIsSilent() {
        assertEquals("", programs.run(lines(1, 3), "-q", "--", "false").err());
    }

    @Test
    void helpAndVersionAreNoErrors() {
        for (String[] line : new String[][] {{"help"}, {"run", "--help"}, {"help", "run"}, {"--version"}}) {
            Ended ended = programs.start(line).end();
            assertEquals(0, ended.code(), ended.toString());
            assertFalse(ended.out().isEmpty());
            assertEquals("", ended.err());
        }
        assertEquals(2, programs.start("dance").end().code());
    }

    private static List<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
