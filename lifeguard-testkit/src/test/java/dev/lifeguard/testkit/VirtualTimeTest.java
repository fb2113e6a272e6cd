package dev.lifeguard.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated // A dump of all threads, as other tests make, can crash JDK 25 beside these.
final class VirtualTimeTest {
    private final VirtualTime time = new VirtualTime();
    private final DeterministicScheduler scheduler = DeterministicScheduler.random(1);
    private final List<String> events = new ArrayList<>();

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void timeStandsStillUntilItIsAdvanced() {
        assertEquals(0, time.nanoTime());
        time.advance(Duration.ofMillis(5));
        assertEquals(5_000_000, time.nanoTime());
        assertThrows(IllegalArgumentException.class, () -> time.advance(Duration.ofNanos(-1)));
    }

    @Test
    void aThreadWakesAtItsDeadlineAndNotBefore() {
        sleeper("a", 100);
        scheduler.run();
        time.advance(Duration.ofNanos(99));
        scheduler.run();
        assertEquals(List.of(), events);
        time.advance(Duration.ofNanos(1));
        scheduler.runToEnd();
        assertEquals(List.of("a at 100"), events);
        assertEquals(0, time.waiting());
    }

    @Test
    void anUnparkedThreadWakesBeforeItsDeadline() {
        Thread thread = sleeper("a", 100);
        scheduler.run();
        LockSupport.unpark(thread);
        scheduler.runToEnd();
        assertEquals(List.of("a at 0"), events);
        assertEquals(OptionalLong.empty(), time.nextDeadlineNanos());
    }

    @Test
    void anInterruptedThreadWakesBeforeItsDeadline() {
        Thread thread = sleeper("a", 100);
        scheduler.run();
        thread.interrupt();
        scheduler.runToEnd();
        assertEquals(List.of("a at 0"), events);
    }

    @Test
    void aDeadlineThatHasPassedDoesNotPark() {
        time.advance(Duration.ofNanos(100));
        sleeper("a", 100);
        scheduler.runToEnd();
        assertEquals(List.of("a at 100"), events);
    }

    @Test
    void advancingToTheNextDeadlineSkipsTheIdleTime() {
        sleeper("late", 200);
        sleeper("early", 100);
        scheduler.run();
        assertTrue(time.advanceToNext());
        scheduler.run();
        assertTrue(time.advanceToNext());
        scheduler.runToEnd();
        assertFalse(time.advanceToNext());
        assertEquals(List.of("early at 100", "late at 200"), events);
    }

    @Test
    void advancingWithSettlingShowsEachThreadItsOwnTime() {
        scheduler.start("ticker", () -> {
            for (long tick = 10; tick <= 30; tick += 10) {
                time.parkUntil(this, tick);
                events.add("tick at " + time.nanoTime());
            }
        });
        time.advance(Duration.ofNanos(35), scheduler::run);
        scheduler.requireAllEnded();
        assertEquals(List.of("tick at 10", "tick at 20", "tick at 30"), events);
        assertEquals(35, time.nanoTime());
    }

    @Test
    void aParkWithoutADeadlineIsNotWokenByTime() {
        Thread thread = scheduler.start("a", () -> {
            time.park(this);
            events.add("woken");
        });
        time.advance(Duration.ofDays(1), scheduler::run);
        assertEquals(List.of(), events);
        assertEquals(0, time.waiting());
        LockSupport.unpark(thread);
        scheduler.runToEnd();
        assertEquals(List.of("woken"), events);
    }

    @Test
    void timesAreComparedByDifference() {
        VirtualTime wrapping = new VirtualTime(Long.MAX_VALUE - 5);
        long deadline = wrapping.nanoTime() + 10;
        scheduler.start("a", () -> {
            wrapping.parkUntil(this, deadline);
            events.add("after " + (wrapping.nanoTime() - (Long.MAX_VALUE - 5)));
        });
        wrapping.advance(Duration.ofNanos(20), scheduler::run);
        scheduler.requireAllEnded();
        assertEquals(List.of("after 10"), events);
    }

    @Test
    void platformThreadsWaitInItToo() throws InterruptedException {
        Thread platform = Thread.ofPlatform().start(() -> time.parkUntil(this, 100));
        while (time.waiting() == 0) {
            Thread.onSpinWait();
        }
        time.advance(Duration.ofNanos(100));
        platform.join();
        assertEquals(0, time.waiting());
    }

    private Thread sleeper(String name, long deadlineNanos) {
        return scheduler.start(name, () -> {
            time.parkUntil(this, deadlineNanos);
            events.add(name + " at " + time.nanoTime());
        });
    }
}
