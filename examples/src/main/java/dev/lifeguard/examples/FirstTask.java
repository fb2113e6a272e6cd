package dev.lifeguard.examples;

import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.TaskPool;
import java.time.Duration;

/** The example of the README: one pool, one task, and what can come of it. */
public final class FirstTask {
    private FirstTask() {}

    public static void main(String[] arguments) throws InterruptedException {
        // @start region="first"
        try (var pool = TaskPool.of(Adder::new)
                .size(4)
                .limits(Limits.none().withRun(Duration.ofSeconds(30)))
                .start()) {
            switch (pool.submit("3 + 4").await()) {
                case Outcome.Success<Integer> sum -> System.out.println("sum: " + sum.value());
                case Outcome.Failed<Integer> failed -> System.out.println("threw " + failed.cause());
                case Outcome.TimedOut<Integer> late -> System.out.println("passed its limit " + late.limit());
                case Outcome.WorkerLost<Integer> lost -> System.out.println("its worker died: " + lost.exit());
                case Outcome.Cancelled<Integer> gone -> System.out.println("cancelled");
                case Outcome.Refused<Integer> refused ->
                    System.out.println(refused.refusal().message());
            }
        }
        // @end region="first"
    }
}
