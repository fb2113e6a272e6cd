package dev.lifeguard.examples;

import dev.lifeguard.Change;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskPool;
import dev.lifeguard.Worker;
import dev.lifeguard.policy.Discipline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;

/** The same work in different orders: by level, by share, by tenant; and the order is changed while it waits. */
public final class QueueOrders {
    private QueueOrders() {}

    public static void main(String[] arguments) throws Exception {
        Queue<String> served = new ConcurrentLinkedQueue<>();
        Worker<String, Boolean> clerk = (letter, context) -> served.add(letter);

        // @start region="levels"
        try (var pool = TaskPool.of(() -> clerk)
                .size(1)
                .discipline(Discipline.priorities(3).withAging(Duration.ofMinutes(1)))
                .start()) {
            // @end region="levels"
            pool.workers().pause("so that all of it waits");
            List<TaskHandle<Boolean>> letters = new ArrayList<>();
            // @start region="submit"
            var urgent = TaskOptions.none().withPriority(0).withLane("bank");
            var ordinary = TaskOptions.none().withPriority(1).withLane("shop");
            var whenever = TaskOptions.none().withPriority(2).withLane("club");
            letters.addAll(pool.submitAll(List.of("c1", "c2", "c3", "c4", "c5", "c6"), whenever));
            letters.addAll(pool.submitAll(List.of("s1", "s2", "s3"), ordinary));
            letters.addAll(pool.submitAll(List.of("b1", "b2", "b3"), urgent));
            // @end region="submit"
            pool.snapshot().lines().longest().stream()
                    .map(line -> line.waiting() + " wait at " + line.name())
                    .sorted()
                    .forEach(System.out::println);
            serve(pool, letters);
            System.out.println("priorities: " + take(served));

            // @start region="share"
            pool.workers()
                    .operate(new Change.Lines(Discipline.weighted(3, 2, 1)), "the boss", "the others wait too long");
            // @end region="share"
            again(pool, letters, urgent, ordinary, whenever);
            System.out.println("shares:     " + take(served));

            // @start region="lanes"
            pool.workers()
                    .operate(
                            new Change.Lines(Discipline.fair().withWeight("bank", 2)),
                            "the boss",
                            "it depends on who writes");
            // @end region="lanes"
            again(pool, letters, urgent, ordinary, whenever);
            System.out.println("fair lanes: " + take(served));

            pool.workers().operate(new Change.Lines(Discipline.fifo()), "the boss", "it was simpler");
            again(pool, letters, urgent, ordinary, whenever);
            System.out.println("as it came: " + take(served));
        }

        // @start region="refused"
        try {
            Discipline.weighted(3, 0);
        } catch (IllegalArgumentException never) {
            System.out.println("refused: " + never.getMessage());
        }
        // @end region="refused"
    }

    private static void again(
            TaskPool<String, Boolean> pool,
            List<TaskHandle<Boolean>> letters,
            TaskOptions urgent,
            TaskOptions ordinary,
            TaskOptions whenever)
            throws InterruptedException, ExecutionException {
        pool.workers().pause("so that all of it waits");
        letters.addAll(pool.submitAll(List.of("c1", "c2", "c3", "c4", "c5", "c6"), whenever));
        letters.addAll(pool.submitAll(List.of("s1", "s2", "s3"), ordinary));
        letters.addAll(pool.submitAll(List.of("b1", "b2", "b3"), urgent));
        serve(pool, letters);
    }

    private static void serve(TaskPool<String, Boolean> pool, List<TaskHandle<Boolean>> letters)
            throws InterruptedException, ExecutionException {
        pool.workers().resume();
        for (TaskHandle<Boolean> letter : letters) {
            letter.get();
        }
        letters.clear();
    }

    private static String take(Queue<String> served) {
        String line = String.join(" ", served);
        served.clear();
        return line;
    }
}
