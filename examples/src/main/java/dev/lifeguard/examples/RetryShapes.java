package dev.lifeguard.examples;

import dev.lifeguard.Outcome;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskContext;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskPool;
import dev.lifeguard.Worker;
import dev.lifeguard.policy.Backoff;
import dev.lifeguard.policy.RetryBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Retries with care: an attempt that goes on where the last one reported, waits that spread, and a budget that keeps
 * retries from multiplying the load when everything fails.
 */
public final class RetryShapes {
    private RetryShapes() {}

    /** Copies rows; loses its connection after every third one. */
    private static final class Copier implements Worker<Integer, String> {
        // @start region="checkpoint"
        @Override
        public String process(Integer rows, TaskContext context) {
            int done = (int) context.checkpoint().orElse(0);
            for (int row = done + 1; row <= rows; row++) {
                if (row > done + 3) {
                    throw new IllegalStateException("connection lost behind row " + (row - 1));
                }
                context.progress(row);
            }
            return "rows " + (done + 1) + " to " + rows + " in attempt " + context.attempt();
        }
        // @end region="checkpoint"
    }

    public static void main(String[] arguments) throws Exception {
        // @start region="shape"
        Retry careful = Retry.attempts(5)
                .backoff(Backoff.exponential(Duration.ofMillis(2), Duration.ofMillis(20))
                        .withDecorrelatedJitter());
        try (var pool = TaskPool.of(Copier::new).size(1).retry(careful).start()) {
            System.out.println("copied: " + pool.submit(8).get());
        }
        // @end region="shape"

        // @start region="budget"
        Worker<Integer, String> outage = (task, context) -> {
            throw new IllegalStateException("the database is away");
        };
        try (var pool = TaskPool.of(() -> outage)
                .size(1)
                .retry(careful)
                .retryBudget(RetryBudget.share(0.2).withPerSecond(0).withSaved(3))
                .start()) {
            List<TaskHandle<String>> all = new ArrayList<>();
            for (int task = 0; task < 20; task++) {
                all.add(pool.submit(task));
            }
            int attempts = 0;
            for (TaskHandle<String> one : all) {
                Outcome<String> end = one.await();
                attempts += end.report().attempts();
            }
            System.out.println("20 tasks that all fail: at most " + (20 + 3 + 4) + " attempts instead of 100: "
                    + (attempts <= 27));
            System.out.println(
                    "refused further attempts: " + (pool.snapshot().retries().refused() >= 13));
        }
        // @end region="budget"
    }
}
