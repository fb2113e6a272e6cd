package dev.lifeguard;

import static dev.lifeguard.SickBay.HASTY;
import static dev.lifeguard.SickBay.cured;
import static dev.lifeguard.SickBay.diagnosis;
import static dev.lifeguard.SickBay.found;
import static dev.lifeguard.SickBay.says;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lifeguard.Finding.Illness;
import dev.lifeguard.policy.Discipline;
import dev.lifeguard.policy.RateLimit;
import dev.lifeguard.policy.Shedding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each illness of what waits or is not let in is made for real, and the doctor says so. */
class QueueChecksTest {

    @RegisterExtension
    final SickBay bay = new SickBay();

    @Test
    void workWaitsBesideIdleWorkersAndNothingMoves() throws Exception {
        try (var pool = WorkerPool.of(Object::new).size(3).start()) {
            // Virtual threads that spin hold every carrier, so that no virtual worker gets to run.
            var spinners = new ArrayList<Thread>();
            var spinning = new AtomicInteger();
            int carriers = Integer.getInteger(
                    "jdk.virtualThreadScheduler.parallelism",
                    Runtime.getRuntime().availableProcessors());
            for (int i = 0; i < carriers; i++) {
                spinners.add(Thread.startVirtualThread(() -> {
                    spinning.incrementAndGet();
                    while (!bay.isReleased()) {
                        Thread.onSpinWait();
                    }
                }));
            }
            Awaitility.await("every carrier is held").until(() -> spinning.get() == carriers);
            var task = pool.submit((worker, context) -> "done");
            says(diagnosis(pool, Illness.STALLED), "the oldest task waits", "idle", "nothing has moved for", "spin");
            bay.release();
            for (Thread spinner : spinners) {
                spinner.join();
            }
            assertEquals("done", task.get());
            cured(pool, Illness.STALLED);
        }
    }

    @Test
    void aPauseLastsLongBesideWork() throws Exception {
        try (var pool = WorkerPool.of(Object::new).size(1).start()) {
            pool.operate(new Change.Pause(), "ops", "the database moves");
            var first = pool.submit((worker, context) -> "waits");
            // A fresh pause is what somebody wants, and no illness.
            assertEquals(List.of(), Doctor.standard().examine(pool.snapshot()));
            says(
                    diagnosis(pool, Illness.PAUSED),
                    "the pool has been paused for",
                    "and 1 wait",
                    "ops paused it, because the database moves",
                    "resume it");
            pool.resume();
            first.await();
            cured(pool, Illness.PAUSED);
        }
    }

