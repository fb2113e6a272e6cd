package dev.lifeguard.examples;

import dev.lifeguard.Lease;
import dev.lifeguard.LeaseException;
import dev.lifeguard.LeaseLimits;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.WorkerPool;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Whose a lease is: confinement to a thread, handing over, and what becomes of the lease of a thread that ends. */
public final class LeaseOwners {

    private LeaseOwners() {}

    public static void main(String[] arguments) throws Exception {
        var reclaimed = new CompletableFuture<PoolEvent.LeaseReclaimed>();
        // @start region="limits"
        try (var pool = WorkerPool.of(() -> new StringBuilder())
                .name("builders")
                .size(1)
                .leases(LeaseLimits.standard().withHeld(Duration.ofSeconds(2)).withPlaceEvery(1))
                .listener(event -> {
                    if (event instanceof PoolEvent.LeaseReclaimed lost) {
                        reclaimed.complete(lost);
                    }
                })
                .start()) {
            // @end region="limits"
            confined(pool);
            handedOver(pool);
            forgotten(pool);
            PoolEvent.LeaseReclaimed lost = reclaimed.join();
            System.out.println("taken back from " + lost.owner() + " (" + lost.task() + "), because " + lost.reason());
            System.out.println("the place of the leak is known: " + (lost.takenAt() != null));
            try (Lease<StringBuilder> next = pool.checkout(Duration.ofSeconds(2))) {
                System.out.println("replaced by incarnation " + next.id().incarnation());
            }
        }
    }

    private static void confined(WorkerPool<StringBuilder> pool) throws InterruptedException {
        try (Lease<StringBuilder> lease = pool.checkout(Duration.ofSeconds(2))) {
            join(Thread.ofPlatform().unstarted(() -> {
                try {
                    lease.worker();
                } catch (LeaseException stranger) {
                    System.out.println("a stranger is refused");
                }
            }));
        }
    }

    // @start region="handover"
    private static void handedOver(WorkerPool<StringBuilder> pool) throws InterruptedException {
        Lease<StringBuilder> lease = pool.checkout(Duration.ofSeconds(2));
        lease.worker().append("begun here, ");
        Thread heir = Thread.ofPlatform().unstarted(() -> {
            System.out.println(lease.worker().append("ended there"));
            lease.close();
        });
        lease.handOver(heir);
        join(heir);
    }
    // @end region="handover"

    private static void forgotten(WorkerPool<StringBuilder> pool) throws InterruptedException {
        join(Thread.ofPlatform().name("the forgetful").unstarted(() -> {
            try {
                pool.checkout(Duration.ofSeconds(2)).named("errand");
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private static void join(Thread thread) throws InterruptedException {
        thread.start();
        thread.join();
    }
}
