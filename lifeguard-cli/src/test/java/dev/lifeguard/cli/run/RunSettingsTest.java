package dev.lifeguard.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.cli.options.CommandLine;
import dev.lifeguard.cli.options.UsageException;
import dev.lifeguard.process.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunSettingsTest {
    private static RunSettings settings(String... arguments) {
        List<String> all = List.of(arguments);
        CommandLine line = RunOptions.TABLE.read(all, 0);
        return RunSettings.of(
                line,
                all.subList(line.rest(), all.size()).stream()
                        .map(ByteString::utf8)
                        .toList());
    }

    private static String refusal(String... arguments) {
        return String.valueOf(
                assertThrows(UsageException.class, () -> settings(arguments)).getMessage());
    }

    @Test
    void readsWhatWasGiven() {
        RunSettings settings = settings(
                "-j",
                "3",
                "-0",
                "--timeout=1.5m",
                "--retries",
                "2",
                "--backoff",
                "1s..30s",
                "--max-failures=10%",
                "--",
                "cat",
                "{}");
        assertEquals(3, settings.work().jobs());
        assertEquals(0, settings.source().end());
        assertEquals(Optional.of(Duration.ofSeconds(90)), settings.work().timeout());
        assertEquals(2, settings.work().retries());
        assertEquals(
                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30)),
                settings.work().backoff());
        assertEquals(new FailureLimit(0, 10), settings.telling().failures());
    }

    @Test
    void aDashIsStandardInput() {
        assertEquals(Optional.empty(), settings("--input", "-", "cat").source().file());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    -q                           | there is no command: expected it after the options, got nothing
                    -j 0 cat                     | --jobs: expected auto or a whole number from 1 to 1000, got "0".
                    --timeout 30 cat             | got "30".
                    --retries -1 cat             | --retries: expected a whole number from 0 to 1000, got "-1".
                    --backoff 1s cat             | expected --retries of 1 or more beside it, got none.
                    --retries 0 --backoff 1s cat | expected --retries of 1 or more beside it, got 0.
                    --retries 1 --backoff 9s..1s cat | expected the shorter pause before the longer one
                    --plain --tail 1k cat        | expected one of the two, got both.
                    --key 0 cat                  | --key: expected a whole number from 1 to
                    --max-failures 0 cat         | --max-failures: expected a whole number from 1 to
                    --max-failures 101% cat      | expected a whole percentage from 1% to 100%, got "101%".
                    --input /no/such/file cat    | --input: there is no file /no/such/file.
                    --input / cat                | which is a directory.
                    no-such-program {}           | There is no program "no-such-program"
                    """)
    void refusesWhatCannotBe(String arguments, String message) {
        String refusal = refusal(arguments.split(" "));
        assertTrue(refusal.contains(message), refusal);
    }

    @Test
    void theDeadLetterMustNotBeTheInput(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("tasks"), "a\n");
        assertTrue(refusal("--input", file.toString(), "--dead-letter", directory + "/./tasks", "cat")
                .contains("would destroy the input"));
    }

    @Test
    void theHelpNamesEveryOptionAndFitsTheTerminal() {
        String help = RunOptions.help();
        RunOptions.TABLE.groups().values().stream()
                .flatMap(List::stream)
                .forEach(option -> assertTrue(help.contains("--" + option.name()), option.name()));
        help.lines().forEach(line -> assertTrue(line.length() <= 100, line));
    }

    @Test
    void aPercentageNeedsAHandfulToBeJudgedBy() {
        FailureLimit tenPercent = FailureLimit.parse("10%");
        assertEquals(false, tenPercent.reached(1, 1));
        assertEquals(true, tenPercent.reached(1, 10));
        assertEquals(false, tenPercent.reached(1, 11));
        assertEquals(true, FailureLimit.parse("2").reached(2, 2));
        assertEquals(false, FailureLimit.NONE.reached(100, 100));
    }
}
