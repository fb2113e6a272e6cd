package dev.lifeguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A snapshot says where everybody is, since when, and why. */
class SnapshotTest {

    private static final TaskOptions NAMED = TaskOptions.none().withName("page 7");

    private final CountDownLatch release = new CountDownLatch(1);

    private static PoolSnapshot eventually(WorkerPool<?> pool, String what, Predicate<PoolSnapshot> holds) {
        return Awaitility.await(what)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(pool::snapshot, holds);
    }

    @Test
    void aRunningTaskIsNamedWithItsAgeAndItsProgress() throws Exception {
        try (var pool = WorkerPool.of(Object::new).size(1).start()) {
            var task = pool.submit(
                    (worker, context) -> {
                        context.progress("half of it");
                        release.await();
                        return 1;
                    },
                    NAMED);
            var seen = eventually(
                    pool,
                    "it has said something",
                    snapshot -> snapshot.workers().getFirst().task().stream()
                            .anyMatch(running -> running.progress().isPresent()
                                    && running.age().toMillis() > 5));
            var worker = seen.workers().getFirst();
            var running = worker.task().orElseThrow();
            assertEquals(WorkerState.RUNNING, worker.state());
            assertEquals("page 7", running.name());
            assertEquals(1, running.attempt());
            assertEquals("half of it", running.progress().orElseThrow());
            assertEquals(running.age(), worker.since());
            release.countDown();
            task.await();
        }
    }

    @Test
    void whoLooksOftenSeesTheSameWithoutASnapshot() throws Exception {
        WorkerPool<Object> ended;
        var made = new AtomicInteger();
        try (var pool = WorkerPool.of(() -> {
                    if (made.incrementAndGet() > 2) {
                        release.await();
                    }
                    return new Object();
                })
                .size(2)
                .minReady(2, Duration.ofSeconds(20))
                .start()) {
            ended = pool;
            assertEquals(2, pool.serving());
            eventually(pool, "both say the same", snapshot -> {
                Liveness seen = snapshot.health().liveness();
                Liveness asked = pool.liveness();
                return seen.verdict() == asked.verdict() && seen.reason().equals(asked.reason());
            });
            pool.submit((worker, context) -> {
                        context.markBroken("planted");
                        return 1;
                    })
                    .await();
            eventually(pool, "one starts again", snapshot -> snapshot.workers(WorkerState.STARTING) == 1);
            assertEquals(1, pool.serving());
            try (var lease = pool.checkout(Duration.ofSeconds(20))) {
                assertEquals(1, pool.serving(), () -> "who is lent out serves: " + lease);
            }
            release.countDown();
        }
        assertEquals(0, ended.serving());
        assertEquals(Liveness.Verdict.CLOSED, ended.liveness().verdict());
    }

