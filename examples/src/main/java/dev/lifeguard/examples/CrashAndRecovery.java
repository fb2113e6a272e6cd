package dev.lifeguard.examples;

import dev.lifeguard.Outcome;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskContext;
import dev.lifeguard.TaskPool;
import dev.lifeguard.Worker;
import java.io.IOException;
import java.time.Duration;

/**
 * Crash and recovery: a failure that the worker declares fatal costs its worker and no other task. A new worker object
 * takes its place, and a retry finishes the task there. Without retry the outcome says that the task may have run.
 */
public final class CrashAndRecovery {
    private CrashAndRecovery() {}

    // @start region="fatal"
    /** A connection that does not survive an {@link IOException}. */
    private static final class Connection implements Worker<String, String> {
        @Override
        public String process(String task, TaskContext context) throws IOException {
            if (task.equals("cut") || (task.equals("cut once") && context.attempt() == 1)) {
                throw new IOException("connection reset");
            }
            return "answered in attempt " + context.attempt() + " by incarnation "
                    + context.worker().id().incarnation();
        }

        @Override
        public boolean fatal(Throwable failure) {
            return failure instanceof IOException || failure instanceof Error;
        }
    }
    // @end region="fatal"

    public static void main(String[] arguments) throws Exception {
        try (var pool = TaskPool.of(Connection::new)
                .name("line")
                .size(1)
                .retry(Retry.attempts(2).backoff(Duration.ofMillis(1), Duration.ofMillis(1)))
                .start()) {
            for (String task : new String[] {"hello", "cut once", "cut", "hello again"}) {
                System.out.println(task + ": " + words(pool.submit(task).await()));
            }
        }
    }

    private static String words(Outcome<String> outcome) {
        return switch (outcome) {
            case Outcome.Success<String> success -> success.value();
            case Outcome.WorkerLost<String> lost ->
                "worker lost; may have run: " + lost.report().mayHaveRun() + "; attempts: "
                        + lost.report().attempts();
            case Outcome<String> other -> other.toString();
        };
    }
}
