package dev.lifeguard.examples;

import dev.lifeguard.Drain;
import dev.lifeguard.Outcome;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WorkerPool;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;

/**
 * Graceful shutdown: the task that runs may finish, those that wait are handed back, and the report names the fate of
 * each. The running task ends when nobody waits any more, so the story is the same every time.
 */
public final class GracefulShutdown {
    private GracefulShutdown() {}

    public static void main(String[] arguments) throws Exception {
        var begun = new CountDownLatch(1);
        var nobodyWaits = new CountDownLatch(3);
        var pool = WorkerPool.of(Object::new).name("till").size(1).start();
        var paying = pool.submit(
                (worker, context) -> {
                    begun.countDown();
                    nobodyWaits.await();
                    return "paid";
                },
                TaskOptions.none().withName("at the till"));
        begun.await();
        for (int customer = 1; customer <= 3; customer++) {
            pool.submit((worker, context) -> "paid", TaskOptions.none().withName("in the queue"))
                    .toStage()
                    .thenRun(nobodyWaits::countDown);
        }
        // @start region="drain"
        Drain.Report report = pool.drain(Drain.within(Duration.ofSeconds(10)).handBackQueued());
        // @end region="drain"
        report.tasks().stream()
                .sorted(Comparator.comparingLong(Drain.Fate::id))
                .forEach(fate -> System.out.println("task " + fate.id() + " (" + fate.name() + "): "
                        + fate.outcome().getClass().getSimpleName()));
        System.out.println(report.count(Outcome.Success.class) + " ran, " + report.count(Outcome.Refused.class)
                + " handed back, " + report.workersAbandoned() + " workers abandoned");
        System.out.println(
                "the pool is " + pool.state() + ", and task " + paying.id() + " has the result " + paying.resultNow());
    }
}
