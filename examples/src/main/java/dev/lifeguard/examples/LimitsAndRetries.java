package dev.lifeguard.examples;

import dev.lifeguard.Escalation;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskContext;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskPool;
import dev.lifeguard.WhenFull;
import dev.lifeguard.Worker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Limits and retries: a task that never ends and passes its limit, one that fails twice and then succeeds, and one that
 * finds the queue full. Each outcome names the limit that fired and its value.
 */
public final class LimitsAndRetries {
    private LimitsAndRetries() {}

    /** Does what its task says; a server that answers the third time only, or never. */
    private static final class Moody implements Worker<String, String> {
        @Override
        public String process(String task, TaskContext context) throws InterruptedException {
            if (task.equals("moody") && context.attempt() < 3) {
                throw new IllegalStateException("not today");
            }
            if (task.equals("endless")) {
                // Blocks until it is interrupted: the limit frees the worker, not only the caller.
                new CountDownLatch(1).await();
            }
            return "done in attempt " + context.attempt();
        }
    }

    public static void main(String[] arguments) throws Exception {
        // @start region="limits"
        try (var pool = TaskPool.of(Moody::new)
                .size(1)
                .queue(1, WhenFull.refuse())
                .limits(Limits.none().withRun(Duration.ofMillis(300)))
                .escalation(new Escalation(Duration.ofMillis(10), Duration.ofSeconds(2)))
                .retry(Retry.attempts(3).backoff(Duration.ofMillis(5), Duration.ofMillis(50)))
                .start()) {
            // @end region="limits"
            TaskHandle<String> endless = pool.submit("endless");
            TaskHandle<String> moody = pool.submit("moody");
            System.out.println("one too many: " + words(pool.submit("moody").await()));
            System.out.println("endless: " + words(endless.await()));
            System.out.println("moody: " + words(moody.await()));
            endless.settled().toCompletableFuture().get(10, TimeUnit.SECONDS);
            System.out.println(
                    "endless may still run: " + endless.await().report().mayStillRun());
        }
    }

    private static String words(Outcome<String> outcome) {
        return switch (outcome) {
            case Outcome.Success<String> success -> success.value();
            case Outcome.TimedOut<String> late ->
                "passed " + late.limit() + " = " + late.allowed().toMillis() + " ms in attempt "
                        + late.report().attempts();
            case Outcome.Refused<String> refused ->
                "refused, " + refused.refusal().reason() + " ("
                        + refused.refusal().value() + ")";
            case Outcome<String> other -> other.toString();
        };
    }
}
