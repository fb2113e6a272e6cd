package dev.lifeguard.child;

import dev.lifeguard.TaskOptions;
import dev.lifeguard.WorkerPool;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A pool that works until its standard input ends, for somebody who records it from outside. */
public final class PoolAtWork {

    private PoolAtWork() {}

    public static void main(String[] arguments) throws Exception {
        try (var pool = WorkerPool.of(Object::new).name("ocr").size(2).start()) {
            System.out.println("at work");
            while (System.in.available() == 0) {
                pool.submit(
                                (worker, context) -> {
                                    // What the work is does not matter; it takes longer than the threshold.
                                    return new CountDownLatch(1).await(30, TimeUnit.MILLISECONDS);
                                },
                                TaskOptions.none().withName("page"))
                        .await();
            }
        }
    }
}
