package dev.lifeguard.verification.scars;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Doctor;
import dev.lifeguard.HookLimits;
import dev.lifeguard.Lease;
import dev.lifeguard.Liveness;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolStartException;
import dev.lifeguard.PoolState;
import dev.lifeguard.Refusal;
import dev.lifeguard.Restart;
import dev.lifeguard.StopReason;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerContext;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.WorkerPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Workers that start slowly, or not at all, and those beside them. */
final class StartScarsTest extends Scars {

    /** One worker that could not start took the pool and every healthy worker: https://github.com/devinus/poolboy/issues/122. */
    @Test
    void aWorkerThatCannotStartLeavesTheOthersAlone() throws Exception {
        var broken = new AtomicBoolean();
        try (var pool = pool(2, context -> {
                    if (broken.get()) {
                        throw new IllegalStateException("the database is down");
                    }
                    return new int[1];
                })
                .start()) {
            try (Lease<int[]> held = pool.checkout(SOON)) {
                broken.set(true);
                var lost = pool.<String>submit((worker, context) -> {
                    throw new AssertionError("the other worker dies");
                });
                assertInstanceOf(Outcome.WorkerLost.class, lost.await());
                eventually(() -> pool.snapshot().degraded().isPresent());
                assertEquals(0, held.worker()[0]);
            }
            for (int number = 0; number < 20; number++) {
                assertEquals(
                        "served", pool.submit((worker, context) -> "served").get());
            }
            assertEquals(PoolState.RUNNING, pool.state());
            broken.set(false);
            eventually(() -> pool.snapshot().degraded().isEmpty());
        }
    }

    /** A failing start was tried again at once, for ever: https://github.com/dashbitco/nimble_pool/issues/36. */
    @Test
    void aFailingStartIsNoHotLoop() throws Exception {
        var starts = new AtomicInteger();
        var hour = Duration.ofHours(1);
        try (var pool = pool(1, context -> {
                    if (starts.incrementAndGet() > 1) {
                        throw new IllegalStateException("the database is down");
                    }
                    return new int[1];
                })
                .restart(new Restart(hour, hour, 5, hour, 0))
                .start()) {
            pool.<String>submit((worker, context) -> {
                        throw new AssertionError("the worker dies");
                    })
                    .await();
            // The first replacement comes at once, the second after the backoff of an hour.
            eventually(() -> pool.snapshot().health().deaths().size() == 2);
            eventually(() -> pool.snapshot().workers().getFirst().reason().contains("database"));
            assertEquals(2, starts.get());
        }
    }

    /** Starts ran inside the one manager, and everybody waited for them: https://github.com/devinus/poolboy/issues/70. */
    @Test
    void aStartThatHangsHoldsNobodyUp() throws Exception {
        var starts = new AtomicInteger();
        var started = new CountDownLatch(1);
        try (var pool = pool(2, context -> {
                    if (starts.incrementAndGet() > 2) {
                        started.countDown();
                        gate.await();
                    }
                    return new int[1];
                })
                .start()) {
            pool.<String>submit((worker, context) -> {
                        throw new AssertionError("one of two dies");
                    })
                    .await();
            assertTrue(started.await(20, TimeUnit.SECONDS));
            for (int number = 0; number < 100; number++) {
                try (Lease<int[]> lease = pool.checkout(SOON)) {
                    lease.worker()[0]++;
                }
                assertEquals(
                        "served", pool.submit((worker, context) -> "served").get());
            }
            assertEquals(2, pool.snapshot().workers().size());
            gate.countDown();
        }
    }

    /** Starts were one after another through one supervisor: https://github.com/seth/pooler/issues/104, piscina#1037. */
    @Test
    void workersStartSideBySide() throws Exception {
        var together = new CyclicBarrier(4);
        try (var pool = pool(4, context -> together.await(20, TimeUnit.SECONDS)).start()) {
            assertEquals(4, pool.snapshot().workers(dev.lifeguard.WorkerState.IDLE));
        }
    }

    /** A slow terminate blocked checkouts although workers were free: https://github.com/dashbitco/nimble_pool/issues/45. */
    @Test
    void aStopThatHangsHoldsNobodyUp() throws Exception {
        var stopping = new CountDownLatch(1);
        var definition = new WorkerDefinition<int[]>() {
            @Override
            public int[] start(WorkerContext context) {
                return new int[1];
            }

            @Override
            public void stop(int[] worker, StopReason reason) throws InterruptedException {
                stopping.countDown();
                gate.await();
            }
        };
        try (var pool = pool(2, definition).start()) {
            try (Lease<int[]> lease = pool.checkout(SOON)) {
                lease.markBroken("its stop hook will hang");
            }
            assertTrue(stopping.await(20, TimeUnit.SECONDS));
            for (int number = 0; number < 100; number++) {
                assertEquals(
                        "served", pool.submit((worker, context) -> "served").get());
            }
            gate.countDown();
        }
    }

