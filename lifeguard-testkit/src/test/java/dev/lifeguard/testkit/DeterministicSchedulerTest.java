package dev.lifeguard.testkit;

import static dev.lifeguard.testkit.Messages.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated // A dump of all threads, as other tests make, can crash JDK 25 beside these.
final class DeterministicSchedulerTest {

    @Test
    void oneSeedGivesOneSchedule() {
        assertEquals(order(5), order(5));
        assertNotEquals(order(5), order(6));
    }

    @Test
    void priorityChoicesAreRepeatedByTheirSeed() {
        List<Integer> first = interleaved(DeterministicScheduler.priorities(3, 3, 20), new ArrayList<>());
        assertEquals(first, interleaved(DeterministicScheduler.priorities(3, 3, 20), new ArrayList<>()));
    }

    @Test
    void theThreadsAreVirtualAndNamed() {
        List<String> seen = new ArrayList<>();
        try (DeterministicScheduler scheduler = DeterministicScheduler.random(1)) {
            scheduler.start("reader", () -> {
                seen.add(Thread.currentThread().getName());
                assertTrue(Thread.currentThread().isVirtual());
            });
            assertTrue(seen.isEmpty(), "nothing runs before run()");
            scheduler.runToEnd();
        }
        assertEquals(List.of("reader"), seen);
    }

    @Test
    void whatAThreadThrowsFailsTheRun() {
        try (DeterministicScheduler scheduler = DeterministicScheduler.random(1)) {
            IllegalStateException planted = new IllegalStateException("planted");
            scheduler.start("thrower", () -> {
                throw planted;
            });
            ScheduleFailure failure = assertThrows(ScheduleFailure.class, scheduler::run);
            assertEquals(planted, failure.getCause());
            assertSays(failure, "Thread thrower threw");
        }
    }

    @Test
    void threadsThatNeverSettleAreReported() {
        boolean[] over = new boolean[1];
        try (DeterministicScheduler scheduler = DeterministicScheduler.random(1)) {
            scheduler.start("spinner", () -> {
                while (!over[0]) {
                    DeterministicScheduler.point();
                }
            });
            ScheduleFailure failure = assertThrows(ScheduleFailure.class, () -> scheduler.run(100));
            assertSays(failure, "did not settle in 100 steps");
            over[0] = true;
        }
    }

    @Test
    void aWakeUpFromOutsideIsReportedAndNotHidden() throws InterruptedException {
        try (DeterministicScheduler scheduler = DeterministicScheduler.random(1)) {
            Thread parked = scheduler.start("parked", LockSupport::park);
            scheduler.run();
            Thread outside = Thread.ofPlatform().name("outside").start(() -> LockSupport.unpark(parked));
            outside.join();
            ScheduleFailure failure = assertThrows(ScheduleFailure.class, scheduler::run);
            assertSays(failure, "was woken by outside");
        }
    }

    @Test
    void closeLetsGoOfWhatIsLeft() {
        DeterministicScheduler scheduler = DeterministicScheduler.random(1);
        scheduler.start("parked", LockSupport::park);
        scheduler.run();
        assertEquals(1, scheduler.alive().size());
        scheduler.close();
        assertEquals(List.of(), scheduler.alive());
        assertFalse(scheduler.step());
    }

    @Test
    void onlyItsOwnPlatformThreadRunsIt() throws InterruptedException {
        List<Throwable> thrown = new ArrayList<>();
        try (DeterministicScheduler scheduler = DeterministicScheduler.random(1)) {
            Thread other = Thread.ofPlatform()
                    .start(() -> thrown.add(assertThrows(IllegalStateException.class, scheduler::run)));
            other.join();
        }
        Thread virtual = Thread.ofVirtual()
                .start(() ->
                        thrown.add(assertThrows(IllegalStateException.class, () -> DeterministicScheduler.random(1))));
        virtual.join();
        assertEquals(2, thrown.size());
    }

    @Test
    void manyShortThreadsDoNotPileUp() {
        try (DeterministicScheduler scheduler = DeterministicScheduler.random(1)) {
            for (int made = 0; made < 10_000; made++) {
                scheduler.newThread(() -> {}).start();
                scheduler.runToEnd();
            }
            assertFalse(scheduler.step());
        }
    }

    private static List<String> order(long seed) {
        List<String> order = new ArrayList<>();
        interleaved(DeterministicScheduler.random(seed), order);
        return order;
    }

    private static List<Integer> interleaved(DeterministicScheduler made, List<String> order) {
        try (DeterministicScheduler scheduler = made) {
            for (String name : List.of("a", "b", "c")) {
                scheduler.start(name, () -> {
                    for (int step = 0; step < 5; step++) {
                        order.add(name);
                        DeterministicScheduler.point();
                    }
                });
            }
            scheduler.runToEnd();
            return scheduler.choices();
        }
    }
}
