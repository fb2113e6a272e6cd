package dev.lifeguard.verification.scars;

import dev.lifeguard.Escalation;
import dev.lifeguard.PoolBuilder;
import dev.lifeguard.Restart;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.WorkerPool;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** What these tests share: a small pool that replaces quickly, and a gate at which tasks can be held. */
@Timeout(60)
abstract class Scars {

    static final Duration SHORT = Duration.ofMillis(20);
    static final Duration SOON = Duration.ofSeconds(20);

    final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void openTheGate() {
        gate.countDown();
    }

    static PoolBuilder<int[], WorkerPool<int[]>> pool(int size) {
        return pool(size, context -> new int[1]);
    }

    static <W> PoolBuilder<W, WorkerPool<W>> pool(int size, WorkerDefinition<W> definition) {
        return WorkerPool.of(definition)
                .size(size)
                .minReady(size, SOON)
                .escalation(new Escalation(Duration.ofMillis(5), Duration.ofMillis(5)))
                .restart(Restart.standard().backoff(Duration.ofMillis(1), Duration.ofMillis(5)));
    }

    static void eventually(Callable<Boolean> condition) {
        Awaitility.await().pollInterval(Duration.ofMillis(1)).atMost(SOON).until(condition);
    }

    /** Runs until the gate opens or somebody interrupts. */
    String hold() throws InterruptedException {
        gate.await();
        return "held";
    }

    /** Runs until the gate opens, whatever anybody asks. */
    String holdDeaf() {
        while (gate.getCount() > 0) {
            Thread.onSpinWait();
        }
        return "held";
    }
}
