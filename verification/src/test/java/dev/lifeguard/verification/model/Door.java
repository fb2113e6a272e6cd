package dev.lifeguard.verification.model;

import dev.lifeguard.Lease;
import dev.lifeguard.Outcome;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.WorkerPool;
import java.util.Optional;

/** The way to the pool under test, where a bug can be planted. */
class Door {

    private final WorkerPool<Object> pool;

    Door(WorkerPool<Object> pool) {
        this.pool = pool;
    }

    TaskHandle<String> submit(Job job) {
        return pool.submit(job);
    }

    Optional<Outcome<String>> outcome(TaskHandle<String> handle) {
        return handle.outcome();
    }

    Optional<Lease<Object>> tryCheckout() {
        return pool.tryCheckout();
    }

    void close(Lease<Object> lease) {
        lease.close();
    }
}
