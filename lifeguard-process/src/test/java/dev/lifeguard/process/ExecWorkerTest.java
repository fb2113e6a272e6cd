package dev.lifeguard.process;

import static dev.lifeguard.process.Commands.fails;
import static dev.lifeguard.process.Commands.run;
import static dev.lifeguard.process.Commands.sh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.process.CommandNotStartedException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecWorkerTest {
    @TempDir
    private Path directory;

    @Test
    void keepsBothOutputsApart() throws IOException, InterruptedException {
        ExecResult result = run(sh("echo out; echo err >&2"));
        assertEquals("out\n", result.stdout().tail().toString());
        assertEquals("err\n", result.stderr().tail().toString());
        assertFalse(result.leftBehind());
    }

    @Test
    void aCodeOtherThanZeroIsAFailureThatCarriesTheResult() {
        ExecResult result = fails(sh("echo before; exit 3"));
        assertEquals(new Exit(3, false), result.exit());
        assertEquals("before\n", result.stdout().tail().toString());
    }

    @Test
    void aSignalOfTheCommandsOwnIsACrash() {
        assertTrue(fails(sh("kill -SEGV $$")).exit().crashed());
    }

    @Test
    void theNameOfAShellBuiltinMeansTheProgram() throws IOException, InterruptedException {
        assertEquals(
                "-e x\n",
                run(Command.of("sh", "-c", "printf '%s\\n' \"-e x\""))
                        .stdout()
                        .tail()
                        .toString());
        ExecResult fromProgram = run(Command.of("printf", "%q", "it's"));
        assertTrue(fromProgram.stdout().tail().toString().contains("\"it's\""), fromProgram.toString());
    }

    @Test
    void noShellReadsTheArguments() throws IOException, InterruptedException {
        String nasty = "$(touch x) `id` ; & | > < * ? ' \" \\ \n {} $HOME";
        assertEquals(
                nasty, run(Command.of("printf", "%s", nasty)).stdout().tail().toString());
    }

    @Test
    void bytesThatAreNoTextReachTheCommandAsTheyAre() throws IOException, InterruptedException {
        ByteString nasty = ByteString.of(new byte[] {'a', (byte) 0xE9, '\\', '0', (byte) 0xFF, '%', 'c', '\n', '\n'});
        Command command = Command.of(List.of(
                        ByteString.utf8("sh"),
                        ByteString.utf8("-c"),
                        ByteString.utf8("printf '%s,%s.' \"$1\" \"$LIFEGUARD_TASK\""),
                        ByteString.utf8("sh"),
                        nasty))
                .withVariable("LIFEGUARD_TASK", nasty);
        var expected = new ByteArrayOutputStream();
        nasty.writeTo(expected);
        expected.write(',');
        nasty.writeTo(expected);
        expected.write('.');
        assertEquals(
                ByteString.of(expected.toByteArray()), run(command).stdout().tail());
    }

    @Test
    void textReachesTheCommandWhateverTheLocaleIs() throws IOException, InterruptedException {
        Command command = Command.of("printf", "%s", "Grüße, 世界");
        for (boolean utf8Locale : new boolean[] {true, false}) {
            LaunchLine line = LaunchLine.of(command, Containment.available(), utf8Locale);
            assertEquals(utf8Locale, line.arguments().contains("Grüße, 世界"));
        }
        assertEquals("Grüße, 世界", run(command).stdout().tail().toString());
    }

    @Test
    void theEnvironmentHasTheAdditionsAndTheAttempt() throws IOException, InterruptedException {
        Command command = sh("echo \"$ONE $LIFEGUARD_ATTEMPT\"").withVariable("ONE", ByteString.utf8("1 ="));
        ExecResult result = new ExecWorker().run(ExecTask.of(command), 7, kill -> {});
        assertEquals("1 = 7\n", result.stdout().tail().toString());
    }

    @Test
    void theGuardLeavesNothingInTheEnvironment() throws IOException, InterruptedException {
        assertEquals("", run(sh("env | grep _lg || true")).stdout().tail().toString());
    }

    @Test
    void withoutInputTheCommandReadsNothing() throws IOException, InterruptedException {
        assertEquals("0\n", run(sh("wc -c")).stdout().tail().toString());
    }

    @Test
    void inputIsFedByteForByte() throws IOException, InterruptedException {
        ByteString input = ByteString.of(new byte[] {0, 1, (byte) 0xFF, '\n'});
        assertEquals(
                input,
                run(ExecTask.of(Command.of("cat")).withInput(input)).stdout().tail());
    }

    @Test
    void bigInputAndBigOutputDoNotWaitForEachOther() throws IOException, InterruptedException {
        ByteString input = ByteString.of(new byte[8 << 20]);
        ExecResult result = run(ExecTask.of(sh("tee /dev/stderr")).withInput(input));
        assertEquals(8 << 20, result.stdout().totalBytes());
        assertEquals(8 << 20, result.stderr().totalBytes());
    }

    @Test
    void inputThatNobodyReadsIsHarmless() throws IOException, InterruptedException {
        ByteString input = ByteString.of(new byte[8 << 20]);
        assertEquals(
                "done\n",
                run(ExecTask.of(sh("exec <&-; echo done")).withInput(input))
                        .stdout()
                        .tail()
                        .toString());
    }

    @Test
    void bigOutputGoesWholeToTheSinkAndItsEndToTheTail() throws IOException, InterruptedException {
        Path whole = directory.resolve("whole");
        Command command =
                sh("head -c 10000000 /dev/zero | tr '\\0' x; printf END").withTailBytes(5);
        ExecResult result =
                run(ExecTask.of(command).withOutput(attempt -> Files.newOutputStream(whole), OutputSink.NONE));
        assertEquals(10_000_003, result.stdout().totalBytes());
        assertEquals(10_000_003, Files.size(whole));
        assertEquals("xxEND", result.stdout().tail().toString());
        assertTrue(result.stdout().cut());
    }

    @Test
    void aSinkThatIsFullFailsTheAttemptAndDoesNotStopTheCommand() {
        Path proof = directory.resolve("proof");
        ExecTask task = ExecTask.of(sh("head -c 1000000 /dev/zero; touch " + proof))
                .withOutput(attempt -> new FullDisk(), OutputSink.NONE);
        var lost = assertThrows(OutputLostException.class, () -> run(task));
        assertTrue(Files.exists(proof));
        assertTrue(lost.getMessage().contains("No space"), lost.getMessage());
        assertEquals(0, lost.result().orElseThrow().exit().code());
    }

    @Test
    void aSinkThatCannotBeOpenedFailsTheAttemptBeforeTheStart() {
        Path proof = directory.resolve("proof");
        ExecTask task = ExecTask.of(Command.of("touch", proof.toString())).withOutput(OutputSink.NONE, attempt -> {
            throw new IOException("no such disk");
        });
        assertThrows(IOException.class, () -> run(task));
        assertFalse(Files.exists(proof));
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        var refusal = assertThrows(CommandNotStartedException.class, () -> run(Command.of("no-such-program", "x")));
        assertEquals(Reason.NOT_FOUND, refusal.reason());
        assertTrue(refusal.getMessage().contains("no-such-program"), refusal.getMessage());
    }

    @Test
    void aFileThatIsNoProgramIsNamed() throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("data"), "x");
        var refusal = assertThrows(CommandNotStartedException.class, () -> run(Command.of(file.toString())));
        assertEquals(Reason.NOT_EXECUTABLE, refusal.reason());
    }

    @Test
    void aCodeLikeThatOfAMissingProgramIsLeftToTheCommand() {
        assertEquals(127, fails(sh("exit 127")).exit().code());
    }

    @Test
    void startsInTheDirectory() throws IOException, InterruptedException {
        ExecResult result = run(Command.of("pwd").withDirectory(directory));
        assertEquals(directory.toRealPath() + "\n", result.stdout().tail().toString());
    }

    @Test
    void aDirectoryThatIsNoneIsNamed() throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("file"), "");
        for (Path wrong : List.of(file, directory.resolve("missing"))) {
            Command command = Command.of("pwd").withDirectory(wrong);
            var refusal = assertThrows(CommandNotStartedException.class, () -> run(command));
            assertEquals(Reason.DIRECTORY, refusal.reason());
            assertTrue(refusal.getMessage().contains(wrong.toString()), refusal.getMessage());
        }
    }

    @Test
    void anArgumentLongerThanTheSystemTakesIsRefusedWithItsLength() throws IOException, InterruptedException {
        String longest = "x".repeat(131_071);
        assertEquals(131_071, run(Command.of("printf", "%s", longest)).stdout().totalBytes());
        var refusal =
                assertThrows(CommandNotStartedException.class, () -> run(Command.of("printf", "%s", longest + "x")));
        assertEquals(Reason.TOO_LONG, refusal.reason());
        assertTrue(refusal.getMessage().contains("131072 bytes"), refusal.getMessage());
    }

    @Test
    void argumentsThatAreTooLongTogetherAreRefused() {
        var arguments = new java.util.ArrayList<String>(List.of("true"));
        for (int i = 0; i < 80; i++) {
            arguments.add("x".repeat(120_000));
        }
        var refusal =
                assertThrows(CommandNotStartedException.class, () -> run(Command.of(arguments.toArray(String[]::new))));
        assertEquals(Reason.TOO_LONG, refusal.reason());
    }

    @Test
    void aNulInAnArgumentIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Command.of("echo", "a\0b"));
    }

    @Test
    void theRefusalIsKnownBeforeTheStart() {
        assertEquals(Optional.empty(), Command.of("sh").refusal());
        assertTrue(Command.of("no-such-program").refusal().isPresent());
    }

    private static final class FullDisk extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("No space left on device");
        }

        @Override
        public String toString() {
            return new String(new byte[0], StandardCharsets.UTF_8);
        }
    }
}
