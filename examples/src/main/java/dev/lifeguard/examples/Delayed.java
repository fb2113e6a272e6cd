package dev.lifeguard.examples;

import dev.lifeguard.Cancel;
import dev.lifeguard.Drain;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskPool;
import java.time.Duration;

/**
 * Tasks that come now and begin later: one whose delay passes, one that is cancelled before, and one that is still in its
 * delay when the pool ends, which therefore runs at once.
 */
public final class Delayed {
    private Delayed() {}

    public static void main(String[] arguments) throws Exception {
        try (var pool = TaskPool.of(Adder::new).size(2).start()) {
            // @start region="delay"
            TaskOptions soon = TaskOptions.none().withDelay(Duration.ofMillis(50));
            TaskOptions tomorrow = TaskOptions.none().withDelay(Duration.ofDays(1));
            TaskHandle<Integer> later = pool.submit("1 + 2", soon);
            TaskHandle<Integer> never = pool.submit("3 + 4", tomorrow);
            TaskHandle<Integer> early = pool.submit("5 + 6", tomorrow);
            // @end region="delay"
            System.out.println("tomorrow: " + early.taskState() + ", queued "
                    + pool.snapshot().queued());
            System.out.println("soon: " + later.get());
            System.out.println("cancelled in its delay: " + never.cancel(Cancel.ASK));
            pool.drain(Drain.within(Duration.ofSeconds(10)));
            System.out.println("at the end of the pool: " + early.get());
        }
    }
}
