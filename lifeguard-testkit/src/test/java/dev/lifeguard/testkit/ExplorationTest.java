package dev.lifeguard.testkit;

import static dev.lifeguard.testkit.Messages.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every mode finds the planted bugs within a stated number of schedules and is content with what is right. */
@Isolated // A dump of all threads, as other tests make, can crash JDK 25 beside these.
final class ExplorationTest {
    /** The modes, each with a budget within which it must find a lost wake-up. */
    enum Mode {
        RANDOM,
        PRIORITIES,
        EXHAUSTIVE;

        Exploration with(int schedules) {
            return switch (this) {
                case RANDOM -> Exploration.random(schedules);
                case PRIORITIES -> Exploration.priorities(schedules, 3);
                case EXHAUSTIVE -> Exploration.exhaustive(schedules, 3);
            };
        }
    }

    private static final int BUDGET = 100;

    @ParameterizedTest
    @EnumSource
    void aLostWakeUpIsFound(Mode mode) {
        ScheduleFailure failure =
                assertThrows(ScheduleFailure.class, () -> mode.with(BUDGET).check(handOff(Mailbox.LosesWakeups::new)));
        assertSays(failure, "lost wake-up");
        assertSays(failure, "thread taker WAITING");
        assertSays(failure, "LosesWakeups.take");
        assertTrue(failure.schedules() <= BUDGET, failure::toString);
    }

    @ParameterizedTest
    @EnumSource
    void aFailureIsRepeatedByItsChoices(Mode mode) {
        Scenario scenario = handOff(Mailbox.LosesWakeups::new);
        ScheduleFailure failure =
                assertThrows(ScheduleFailure.class, () -> mode.with(BUDGET).check(scenario));
        ScheduleFailure again = assertThrows(
                ScheduleFailure.class,
                () -> Exploration.replay(failure.choices()).check(scenario));
        assertEquals(failure.choices(), again.choices());
    }

    @Test
    void theMessageNamesTheCommandThatReplays() {
        ScheduleFailure random = assertThrows(
                ScheduleFailure.class, () -> Exploration.random(BUDGET).check(handOff(Mailbox.LosesWakeups::new)));
        String test = "-Dtest=ExplorationTest#theMessageNamesTheCommandThatReplays";
        assertSays(random, test);
        assertSays(random, "-Dlifeguard.seed=" + random.seed().orElseThrow());
        ScheduleFailure exhaustive = assertThrows(
                ScheduleFailure.class,
                () -> Exploration.exhaustive(BUDGET, 3).check(handOff(Mailbox.LosesWakeups::new)));
        assertSays(exhaustive, "-Dlifeguard.choices=" + Seeds.joined(exhaustive.choices()));
    }

    @Test
    void theCorrectHandOffPassesTwentyThousandRandomSchedules() {
        assertEquals(
                Seeds.of(20_000).count(),
                Exploration.random(20_000).check(handOff(Mailbox.Correct::new)).schedules());
    }

    @Test
    void theCorrectHandOffPassesPriorities() {
        assertEquals(
                Seeds.of(2_000).count(),
                Exploration.priorities(2_000, 3)
                        .check(handOff(Mailbox.Correct::new))
                        .schedules());
    }

    @Test
    void theCorrectHandOffPassesEverySchedule() {
        Exploration.Explored explored = Exploration.exhaustive(100_000, 20).check(handOff(Mailbox.Correct::new));
        assertTrue(explored.complete(), explored::toString);
        // Two threads with three and up to four points: more schedules than the random choice of a person.
        assertTrue(explored.schedules() > 20, explored::toString);
    }

    @Test
    void twoLocksInTwoOrdersAreReportedAsADeadlock() {
        ScheduleFailure failure = assertThrows(
                ScheduleFailure.class, () -> Exploration.random(BUDGET).check(twoLocks(true)));
        assertSays(failure, "In schedule ");
        assertSays(failure, "2 thread(s) have not ended");
        assertSays(failure, "thread ab WAITING");
        assertSays(failure, "thread ba WAITING");
        assertTrue(Exploration.exhaustive(10_000, 4).check(twoLocks(false)).complete());
    }

    @Test
    void aLostUpdateIsFoundByTheCheckAtTheEnd() {
        Scenario scenario = scheduler -> {
            int[] counter = new int[1];
            for (String name : new String[] {"a", "b"}) {
                scheduler.start(name, () -> {
                    int seen = counter[0];
                    DeterministicScheduler.point();
                    counter[0] = seen + 1;
                });
            }
            return () -> assertEquals(2, counter[0]);
        };
        ScheduleFailure failure = assertThrows(
                ScheduleFailure.class, () -> Exploration.exhaustive(100, 1).check(scenario));
        assertSays(failure, "expected: <2> but was: <1>");
        // Without a preemption the two never meet.
        assertTrue(Exploration.exhaustive(100, 0).check(scenario).complete());
    }

    @Test
    void producersAndAConsumerOverALockAlwaysEnd() {
        Exploration.random(300).check(scheduler -> {
            java.util.concurrent.ArrayBlockingQueue<Integer> queue = new java.util.concurrent.ArrayBlockingQueue<>(2);
            AtomicInteger sum = new AtomicInteger();
            for (int producer = 0; producer < 3; producer++) {
                scheduler.start(
                        "producer-" + producer,
                        () -> transfer(() -> {
                            for (int item = 1; item <= 4; item++) {
                                queue.put(item);
                            }
                        }));
            }
            scheduler.start(
                    "consumer",
                    () -> transfer(() -> {
                        for (int item = 0; item < 12; item++) {
                            sum.addAndGet(queue.take());
                        }
                    }));
            return () -> assertEquals(30, sum.get());
        });
    }

    /** Something that may be interrupted, which here is a failure. */
    private interface Transfer {
        void run() throws InterruptedException;
    }

    private static void transfer(Transfer transfer) {
        try {
            transfer.run();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("nobody interrupts here", interrupted);
        }
    }

    private static Scenario handOff(Supplier<Mailbox> mailbox) {
        return scheduler -> {
            Mailbox made = mailbox.get();
            AtomicInteger taken = new AtomicInteger();
            scheduler.start("taker", () -> taken.set(made.take()));
            scheduler.start("putter", () -> made.put(7));
            return () -> assertEquals(7, taken.get());
        };
    }

    private static Scenario twoLocks(boolean crossed) {
        return scheduler -> {
            ReentrantLock a = new ReentrantLock();
            ReentrantLock b = new ReentrantLock();
            scheduler.start("ab", () -> both(a, b));
            scheduler.start("ba", () -> both(crossed ? b : a, crossed ? a : b));
            return () -> {};
        };
    }

    private static void both(ReentrantLock first, ReentrantLock second) {
        first.lock();
        try {
            DeterministicScheduler.point();
            second.lock();
            try {
                DeterministicScheduler.point();
            } finally {
                second.unlock();
            }
        } finally {
            first.unlock();
        }
    }
}