    @Test
    void aPauseBesideNoWorkIsNoIllness() throws Exception {
        try (var pool = WorkerPool.of(Object::new).size(1).start()) {
            pool.pause("for the night");
            Awaitility.await("it lasts long enough")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> pool.snapshot().since().compareTo(HASTY.paused()) > 0);
            assertEquals(List.of(), HASTY.examine(pool.snapshot()));
        }
    }

    @Test
    void aLevelStarves() throws Exception {
        try (var pool = WorkerPool.of(Object::new)
                .size(1)
                .discipline(Discipline.priorities(2).withoutAging())
                .start()) {
            // Never fewer than two of the upper level wait: each brings another.
            for (int number = 0; number < 3; number++) {
                busy(pool);
            }
            var low = pool.submit((worker, context) -> "low", TaskOptions.none().withPriority(1));
            says(
                    diagnosis(pool, Illness.STARVING),
                    "priority 1 was not served for",
                    "with 1 in it",
                    "2 priorities, strict, without aging",
                    "let levels age");
            pool.operate(
                    new Change.Lines(Discipline.priorities(2).withAging(Duration.ofMillis(1))), "the test", "a cure");
            assertEquals("low", low.get());
            cured(pool, Illness.STARVING);
            bay.release();
        }
    }

    @Test
    void aLaneWithMuchWorkDoesNotStarve() throws Exception {
        try (var pool = WorkerPool.of(Object::new)
                .size(1)
                .queue(10_000, WhenFull.refuse())
                .discipline(Discipline.fair())
                .start()) {
            for (int number = 0; number < 3; number++) {
                busy(pool);
            }
            var flood = TaskOptions.none().withLane("flood");
            for (int number = 0; number < 9_000; number++) {
                var unused = pool.submit((worker, context) -> bay.waitAtMost(Duration.ofMillis(1)), flood);
            }
            Awaitility.await("its head waits long")
                    .until(() -> pool.snapshot().queue().oldestWait().compareTo(HASTY.queued()) > 0);
            assertEquals(List.of(), found(Illness.STARVING, HASTY.examine(pool.snapshot())));
            bay.release();
        }
    }

    private void busy(WorkerPool<Object> pool) {
        var unused = pool.submit((worker, context) -> {
            if (!bay.isReleased()) {
                busy(pool);
            }
            return bay.waitAtMost(Duration.ofMillis(1));
        });
    }

    @Test
    void moreComesThanTheWorkersDo() throws Exception {
        try (var pool =
                WorkerPool.of(Object::new).size(1).queue(3, WhenFull.refuse()).start()) {
            var first = pool.submit((worker, context) -> bay.waitForRelease());
            var second = pool.submit((worker, context) -> "after it");
            says(diagnosis(pool, Illness.SATURATED), "the oldest task waits", "2 of 4 places are taken", "1 workers");
            bay.release();
            first.await();
            second.await();
            cured(pool, Illness.SATURATED);
        }
    }

    @Test
    void moreComesThanAPoolThatShedsCanDo() throws Exception {
        var target = Duration.ofMillis(2);
        var first = new CountDownLatch(1);
        var secondBegan = new CountDownLatch(1);
        try (var pool = WorkerPool.of(Object::new)
                .size(1)
                .shed(Shedding.controlledDelay(target, target.multipliedBy(2)))
                .start()) {
            // The first that waited long only begins the interval, the second is taken in an overload.
            var handles = List.of(
                    pool.submit((worker, context) -> waitFor(first)),
                    pool.submit(
                            (worker, context) -> {
                                secondBegan.countDown();
                                return bay.waitForRelease();
                            },
                            TaskOptions.none().kept()),
                    pool.submit((worker, context) -> (Object) "shed"),
                    pool.submit(
                            (worker, context) -> (Object) "the last",
                            TaskOptions.none().kept()));
            waits(pool, 20);
            first.countDown();
            // The interval begins with the second, however long the others have waited by then.
            secondBegan.await();
            waits(pool, pool.snapshot().queue().oldestWait().toMillis() + 40);
            bay.release();
            says(
                    diagnosis(pool, Illness.OVERLOADED),
                    "1 tasks were shed",
                    "target PT0.002S",
                    "than 1 workers do",
                    "add workers");
            assertEquals(List.of(), found(Illness.REFUSING, HASTY.examine(pool.snapshot())));
            for (TaskHandle<Object> handle : handles) {
                handle.await();
            }
        }
    }

    private static Object waitFor(CountDownLatch latch) throws InterruptedException {
        latch.await();
        return "released";
    }

    private static void waits(WorkerPool<?> pool, long millis) {
        Awaitility.await("the head waits")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> pool.snapshot().queue().oldestWait().toMillis() >= millis);
    }

    @Test
    void moreIsSubmittedThanTheRateLetsIn() throws Exception {
        try (var pool = WorkerPool.of(Object::new)
                .size(1)
                .rate(RateLimit.of(1, Duration.ofHours(1)))
                .start()) {
            pool.submit((worker, context) -> "in").await();
            pool.submit((worker, context) -> "too many").await();
            says(
                    diagnosis(pool, Illness.OVER_RATE),
                    "1 tasks were refused by the rate",
                    "1 tasks in PT1H",
                    "raise the rate");
            assertEquals(List.of(), found(Illness.REFUSING, HASTY.examine(pool.snapshot())));
        }
    }

    @Test
    void tasksAreRefused() throws Exception {
        try (var pool =
                WorkerPool.of(Object::new).size(1).queue(0, WhenFull.refuse()).start()) {
            var first = pool.submit((worker, context) -> bay.waitForRelease());
            pool.submit((worker, context) -> "no place").await();
            says(diagnosis(pool, Illness.REFUSING), "1 tasks were refused", "1 of 1 places are taken");
            bay.release();
            first.await();
        }
    }
}
