package dev.lifeguard.examples;

import dev.lifeguard.Operation;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.RenewalSnapshot;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.policy.Rollout;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Rolling replacement: all workers are replaced by those of a new version, one after another, while the pool serves. A
 * version that cannot start is noticed before anybody has left for it.
 */
public final class RollingReplacement {
    private RollingReplacement() {}

    public static void main(String[] arguments) throws Exception {
        BlockingQueue<RenewalSnapshot.Roll> ends = new LinkedBlockingQueue<>();
        try (var pool = WorkerPool.<String>of(context -> "version 1")
                .name("models")
                .size(2)
                .listener(event -> {
                    if (event instanceof PoolEvent.RollChanged change) {
                        switch (change.roll().stage()) {
                            case DONE, STOPPED -> ends.add(change.roll());
                            case UNDER_WAY, HELD -> {}
                        }
                    }
                })
                .start()) {
            System.out.println("served by " + version(pool));

            // @start region="stopped"
            Rollout plan =
                    Rollout.standard().goodAfter(5, Duration.ofMillis(50)).stopAfter(2);
            Operation begun = pool.roll(
                    context -> {
                        throw new IllegalStateException("the model file is missing");
                    },
                    plan,
                    "release 2",
                    "a better model");
            System.out.println("the roll is " + begun.result());
            System.out.println(ends.take().note());
            System.out.println("served by " + version(pool));
            // @end region="stopped"

            // @start region="done"
            pool.roll(context -> "version 3", plan, "release 3", "the file is there now");
            System.out.println(ends.take().note());
            System.out.println("served by " + version(pool));
            // @end region="done"

            for (Operation done : pool.operations()) {
                System.out.println("operation " + done.number() + " by " + done.who() + ": " + done.result());
            }
        }
    }

    private static String version(WorkerPool<String> pool) throws InterruptedException, ExecutionException {
        return pool.<String>submit((worker, context) -> worker).get();
    }
}
