package dev.lifeguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A healthy pool under full load hears nothing. */
class DoctorTest {

    @RegisterExtension
    final SickBay bay = new SickBay();

    @Test
    void aHealthyPoolUnderFullLoadHearsNothing() throws Exception {
        var said = new ConcurrentLinkedQueue<Finding>();
        try (var pool = WorkerPool.of(Object::new)
                .size(3)
                .queue(64, WhenFull.block(Duration.ofMinutes(1)))
                .start()) {
            var users = new ArrayList<Thread>();
            users.add(Thread.startVirtualThread(() -> flood(pool)));
            users.add(Thread.ofPlatform().start(() -> flood(pool)));
            users.add(Thread.ofPlatform().start(() -> borrow(pool)));
            long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
            while (System.nanoTime() - end < 0) {
                said.addAll(Doctor.standard().examine(pool.snapshot()));
                Thread.onSpinWait();
            }
            assertTrue(pool.snapshot().recent().counts().succeeded() > 1_000);
            assertEquals(
                    Liveness.Verdict.MOVING, pool.snapshot().health().liveness().verdict());
            bay.release();
            for (Thread user : users) {
                user.join();
            }
        }
        assertEquals(List.of(), List.copyOf(said));
    }

    private void flood(WorkerPool<Object> pool) {
        long last = 0;
        while (!bay.isReleased()) {
            last = pool.submit((worker, context) -> "done").id();
        }
        assertTrue(last > 0);
    }

    private void borrow(WorkerPool<Object> pool) {
        while (!bay.isReleased()) {
            try (var lease = pool.checkout(Duration.ofMinutes(1))) {
                lease.worker();
            } catch (InterruptedException interrupted) {
                return;
            }
        }
    }

    @Test
    void aDoctorWithoutPatienceIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Doctor.standard().withQueued(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> Doctor.standard().withPaused(Duration.ZERO));
        assertEquals(
                Duration.ofSeconds(1),
                Doctor.standard().withPaused(Duration.ofSeconds(1)).paused());
        assertEquals(
                Duration.ofSeconds(1),
                Doctor.standard().withLeased(Duration.ofSeconds(1)).leased());
        assertEquals(
                Duration.ofSeconds(1),
                Doctor.standard().withStarting(Duration.ofSeconds(1)).starting());
    }
}
