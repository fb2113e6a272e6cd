package dev.lifeguard.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Retry;
import dev.lifeguard.deadletter.DeadLetterStore;
import dev.lifeguard.deadletter.FileDeadLetters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting of retries, the quarantine and dead letters that can never act is refused, with a sentence that helps. */
final class RefusedRetrySettingsTest {

    private static final Duration ONE = Duration.ofSeconds(1);
    private static final Duration TWO = Duration.ofSeconds(2);

    private static Arguments row(String what, Executable setting, String... words) {
        return Arguments.of(what, setting, words);
    }

    static Stream<Arguments> refused() {
        Backoff.Rule rule = (attempt, failure, previous) -> ONE;
        var file = FileDeadLetters.at(Path.of("letters"));
        return Stream.of(
                row("no attempt", () -> Retry.attempts(0), "attempts is 0", "give 1"),
                row("a longest wait below the first", () -> Backoff.exponential(TWO, ONE), "PT2S", "swap"),
                row("a negative first wait", () -> Backoff.exponential(Duration.ofNanos(-1), ONE), "negative"),
                row(
                        "a cap that zero never reaches",
                        () -> Backoff.exponential(Duration.ZERO, ONE),
                        "PT0S stays zero",
                        "PT1S"),
                row(
                        "the same, of a retry",
                        () -> Retry.attempts(2).backoff(Duration.ZERO, TWO),
                        "PT0S stays zero",
                        "PT2S"),
                row("a jitter of no wait", () -> Backoff.fixed(Duration.ZERO).withFullJitter(), "FULL", "never act"),
                row(
                        "a share of no wait",
                        () -> Retry.attempts(2)
                                .backoff(Duration.ZERO, Duration.ZERO)
                                .withJitter(0.5),
                        "SHARE",
                        "never act"),
                row("a negative fixed wait", () -> Backoff.fixed(Duration.ofNanos(-1)), "negative"),
                row("a jitter above 1", () -> Backoff.standard().withJitter(1.1), "1.1"),
                row("a jitter below 0", () -> Retry.attempts(2).withJitter(-0.1), "-0.1"),
                row("a jitter that is no number", () -> Backoff.standard().withJitter(Double.NaN), "NaN"),
                row(
                        "decorrelated from zero",
                        () -> Backoff.exponential(Duration.ZERO, Duration.ZERO).withDecorrelatedJitter(),
                        "PT0S",
                        "longer than zero"),
                row(
                        "decorrelated without room",
                        () -> Backoff.exponential(ONE, ONE).withDecorrelatedJitter(),
                        "every wait would be the same"),
                row("decorrelated and fixed", () -> Backoff.fixed(ONE).withDecorrelatedJitter(), "exponential()"),
                row("a custom rule with jitter", () -> Backoff.custom(ONE, rule).withFullJitter(), "never act"),
                row("a custom rule without a cap", () -> Backoff.custom(Duration.ZERO, rule), "longer than zero"),
                row("a budget without a share", () -> RetryBudget.share(0), "share 0"),
                row("a share of more than all", () -> RetryBudget.share(1.5), "1.5", "0.2 is usual"),
                row("a share below a thousandth", () -> RetryBudget.share(0.0001), "1.0E-4"),
                row("a share that is no number", () -> RetryBudget.share(Double.NaN), "NaN"),
                row("a bucket for nothing", () -> RetryBudget.share(0.2).withSaved(0), "never allows", "at least 1"),
                row("a bucket for no retry a second", () -> new RetryBudget(0, 5, 0), "(5)", "at least 1"),
                row("a negative floor", () -> RetryBudget.share(0.2).withPerSecond(-1), "-1"),
                row("a budget that ends", () -> new RetryBudget(0, 0, 5), "allows 5", "Retry.none()"),
                row("a quarantine after no death", () -> Quarantine.after(0), "got 0", "2 or 3"),
                row("a quarantine after too many", () -> Quarantine.after(1_001), "1001"),
                row("negative deaths", () -> new Quarantine(-1, true), "-1"),
                row(
                        "a memory of no letters",
                        () -> DeadLetterStore.memory(0, DeadLetterStore.WhenFull.REFUSE),
                        "bound is 0"),
                row("a file of no letters", () -> file.bound(0, 1 << 20), "bound is 0"),
                row("a file of no bytes", () -> file.bound(10, 100), "100", "65536"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void isRefused(String what, Executable setting, String[] words) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, setting, what).getMessage());
        for (String word : words) {
            assertTrue(message.contains(word), () -> what + " says: " + message);
        }
        assertTrue(message.endsWith("."), () -> what + " is no sentence: " + message);
    }

    @Test
    void whatActsIsNotRefused() {
        assertEquals("none", RetryBudget.none().toString());
        assertEquals(
                "0.2 of the tasks and 10 a second, 100 saved",
                RetryBudget.share(0.2).toString());
        assertEquals(
                "after 3 deaths, failed tasks are kept",
                Quarantine.after(3).keepFailed().toString());
        assertTrue(Quarantine.none().isNone());
        // The jitter that was chosen stays when only the waits are changed.
        assertEquals(
                "PT1S..PT2S, jitter=FULL",
                Retry.attempts(2)
                        .backoff(Backoff.standard().withFullJitter())
                        .backoff(ONE, TWO)
                        .backoff()
                        .toString());
    }
}
