package dev.lifeguard.examples;

import dev.lifeguard.LimitException;
import dev.lifeguard.Limits;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * A pool as an {@code ExecutorService}: code that knows only the JDK gets the pool's bounds and limits. A task that hangs
 * frees its worker, one too many is rejected, and what never began comes back.
 */
public final class ExecutorView {
    private ExecutorView() {}

    public static void main(String[] arguments) throws Exception {
        // @start region="view"
        try (var pool =
                WorkerPool.of(Object::new).size(1).queue(1, WhenFull.refuse()).start()) {
            ExecutorService executor = pool.asExecutor();
            List<Callable<Integer>> tasks = List.of("one"::length, "three"::length);
            for (Future<Integer> length : executor.invokeAll(tasks)) {
                System.out.println("length: " + length.get());
            }
            System.out.println(
                    CompletableFuture.supplyAsync(() -> "on a worker", executor).join());
            // @end region="view"
            ended(executor);
            System.out.println("the pool is " + pool.state() + ", and another view serves: "
                    + pool.asExecutor().submit(() -> "yes").get());
        }
        limited();
    }

    private static void limited() throws InterruptedException {
        Callable<String> hang = () -> {
            new CountDownLatch(1).await();
            return "never";
        };
        Limits limits = Limits.none().withRun(Duration.ofMillis(300));
        try (var pool = WorkerPool.of(Object::new).size(1).limits(limits).start()) {
            pool.asExecutor().submit(hang).get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof LimitException late) {
                System.out.println("hanging: passed " + late.limit() + " = "
                        + late.allowed().toMillis() + " ms");
            }
        }
    }

    private static void ended(ExecutorService executor) throws InterruptedException {
        var begun = new CountDownLatch(1);
        var released = new CountDownLatch(1);
        executor.execute(() -> {
            begun.countDown();
            try {
                released.await();
            } catch (InterruptedException asked) {
                System.out.println("running: interrupted");
            }
        });
        begun.await();
        Future<String> waiting = executor.submit(() -> "waits");
        try {
            executor.execute(() -> System.out.println("never"));
        } catch (RejectedExecutionException full) {
            System.out.println("one too many: rejected");
        }
        List<Runnable> handedBack = executor.shutdownNow();
        executor.close();
        System.out.println("handed back: " + handedBack.size() + ", its future is " + waiting.state());
    }
}
