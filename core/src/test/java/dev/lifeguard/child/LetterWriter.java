package dev.lifeguard.child;

import dev.lifeguard.TaskOptions;
import dev.lifeguard.deadletter.DeadLetter;
import dev.lifeguard.deadletter.DeadLetterStore;
import dev.lifeguard.deadletter.FileDeadLetters;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Writes dead letters into a file for ever and says after each what it knows: {@code added NUMBER PAYLOAD}, {@code dropped
 * NUMBER}. Is killed meanwhile; or, told how many it may fail, ends after so many writes that failed.
 */
public final class LetterWriter {

    private LetterWriter() {}

    /**
     * Runs the program.
     *
     * @param arguments the file, a number that is in every payload, the bytes of a payload, one of how many is kept (1 for
     *     all), the bound of the file, and how many failures end it
     */
    public static void main(String[] arguments) {
        String run = arguments[1];
        String ballast = "b".repeat(Integer.parseInt(arguments[2]));
        int keepEvery = Integer.parseInt(arguments[3]);
        int failures = Integer.parseInt(arguments[5]);
        DeadLetterStore store = FileDeadLetters.at(Path.of(arguments[0]))
                .bound(100_000, Integer.parseInt(arguments[4]))
                .open();
        for (int which = 0; failures > 0; which++) {
            String payload = run + "-" + which;
            try {
                long number = store.add(letter(payload + " " + ballast));
                System.out.println("added " + number + " " + payload);
                if (which % keepEvery != 0) {
                    store.drop(number);
                    System.out.println("dropped " + number);
                }
            } catch (UncheckedIOException failure) {
                System.out.println(
                        "failed " + Objects.requireNonNull(failure.getCause()).getMessage());
                failures--;
            }
        }
    }

    private static DeadLetter letter(String payload) {
        return new DeadLetter(
                0,
                "child",
                1,
                DeadLetter.Reason.QUARANTINED,
                Instant.EPOCH,
                3,
                "it died",
                payload,
                TaskOptions.none(),
                List.of());
    }
}
