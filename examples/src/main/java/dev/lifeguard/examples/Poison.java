package dev.lifeguard.examples;

import dev.lifeguard.Drain;
import dev.lifeguard.Outcome;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskContext;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskPool;
import dev.lifeguard.Worker;
import dev.lifeguard.deadletter.DeadLetter;
import dev.lifeguard.deadletter.DeadLetterStore;
import dev.lifeguard.deadletter.FileDeadLetters;
import dev.lifeguard.policy.Quarantine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/**
 * A task that kills every worker that touches it: it is quarantined after two deaths and set aside in a file. The next
 * run of the program finds it there, with a parser that was mended, and tries it again.
 */
public final class Poison {
    private Poison() {}

    /** Reads documents, some of which are too much for it. */
    private record Parser(boolean mended) implements Worker<String, String> {
        @Override
        public String process(String document, TaskContext context) {
            if (document.startsWith("cursed") && !mended) {
                throw new StackOverflowError("endless nesting");
            }
            return "parsed " + document;
        }
    }

    private static TaskPool<String, String> pool(DeadLetterStore store, boolean mended) throws InterruptedException {
        // @start region="quarantine"
        return TaskPool.of(() -> new Parser(mended))
                .size(2)
                .retry(Retry.attempts(5)
                        .backoff(Duration.ofMillis(1), Duration.ofMillis(5))
                        .on(failure -> true))
                .quarantine(Quarantine.after(2))
                .deadLetters(store)
                .start();
        // @end region="quarantine"
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("poison");
        Path file = directory.resolve("letters");
        try {
            today(file);
            tomorrow(file);
        } finally {
            try (var files = Files.list(directory)) {
                for (Path left : files.toList()) {
                    Files.delete(left);
                }
            }
            Files.delete(directory);
        }
    }

    private static void today(Path file) throws IOException, InterruptedException, ExecutionException {
        // @start region="file"
        try (DeadLetterStore store = FileDeadLetters.at(file).open();
                var pool = pool(store, false)) {
            // @end region="file"
            TaskHandle<String> cursed =
                    pool.submit("cursed.pdf", TaskOptions.none().withName("invoice 7"));
            System.out.println(
                    "an innocent beside it: " + pool.submit("fine.pdf").get());
            switch (cursed.await()) {
                case Outcome.WorkerLost<String> lost ->
                    System.out.println("invoice 7: attempts " + lost.report().attempts() + ", deaths "
                            + lost.report().deaths() + ", quarantined "
                            + lost.report().quarantined());
                case Outcome<String> other -> System.out.println(other);
            }
        }
    }

    private static void tomorrow(Path file) throws IOException, InterruptedException, ExecutionException {
        try (DeadLetterStore store = FileDeadLetters.at(file).open();
                var pool = pool(store, true)) {
            // @start region="retry"
            for (DeadLetter letter : pool.deadLetters().list(every -> true, 0, 10)) {
                System.out.println("found letter " + letter.number() + ": " + letter.name() + ", " + letter.reason()
                        + ", " + letter.payload());
                for (DeadLetter.Attempt attempt : letter.attempts()) {
                    System.out.println(
                            "  attempt " + attempt.number() + ": " + attempt.error() + ", death " + attempt.death());
                }
            }
            for (TaskHandle<Object> again : pool.deadLetters().retryAll(letter -> letter.deaths() > 0, 10)) {
                System.out.println("tried again: " + again.get());
            }
            // @end region="retry"
            pool.workers().drain(Drain.within(Duration.ofSeconds(10)));
            System.out.println("letters left: " + store.size());
        }
    }
}
