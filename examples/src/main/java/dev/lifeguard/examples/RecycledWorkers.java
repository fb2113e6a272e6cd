package dev.lifeguard.examples;

import dev.lifeguard.PoolEvent;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.policy.Recycling;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Recycling: a worker that leaks a little with each use is replaced before it hurts. The fresh one serves before the old
 * one leaves, so nobody notices.
 */
public final class RecycledWorkers {
    private RecycledWorkers() {}

    public static void main(String[] arguments) throws Exception {
        BlockingQueue<PoolEvent.WorkerReplaced> replaced = new LinkedBlockingQueue<>();
        // @start region="recycle"
        try (var pool = WorkerPool.of(context -> context.id())
                .name("parsers")
                .size(1)
                .recycle(Recycling.none().afterUses(3).withJitter(0))
                .listener(event -> {
                    if (event instanceof PoolEvent.WorkerReplaced change) {
                        replaced.add(change);
                    }
                })
                .start()) {
            for (int page = 1; page <= 3; page++) {
                System.out.println("page " + page + " by " + words(parse(pool)));
            }
            System.out.println(replaced.take().message());
            // The one before is on its way out in this moment, and could still take a page.
            while (pool.snapshot().workers().size() > 1) {
                Thread.onSpinWait();
            }
            System.out.println("page 4 by " + words(parse(pool)));
        }
        // @end region="recycle"

        // @start region="refused"
        try {
            WorkerPool.of(Object::new)
                    .recycle(Recycling.none().withJitter(0.5))
                    .start()
                    .close();
        } catch (IllegalArgumentException never) {
            System.out.println("refused: " + never.getMessage());
        }
        // @end region="refused"
    }

    private static WorkerId parse(WorkerPool<WorkerId> pool) throws InterruptedException, ExecutionException {
        return pool.<WorkerId>submit((worker, context) -> worker).get();
    }

    private static String words(WorkerId worker) {
        return "worker " + worker.worker();
    }
}