    /** A pool said that it was up before one worker was warm: https://github.com/dashbitco/nimble_pool/issues/6. */
    @Test
    void startReturnsWhenEnoughWorkersAreReady() throws Exception {
        var ready = new AtomicInteger();
        try (var pool = pool(3, context -> ready.incrementAndGet()).start()) {
            assertEquals(3, ready.get());
            assertEquals(PoolState.RUNNING, pool.state());
        }
    }

    /** A factory that always failed left a half-made pool, or none and no reason: https://github.com/devinus/poolboy/issues/72. */
    @Test
    void aPoolThatCannotStartSaysWhyAndLeavesNothing() {
        var builder = pool(2, context -> {
                    throw new IllegalStateException("no licence");
                })
                .minReady(1, Duration.ofMillis(200));
        PoolStartException failed = assertThrows(PoolStartException.class, builder::start);
        assertTrue(String.valueOf(failed.getMessage()).contains("no licence"), failed::getMessage);
        assertInstanceOf(IllegalStateException.class, failed.getCause());
    }

    /**
     * A dead pool looked alive and served nothing: https://github.com/inaka/worker_pool/issues/36,
     * https://github.com/oban-bg/oban/issues/856, https://github.com/roadrunner-server/roadrunner/issues/737.
     */
    @Test
    void aPoolThatNobodyServesSaysSo() throws Exception {
        var broken = new AtomicBoolean();
        var hour = Duration.ofHours(1);
        try (var pool = pool(1, context -> {
                    if (broken.get()) {
                        throw new IllegalStateException("the database is down");
                    }
                    return new int[1];
                })
                .restart(new Restart(hour, hour, 1, hour, 0))
                .limits(dev.lifeguard.Limits.none().withQueue(SOON))
                .start()) {
            broken.set(true);
            pool.<String>submit((worker, context) -> {
                        throw new AssertionError("the worker dies");
                    })
                    .await();
            eventually(() -> pool.snapshot().health().liveness().verdict() == Liveness.Verdict.DOWN);
            var refused = assertInstanceOf(
                    Outcome.Refused.class,
                    pool.submit((worker, context) -> "served").await());
            assertEquals(Refusal.Reason.UNAVAILABLE, refused.refusal().reason());
            assertTrue(
                    refused.refusal().message().contains("the database is down"),
                    () -> refused.refusal().message());
            assertTrue(Doctor.standard().examine(pool.snapshot()).stream()
                    .anyMatch(finding -> finding.toString().contains("nobody has served")));
        }
    }

    /** A warm-up ate the time of the first task, and the two could not be told apart: https://github.com/phoenixframework/flame/issues/35. */
    @Test
    void aStartHasItsOwnLimit() throws Exception {
        var starts = new AtomicInteger();
        var second = Duration.ofSeconds(10);
        try (var pool = pool(1, context -> {
                    if (starts.incrementAndGet() == 1) {
                        gate.await();
                    }
                    return new int[1];
                })
                .hookLimits(new HookLimits(Duration.ofMillis(50), second, second, second))
                .start()) {
            assertEquals("served", pool.submit((worker, context) -> "served").get());
            var death = pool.snapshot().health().deaths().getFirst();
            assertTrue(death.reason().contains("start hook"), death::reason);
            gate.countDown();
        }
    }

    /** The most of a pool was never reached, because the queue had no end: https://github.com/dropwizard/dropwizard/issues/575. */
    @Test
    void whatIsAllowedBeyondTheSizeIsUsed() throws Exception {
        try (var pool = pool(1).burst(3, SOON).queue(1_000, WhenFull.refuse()).start()) {
            var together = new CyclicBarrier(4);
            var handles = new ArrayList<dev.lifeguard.TaskHandle<Integer>>();
            for (int number = 0; number < 4; number++) {
                handles.add(pool.submit((worker, context) -> together.await(20, TimeUnit.SECONDS)));
            }
            for (var handle : handles) {
                handle.get();
            }
        }
    }

    /** Settings that can never act were taken without a word: https://github.com/dropwizard/dropwizard/issues/575. */
    @Test
    void aSettingThatCanNeverActIsRefusedWithItsValue() {
        var tooMany = assertThrows(
                IllegalArgumentException.class,
                () -> WorkerPool.of(Object::new).size(2).minReady(3, SOON).start());
        assertTrue(String.valueOf(tooMany.getMessage()).contains("minReady is 3"), tooMany::getMessage);
        assertThrows(
                IllegalArgumentException.class, () -> WorkerPool.of(Object::new).size(0));
        assertThrows(
                IllegalArgumentException.class, () -> WorkerPool.of(Object::new).burst(1, Duration.ZERO));
    }
}
