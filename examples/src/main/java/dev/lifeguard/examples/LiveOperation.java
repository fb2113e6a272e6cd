package dev.lifeguard.examples;

import dev.lifeguard.Change;
import dev.lifeguard.Operation;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerPool;
import java.util.concurrent.CountDownLatch;

/**
 * Live operation: a pool is paused, changed, rehearsed and repaired while work waits in it, and remembers who did what
 * and why. Nothing that waits is lost.
 */
public final class LiveOperation {
    private LiveOperation() {}

    public static void main(String[] arguments) throws Exception {
        try (var pool = WorkerPool.of(context -> context.id())
                .name("desk")
                .size(1)
                .queue(1, WhenFull.refuse())
                .start()) {
            var begun = new CountDownLatch(1);
            var over = new CountDownLatch(1);
            var first = pool.submit((worker, context) -> {
                begun.countDown();
                over.await();
                return words(worker);
            });
            begun.await();

            // @start region="pause"
            pool.operate(new Change.Pause(), "night shift", "the database moves");
            var second = pool.submit((worker, context) -> words(worker));
            System.out.println(
                    "paused: " + pool.state() + ", waiting: " + pool.snapshot().queued());
            // @end region="pause"

            // @start region="rehearse"
            var longer = new Change.Queue(10, WhenFull.refuse());
            pool.rehearse(longer).sentences().forEach(sentence -> System.out.println("  " + sentence));
            pool.operate(longer, "night shift", "the move takes longer");
            // @end region="rehearse"

            // @start region="drain"
            pool.operate(new Change.DrainWorker(0), "night shift", "it still has the old address");
            over.countDown();
            pool.resume();
            System.out.println("first by " + first.get() + ", second by " + second.get());
            // @end region="drain"

            // @start region="refused"
            Operation again = pool.resume();
            System.out.println(again.result() + ": " + again.note());
            try {
                pool.resize(0);
            } catch (IllegalArgumentException never) {
                System.out.println("refused: " + never.getMessage());
            }
            // @end region="refused"

            // @start region="record"
            for (Operation done : pool.operations()) {
                System.out.println(done.number() + " " + done.message());
            }
            // @end region="record"
        }
    }

    private static String words(WorkerId worker) {
        return "worker " + worker.worker() + ", incarnation " + worker.incarnation();
    }
}