    @Test
    void aProgressValueThatCannotBeReadBreaksNothing() throws Exception {
        var broken = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("planted");
            }
        };
        try (var pool = WorkerPool.of(Object::new).size(1).start()) {
            var task = pool.submit((worker, context) -> {
                context.progress(broken);
                release.await();
                return 1;
            });
            var seen = eventually(
                    pool,
                    "it has said something",
                    snapshot -> snapshot.workers().getFirst().task().stream()
                            .anyMatch(running -> running.progress().isPresent()));
            assertTrue(seen.workers()
                    .getFirst()
                    .task()
                    .orElseThrow()
                    .progress()
                    .orElseThrow()
                    .contains("toString"));
            release.countDown();
            task.await();
        }
    }

    @Test
    void aLoanThatLastsGrowsOld() throws Exception {
        try (var pool = WorkerPool.of(Object::new).size(1).start();
                var lease = pool.checkout(Duration.ofSeconds(10))) {
            var seen = eventually(
                    pool,
                    "the loan is seen twice",
                    snapshot -> snapshot.leases().stream()
                            .anyMatch(loan -> loan.age().toMillis() > 500));
            assertEquals(lease.id(), seen.leases().getFirst().worker());
            assertEquals(
                    seen.leases().getFirst().age(), seen.workers().getFirst().since());
        }
    }

    @Test
    void aDeathIsRememberedWithItsWorkerAndItsReason() throws Exception {
        try (var pool = WorkerPool.of(Object::new).size(1).start()) {
            pool.submit((worker, context) -> {
                        context.markBroken("its tape is torn");
                        return 1;
                    })
                    .await();
            var seen = eventually(
                    pool,
                    "it is replaced",
                    snapshot -> snapshot.workers(WorkerState.IDLE) == 1
                            && snapshot.workers().getFirst().incarnation() == 2);
            var death = seen.workers().getFirst().lastDeath().orElseThrow();
            assertEquals(1, death.worker().incarnation());
            assertTrue(death.reason().contains("its tape is torn"), death::reason);
            assertEquals(1, seen.health().deaths().size());
            assertEquals(1, seen.recent().counts().deaths());
        }
    }

    @Test
    void theStackOfAStuckWorkerIsKept() throws Exception {
        try (var pool = WorkerPool.of(Object::new)
                .size(1)
                .escalation(new Escalation(Duration.ofMillis(10), Duration.ofMillis(10)))
                .start()) {
            var task = pool.submit((worker, context) -> deafUntilReleased());
            eventually(pool, "it runs", snapshot -> snapshot.workers(WorkerState.RUNNING) == 1);
            task.cancel(Cancel.KILL);
            var seen = eventually(pool, "it is given up", snapshot -> snapshot.zombies() == 1);
            var stuck = seen.health().stuck().getFirst();
            assertFalse(stuck.returned());
            assertTrue(
                    stuck.stack().stream().anyMatch(call -> call.getMethodName().equals("deafUntilReleased")),
                    () -> "the stack: " + stuck.stack());
            release.countDown();
            var later = eventually(pool, "it comes back", snapshot -> snapshot.zombies() == 0);
            assertTrue(later.health().stuck().getFirst().returned());
        }
    }

    private int deafUntilReleased() {
        while (true) {
            try {
                release.await();
                return 1;
            } catch (InterruptedException ignored) {
                // Deaf on purpose.
            }
        }
    }

    @Test
    void aPoolWithNothingToDoIsIdleAndOneAtWorkMoves() throws Exception {
        try (var pool = WorkerPool.of(Object::new).size(1).start()) {
            eventually(pool, "idle", snapshot -> verdict(snapshot) == Liveness.Verdict.IDLE);
            var task = pool.submit((worker, context) -> {
                release.await();
                return 1;
            });
            var waiting = pool.submit((worker, context) -> 2);
            eventually(
                    pool, "moving", snapshot -> verdict(snapshot) == Liveness.Verdict.MOVING && snapshot.queued() == 1);
            release.countDown();
            task.await();
            waiting.await();
            pool.drain(Drain.now());
            assertEquals(Liveness.Verdict.CLOSED, verdict(pool.snapshot()));
        }
    }

    @Test
    void aPoolInWhichNobodyServesIsDown() throws Exception {
        try (var pool = WorkerPool.of(() -> {
                    throw new IllegalStateException("no licence");
                })
                .size(1)
                .minReady(0, Duration.ofSeconds(10))
                .restart(Restart.standard().backoff(Duration.ofMinutes(1), Duration.ofMinutes(1)))
                .start()) {
            var seen = eventually(pool, "down", snapshot -> verdict(snapshot) == Liveness.Verdict.DOWN);
            assertTrue(seen.health().liveness().isAlarm());
            assertTrue(seen.health().liveness().reason().contains("no licence"), () -> "" + seen.health());
        }
    }

    private static Liveness.Verdict verdict(PoolSnapshot snapshot) {
        return snapshot.health().liveness().verdict();
    }
}
