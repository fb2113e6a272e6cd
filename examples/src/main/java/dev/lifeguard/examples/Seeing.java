package dev.lifeguard.examples;

import dev.lifeguard.Doctor;
import dev.lifeguard.Drain;
import dev.lifeguard.Finding;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WorkerPool;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;

/** A look inside: the snapshot, the doctor, and the events as a stream. */
public final class Seeing {
    private Seeing() {}

    // @start region="subscriber"
    /** Prints how the pool moves; asks for everything, because printing is fast. */
    private static final class Moves implements Flow.Subscriber<PoolEvent> {
        private final CountDownLatch over = new CountDownLatch(1);

        @Override
        public void onSubscribe(Flow.Subscription given) {
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(PoolEvent event) {
            switch (event) {
                case PoolEvent.PoolChanged change -> System.out.println("event: the pool is " + change.to());
                case PoolEvent.Missed gap -> System.out.println("event: " + gap.count() + " were missed");
                default -> {}
            }
        }

        @Override
        public void onError(Throwable failure) {
            over.countDown();
        }

        @Override
        public void onComplete() {
            over.countDown();
        }
    }
    // @end region="subscriber"

    public static void main(String[] arguments) throws Exception {
        var moves = new Moves();
        try (var pool = WorkerPool.of(Object::new).name("scans").size(1).start()) {
            pool.events().subscribe(moves);
            look(pool);
            for (int page = 1; page <= 3; page++) {
                pool.submit((scanner, context) -> {
                            context.markBroken("the scanner jams");
                            return "torn";
                        })
                        .await();
            }
            // When another worker has served, the death of the third one is known.
            pool.submit((scanner, context) -> "text").await();
            pool.drain(Drain.within(Duration.ofSeconds(10)));
            moves.over.await();
            diagnose(pool);
        }
    }

    // @start region="snapshot"
    private static void look(WorkerPool<Object> pool) throws InterruptedException {
        var look = new CountDownLatch(1);
        var seen = new CountDownLatch(1);
        var page = pool.submit(
                (scanner, context) -> {
                    context.progress("half of the page");
                    look.countDown();
                    seen.await();
                    return "text";
                },
                TaskOptions.none().withName("page 1"));
        look.await();
        for (PoolSnapshot.Worker worker : pool.snapshot().workers()) {
            worker.task()
                    .ifPresent(task -> System.out.println("worker " + worker.worker() + " is " + worker.state()
                            + ", attempt " + task.attempt() + " of " + task.name() + ": "
                            + task.progress().orElse("nothing said yet")));
        }
        seen.countDown();
        page.await();
    }
    // @end region="snapshot"

    // @start region="doctor"
    private static void diagnose(WorkerPool<Object> pool) {
        for (Finding finding : Doctor.standard().examine(pool.snapshot())) {
            System.out.println(finding.illness() + ": " + finding.cause() + "; " + finding.remedy());
        }
    }
    // @end region="doctor"
}
