package dev.lifeguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Finding.Illness;
import dev.lifeguard.policy.RateLimit;
import dev.lifeguard.policy.Shedding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each illness is made for real, and the doctor says so; a healthy pool under full load hears nothing. */
class DoctorTest {

    /** Illnesses of seconds instead of minutes. */
    private static final Doctor HASTY =
            new Doctor(Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofMillis(200), Duration.ofMillis(500));

    private static final Escalation AT_ONCE = new Escalation(Duration.ofMillis(5), Duration.ofMillis(5));

    private final CountDownLatch release = new CountDownLatch(1);
    private volatile boolean over;

    @AfterEach
    void letEverybodyGo() {
        over = true;
        release.countDown();
    }

    private static Finding diagnosis(WorkerPool<?> pool, Illness illness) {
        List<Finding> found = Awaitility.await(illness.toString())
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> of(illness, HASTY.examine(pool.snapshot())), findings -> !findings.isEmpty());
        assertTrue(found.getFirst().sentence().endsWith("."), found::toString);
        return found.getFirst();
    }

    private static List<Finding> of(Illness illness, List<Finding> findings) {
        return findings.stream().filter(finding -> finding.illness() == illness).toList();
    }

    private static void says(Finding finding, String... parts) {
        for (String part : parts) {
            assertTrue(finding.sentence().contains(part), () -> "\"" + part + "\" in: " + finding.sentence());
        }
    }

    private static void cured(WorkerPool<?> pool, Illness illness) {
        Awaitility.await("no " + illness)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> of(illness, HASTY.examine(pool.snapshot())).isEmpty());
    }

    private Object waitForRelease() throws InterruptedException {
        release.await();
        return "released";
    }

    private Object deaf() {
        while (true) {
            try {
                return waitForRelease();
            } catch (InterruptedException ignored) {
                // Deaf on purpose.
            }
        }
    }

    private static Object broken(TaskContext context) {
        context.markBroken("planted");
        return "broken";
    }

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
    void workWaitsBesideIdleWorkersAndNothingMoves() throws Exception {
        try (var pool = WorkerPool.of(Object::new).size(3).start()) {
            // Virtual threads that spin hold every carrier, so that no virtual worker gets to run.
            var spinners = new ArrayList<Thread>();
            var spinning = new AtomicInteger();
            int carriers = Runtime.getRuntime().availableProcessors();
            for (int i = 0; i < carriers; i++) {
                spinners.add(Thread.startVirtualThread(() -> {
                    spinning.incrementAndGet();
                    while (!over) {
                        Thread.onSpinWait();
                    }
                }));
            }
            Awaitility.await("every carrier is held").until(() -> spinning.get() == carriers);
            var task = pool.submit((worker, context) -> "done");
            says(diagnosis(pool, Illness.STALLED), "the oldest task waits", "idle", "nothing has moved for", "spin");
            over = true;
            for (Thread spinner : spinners) {
                spinner.join();
            }
            assertEquals("done", task.get());
            cured(pool, Illness.STALLED);
        }
    }

    @Test
    void aWorkerIsStuck() throws Exception {
        try (var pool = WorkerPool.of(Object::new)
                .name("ocr")
                .size(1)
                .escalation(AT_ONCE)
                .start()) {
            var task = pool.submit((worker, context) -> deaf());
            Awaitility.await("it runs").until(() -> task.taskState() == TaskState.RUNNING);
            task.cancel(Cancel.KILL);
            says(diagnosis(pool, Illness.STUCK), "worker ocr-0.1", "DoctorTest.deaf", "child process");
            release.countDown();
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
            var task = pool.submit((worker, context) -> deaf());
            Awaitility.await("it runs").until(() -> task.taskState() == TaskState.RUNNING);
            task.cancel(Cancel.KILL);
            says(diagnosis(pool, Illness.SLOTS_CLOSED), "1 of 1 workers are not replaced", "maxZombies");
            release.countDown();
            cured(pool, Illness.SLOTS_CLOSED);
        }
    }

    @Test
    void aWorkerDiesAgainAndAgain() throws Exception {
        try (var pool = WorkerPool.of(Object::new)
                .size(1)
                .restart(Restart.standard().backoff(Duration.ofMillis(1), Duration.ofMillis(1)))
                .start()) {
            for (int i = 0; i < Doctor.CRASHES; i++) {
                assertEquals(
                        0, of(Illness.CRASHING, HASTY.examine(pool.snapshot())).size());
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

    @Test
    void aStartTakesLong() throws Exception {
        try (var pool = WorkerPool.of(this::waitForRelease)
                .size(1)
                .minReady(0, Duration.ofSeconds(10))
                .start()) {
            says(diagnosis(pool, Illness.SLOW_START), "worker 0 has been starting for", "incarnation 1");
            release.countDown();
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
                        "taken at DoctorTest.java:",
                        "by thread " + Thread.currentThread().getName() + " for page 7",
                        "close it");
            }
            cured(pool, Illness.LEASE_HELD);
        }
    }

    @Test
    void moreComesThanTheWorkersDo() throws Exception {
        try (var pool =
                WorkerPool.of(Object::new).size(1).queue(3, WhenFull.refuse()).start()) {
            var first = pool.submit((worker, context) -> waitForRelease());
            var second = pool.submit((worker, context) -> "after it");
            says(diagnosis(pool, Illness.SATURATED), "the oldest task waits", "2 of 4 places are taken", "1 workers");
            release.countDown();
            first.await();
            second.await();
            cured(pool, Illness.SATURATED);
        }
    }

    @Test
    void tasksAreRefused() throws Exception {
        try (var pool =
                WorkerPool.of(Object::new).size(1).queue(0, WhenFull.refuse()).start()) {
            var first = pool.submit((worker, context) -> waitForRelease());
            pool.submit((worker, context) -> "no place").await();
            says(diagnosis(pool, Illness.REFUSING), "1 tasks were refused", "1 of 1 places are taken");
            release.countDown();
            first.await();
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
    void aWorkerDoesNotReadItsMail() throws Exception {
        try (var pool = WorkerPool.of(Object::new)
                .name("ocr")
                .size(1)
                .channels(Channels.standard().withWorkerMailbox(2))
                .start()) {
            var task = pool.submit((worker, context) -> waitForRelease());
            Awaitility.await("it runs").until(() -> task.taskState() == TaskState.RUNNING);
            assertTrue(pool.tell(0, "one"));
            assertTrue(pool.tell(0, "two"));
            assertEquals(List.of(), Doctor.standard().examine(pool.snapshot()), "what is full has refused nothing yet");
            assertEquals(0, pool.broadcast("three"));
            says(
                    diagnosis(pool, Illness.MAIL_REFUSED),
                    "1 messages found no place in the last",
                    "worker ocr-0.1 is RUNNING and reads between two uses: 2 of 2 places are taken",
                    "WorkerContext.poll");
            release.countDown();
            task.await();
            Awaitility.await("it has read")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> !pool.snapshot().workers().getFirst().mailbox().isFull());
            says(
                    diagnosis(pool, Illness.MAIL_REFUSED),
                    "the last was for Worker ocr-0.1",
                    "0 of 2 places are taken now");
        }
    }

    @Test
    void aTaskDoesNotReadItsMail() throws Exception {
        try (var pool = WorkerPool.of(Object::new)
                .size(1)
                .channels(Channels.standard().withTaskInbox(1))
                .start()) {
            var task = pool.submit(
                    (worker, context) -> waitForRelease(), TaskOptions.none().withName("page 7"));
            Awaitility.await("it runs").until(() -> task.taskState() == TaskState.RUNNING);
            assertTrue(task.tell("one"));
            assertThrows(MessageException.class, () -> task.ask("two", Duration.ofSeconds(10)));
            says(
                    diagnosis(pool, Illness.MAIL_REFUSED),
                    "task 1 (page 7) runs and does not read: 1 of 1 places are taken",
                    "TaskContext.receive");
            release.countDown();
            task.await();
            says(diagnosis(pool, Illness.MAIL_REFUSED), "the last was for Task 1 (page 7)");
        }
    }

    @Test
    void moreComesThanAPoolThatShedsCanDo() throws Exception {
        var target = Duration.ofMillis(2);
        var first = new CountDownLatch(1);
        try (var pool = WorkerPool.of(Object::new)
                .size(1)
                .shed(Shedding.controlledDelay(target, target.multipliedBy(2)))
                .start()) {
            pool.submit((worker, context) -> waitFor(first));
            // The first that waited long only begins the interval, the second is taken in an overload.
            pool.submit((worker, context) -> waitForRelease(), TaskOptions.none().kept());
            pool.submit((worker, context) -> "shed");
            pool.submit((worker, context) -> "the last", TaskOptions.none().kept());
            waits(pool, 20);
            first.countDown();
            waits(pool, 60);
            release.countDown();
            says(
                    diagnosis(pool, Illness.OVERLOADED),
                    "1 tasks were shed",
                    "target PT0.002S",
                    "than 1 workers do",
                    "add workers");
            assertEquals(List.of(), of(Illness.REFUSING, HASTY.examine(pool.snapshot())));
        }
    }

    private static Object waitFor(CountDownLatch latch) throws InterruptedException {
        latch.await();
        return "released";
    }

    private static void waits(WorkerPool<?> pool, int millis) {
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
            says(diagnosis(pool, Illness.OVER_RATE), "1 tasks were refused by the rate", "1 tasks in PT1H", "raise the rate");
            assertEquals(List.of(), of(Illness.REFUSING, HASTY.examine(pool.snapshot())));
        }
    }

    @Test
    void failuresGoUnseen() throws Exception {
        try (var pool = WorkerPool.of(Object::new).size(1).start()) {
            forget(pool);
            Awaitility.await("the handle is collected")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> {
                        System.gc();
                        pool.submit((worker, context) -> "look").await();
                        return pool.snapshot().counts().unseen() == 1;
                    });
            says(diagnosis(pool, Illness.UNSEEN), "1 failures were never looked at", "log its failure");
        }
    }

    private static void forget(WorkerPool<?> pool) throws InterruptedException {
        long id = pool.submit((worker, context) -> {
                    throw new IllegalStateException("planted");
                })
                .id();
        pool.submit((worker, context) -> "after " + id).await();
    }

    @Test
    void listenersAreSlow() throws Exception {
        try (var pool = WorkerPool.of(Object::new)
                .size(1)
                .listener(event -> {
                    try {
                        waitForRelease();
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                })
                .start()) {
            for (int size = 64; pool.snapshot().counts().missed() == 0; size = size == 64 ? 1 : 64) {
                int wanted = size;
                pool.resize(wanted);
                Awaitility.await("the new size")
                        .atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> pool.snapshot().workers(WorkerState.IDLE) == wanted);
            }
            says(diagnosis(pool, Illness.EVENTS_MISSED), "events were dropped", "listeners are slower");
            release.countDown();
        }
    }

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
            over = true;
            for (Thread user : users) {
                user.join();
            }
        }
        assertEquals(List.of(), List.copyOf(said));
    }

    private void flood(WorkerPool<Object> pool) {
        long last = 0;
        while (!over) {
            last = pool.submit((worker, context) -> "done").id();
        }
        assertTrue(last > 0);
    }

    private void borrow(WorkerPool<Object> pool) {
        while (!over) {
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
