package dev.lifeguard.examples;

import dev.lifeguard.Change;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.policy.Scaling;
import dev.lifeguard.policy.ScalingPolicy.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;

/** A size that follows the load: up while work waits, down when workers have been free for a while, by whose rule. */
public final class ElasticSize {
    private ElasticSize() {}

    public static void main(String[] arguments) throws Exception {
        var small = new CountDownLatch(1);
        // @start region="elastic"
        try (var pool = WorkerPool.of(Object::new)
                .name("desk")
                .size(1)
                .scale(Scaling.elastic(1, 3)
                        .target(Duration.ofMillis(20))
                        .every(Duration.ofMillis(10))
                        .linger(Duration.ofMillis(200)))
                .listener(event -> told(event, small))
                .start()) {
            // @end region="elastic"
            var three = new CountDownLatch(3);
            var tasks = new ArrayList<TaskHandle<String>>();
            for (int number = 0; number < 3; number++) {
                tasks.add(pool.submit((worker, context) -> {
                    three.countDown();
                    three.await();
                    return "done";
                }));
            }
            for (TaskHandle<String> task : tasks) {
                System.out.println(task.get() + ", with three at work at once");
            }
            small.await();
            // An event can be ahead of what the snapshot shows; an operation that is done is not.
            pool.operate(new Change.StartAtOnce(2), "day shift", "few may connect at a time");
            // @start region="decisions"
            pool.snapshot()
                    .sizing()
                    .decisions()
                    .forEach(decision -> System.out.println(decision.from() + " -> " + decision.to()));
            // @end region="decisions"

            // @start region="custom"
            var spare =
                    Scaling.custom(1, 8, load -> new Wish(load.busy() + load.queued() + 1, "one more than is needed"));
            pool.rehearse(new Change.Scale(spare)).sentences().forEach(System.out::println);
            pool.operate(new Change.Scale(spare), "day shift", "the desk opens");
            // @end region="custom"
            try {
                pool.resize(9);
            } catch (IllegalArgumentException never) {
                System.out.println("refused: " + never.getMessage());
            }
        }
    }

    private static void told(PoolEvent event, CountDownLatch small) {
        if (event instanceof PoolEvent.Scaled scaled && scaled.to() == 1) {
            small.countDown();
        }
    }
}
