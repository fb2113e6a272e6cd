package dev.lifeguard;

import static dev.lifeguard.SickBay.AT_ONCE;
import static dev.lifeguard.SickBay.HASTY;
import static dev.lifeguard.SickBay.cured;
import static dev.lifeguard.SickBay.diagnosis;
import static dev.lifeguard.SickBay.found;
import static dev.lifeguard.SickBay.says;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lifeguard.Finding.Illness;
import dev.lifeguard.policy.Recycling;
import dev.lifeguard.policy.Rollout;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each illness of workers and of their replacement is made for real, and the doctor says so. */
class WorkerChecksTest {

    @RegisterExtension
    final SickBay bay = new SickBay();

    @Test
    void nobodyServes() throws Exception {
        try (var pool = WorkerPool.of(() -> {
                    throw new IllegalStateException("no licence");
                })
                .size(1)
                .minReady(0, Duration.ofSeconds(10))
                .restart(Restart.standard().backoff(Duration.ofMinutes(1), Duration.ofMinutes(1)))
                .start()) {
            says(diagnosis(pool, Illness.DOWN), "nobody has served for", "no licence", "heals itself");
        }
    }

    @Test
    void aWorkerIsStuck() throws Exception {
        try (var pool = WorkerPool.of(Object::new)
                .name("ocr")
                .size(1)
                .escalation(AT_ONCE)
                .start()) {
            var task = pool.submit((worker, context) -> bay.deaf());
            Awaitility.await("it runs").until(() -> task.taskState() == TaskState.RUNNING);
            task.cancel(Cancel.KILL);
            says(diagnosis(pool, Illness.STUCK), "worker ocr-0.1", "SickBay.deaf", "child process");
            bay.release();
            cured(pool, Illness.STUCK);
        }
    }

    @Test
    void aSlotStaysClosed() throws Exception {
        try (var pool = WorkerPool.of(Object::new)
                .size(1)
                .escalation(AT_ONCE)
                .maxZombies(0)
                .start()) {
            var task = pool.submit((worker, context) -> bay.deaf());
            Awaitility.await("it runs").until(() -> task.taskState() == TaskState.RUNNING);
            task.cancel(Cancel.KILL);
            says(diagnosis(pool, Illness.SLOTS_CLOSED), "1 of 1 workers are not replaced", "maxZombies");
            bay.release();
            cured(pool, Illness.SLOTS_CLOSED);
        }
    }

    @Test
    void aWorkerDiesAgainAndAgain() throws Exception {
        try (var pool = WorkerPool.of(Object::new)
                .size(1)
                .restart(Restart.standard().backoff(Duration.ofMillis(1), Duration.ofMillis(1)))
                .start()) {
            for (int i = 0; i < WorkerChecks.CRASHES; i++) {
                assertEquals(
                        0,
                        found(Illness.CRASHING, HASTY.examine(pool.snapshot())).size());
                pool.submit((worker, context) -> broken(context)).await();
            }
            says(diagnosis(pool, Illness.CRASHING), "worker 0 died 3 times in", "last: ", "planted");
        }
    }

    @Test
    void fewerServeThanWereAskedFor() throws Exception {
        try (var pool = WorkerPool.of(Object::new)
                .size(1)
                .restart(Restart.standard()
                        .intensity(1, Duration.ofMinutes(1))
                        .backoff(Duration.ofMillis(1), Duration.ofMillis(1)))
                .start()) {
            for (int i = 0; i < 2; i++) {
                pool.submit((worker, context) -> broken(context)).await();
            }
            says(diagnosis(pool, Illness.DEGRADED), "fewer than the 1 workers", "more than 1 workers died");
        }
    }

    private static Object broken(TaskContext context) {
        context.markBroken("planted");
        return "broken";
    }

    @Test
    void aStartTakesLong() throws Exception {
        try (var pool = WorkerPool.of(bay::waitForRelease)
                .size(1)
                .minReady(0, Duration.ofSeconds(10))
                .start()) {
            says(diagnosis(pool, Illness.SLOW_START), "worker 0 has been starting for", "incarnation 1");
            bay.release();
            cured(pool, Illness.SLOW_START);
        }
    }

    @Test
    void aLeaseIsHeldForLong() throws Exception {
        try (var pool = WorkerPool.of(Object::new)
                .name("ocr")
                .size(1)
                .leases(LeaseLimits.standard().withPlaceEvery(1))
                .start()) {
            try (var lease = pool.checkout(Duration.ofSeconds(10)).named("page 7")) {
                says(
                        diagnosis(pool, Illness.LEASE_HELD),
                        "of worker " + lease.id(),
                        "has been held for",
                        "taken at WorkerChecksTest.java:",
                        "by thread " + Thread.currentThread().getName() + " for page 7",
                        "close it");
            }
            cured(pool, Illness.LEASE_HELD);
        }
    }

    @Test
    void aWorkerThatShouldBeReplacedIsNot() throws Exception {
        var starts = new AtomicInteger();
        try (var pool = WorkerPool.of(() -> {
                    if (starts.incrementAndGet() > 1 && !bay.isReleased()) {
                        throw new IllegalStateException("no licence");
                    }
                    return new Object();
                })
                .size(1)
                .recycle(Recycling.none().afterUses(1))
                .start()) {
            pool.submit((worker, context) -> "its last").await();
            says(
                    diagnosis(pool, Illness.RECYCLING_HELD),
                    "1 workers are past their limits",
                    "could not start",
                    "no licence");
            bay.release();
            cured(pool, Illness.RECYCLING_HELD);
        }
    }

    @Test
    void workersAreRecycledTooOften() throws Exception {
        try (var pool = WorkerPool.of(() -> {
                    bay.waitAtMost(Duration.ofMillis(50));
                    return new Object();
                })
                .size(1)
                .recycle(Recycling.none().afterAge(Duration.ofMillis(60)))
                .start()) {
            says(diagnosis(pool, Illness.RECYCLED_TOO_OFTEN), "workers live for", "to start", "raise the limits");
            pool.operate(new Change.Recycle(Recycling.none()), "the test", "it is cured");
            cured(pool, Illness.RECYCLED_TOO_OFTEN);
        }
    }

    @Test
    void aRollWasStoppedByItsFailures() throws Exception {
        try (var pool = WorkerPool.of(Object::new).size(1).start()) {
            pool.roll(
                    context -> {
                        throw new IllegalStateException("no licence");
                    },
                    Rollout.standard().stopAfter(1),
                    "the test",
                    "a version without a licence");
            says(
                    diagnosis(pool, Illness.ROLL_STOPPED),
                    "the roll of generation 2 ended",
                    "0 of 1 workers",
                    "no licence",
                    "roll back");
            pool.operate(
                    new Change.Roll(Rollout.standard().goodAfter(0, Duration.ofSeconds(1))), "the test", "as before");
            cured(pool, Illness.ROLL_STOPPED);
        }
    }
}
