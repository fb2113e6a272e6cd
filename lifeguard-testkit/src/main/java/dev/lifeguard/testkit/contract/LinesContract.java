package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Change;
import dev.lifeguard.Operation;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.QueueSnapshot;
import dev.lifeguard.Rehearsal;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskPool;
import dev.lifeguard.TaskState;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.policy.Discipline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Levels and lanes: who is served next, by which share, beside checkouts, across retries and changes. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class LinesContract extends PoolContract {

    private static final String GATE = "gate";
    private static final Duration LONG = Duration.ofHours(1);

    /** Made by JUnit. */
    protected LinesContract() {}

    /** A pool of one worker, which is held, so that what is submitted waits. */
    private TaskPool<Script, String> held(Discipline discipline) throws InterruptedException {
        var pool = start(pool().size(1).queue(1_000, WhenFull.refuse()).discipline(discipline));
        hold(pool, new Script.Hold(GATE), GATE);
        return pool;
    }

    private static TaskHandle<String> level(TaskPool<Script, String> pool, int priority, String name) {
        return pool.submit(new Script.Say(name), TaskOptions.none().withPriority(priority));
    }

    private static TaskHandle<String> lane(TaskPool<Script, String> pool, String lane, String name) {
        return pool.submit(new Script.Say(name), TaskOptions.none().withLane(lane));
    }

    /** {@return what was said, in the order in which it ran, after everything has} */
    private List<String> ran(TaskPool<Script, String> pool) {
        workers().open(GATE);
        eventually("all have run", () -> pool.snapshot().unfinished() == 0);
        return workers().uses().stream()
                .flatMap(use -> use.script() instanceof Script.Say say ? Stream.of(say.value()) : Stream.empty())
                .toList();
    }

    private static long count(List<String> ran, int first, String name) {
        return ran.stream().limit(first).filter(name::equals).count();
    }

    /** Within one dispatch. */
    private static void assertNear(long expected, long got) {
        assertTrue(Math.abs(got - expected) <= 1, () -> "expected about " + expected + ", got " + got);
    }

    @Test
    final void theMoreImportantComeFirstAndEachLevelInItsOrder() throws Exception {
        for (Discipline discipline : List.of(
                Discipline.priorities(3).withoutAging(),
                Discipline.priorities(3).withAging(LONG))) {
            begin(discipline);
        }
    }

    private void begin(Discipline discipline) throws InterruptedException {
        var pool = start(pool().size(1).discipline(discipline));
        String gate = discipline.toString();
        hold(pool, new Script.Hold(gate), gate);
        int before = workers().uses().size();
        level(pool, 2, "low");
        level(pool, 1, "middle");
        level(pool, 0, "high");
        level(pool, 9, "beyond the last level");
        level(pool, 0, "high too");
        workers().open(gate);
        eventually("all have run", () -> pool.snapshot().unfinished() == 0);
        assertEquals(
                Stream.of("high", "high too", "middle", "low", "beyond the last level")
                        .map(Script.Say::new)
                        .toList(),
                workers().uses().stream()
                        .skip(before)
                        .map(ScriptedWorkers.Use::script)
                        .toList());
    }

    @Test
    final void weightedLevelsShareTheDispatches() throws Exception {
        var pool = held(Discipline.weighted(6, 3, 1));
        for (int number = 0; number < 100; number++) {
            for (int level = 0; level < 3; level++) {
                level(pool, level, "level " + level);
            }
        }
        List<String> ran = ran(pool);
        assertEquals(300, ran.size());
        for (int first = 10; first <= 160; first += 10) {
            // Exactly, after each round of ten: nothing else decides on one worker.
            assertEquals(first * 6 / 10, count(ran, first, "level 0"), "of " + first);
            assertEquals(first * 3 / 10, count(ran, first, "level 1"), "of " + first);
            assertEquals(first / 10, count(ran, first, "level 2"), "of " + first);
        }
    }

    @Test
    final void lanesShareTheDispatchesHoweverMuchEachBrings() throws Exception {
        var pool = held(Discipline.fair().withWeight("gold", 2));
        for (int number = 0; number < 200; number++) {
            lane(pool, "flood", "flood");
        }
        for (int number = 0; number < 40; number++) {
            lane(pool, "gold", "gold");
            lane(pool, "small", "small");
        }
        pool.submit(new Script.Say("no lane"));
        assertEquals(4, pool.snapshot().lines().count());
        List<String> ran = ran(pool);
        assertEquals(281, ran.size());
        assertTrue(ran.indexOf("no lane") < 5, ran::toString);
        assertNear(20, count(ran, 81, "flood"));
        assertNear(40, count(ran, 81, "gold"));
        assertNear(20, count(ran, 81, "small"));
    }

    @Test
    final void aLaneThatComesLateHasSavedNothingUpAndOneThatLeavesOwesNothing() throws Exception {
        var pool = held(Discipline.fair());
        for (int number = 0; number < 20; number++) {
            lane(pool, "old", "old");
        }
        TaskOptions old = TaskOptions.none().withLane("old");
        var middle = pool.submit(new Script.Hold("middle"), old);
        for (int number = 0; number < 20; number++) {
            lane(pool, "old", "old, later");
        }
        workers().open(GATE);
        eventually("half of it has run", () -> workers().arrived("middle") == 1);
        for (int number = 0; number < 10; number++) {
            lane(pool, "new", "new");
        }
        workers().open("middle");
        assertEquals("middle", middle.get());
        List<String> ran = ran(pool);
        List<String> after = ran.subList(20, ran.size());
        // In turns from its first task on, not all ten at once for the time in which it was not there.
        for (int first = 2; first <= 20; first += 2) {
            assertEquals(first / 2, count(after, first, "new"), after::toString);
        }
        assertEquals(0, pool.snapshot().lines().count());
    }

    @Test
    final void aRetryGoesToTheEndOfItsLevelAndNotBehindTheNext() throws Exception {
        var pool = start(pool().size(1)
                .discipline(Discipline.priorities(2).withAging(LONG))
                .retry(Retry.attempts(2).backoff(Duration.ZERO, Duration.ZERO)));
        hold(pool, new Script.Hold(GATE), GATE);
        var again = new Script.FailUntil(2);
        var first = pool.submit(again);
        pool.submit(new Script.Hold("second"));
        pool.submit(new Script.Say("third"));
        level(pool, 1, "low");
        workers().open(GATE);
        eventually("the second runs", () -> workers().arrived("second") == 1);
        eventually("the retry is queued", () -> first.taskState() == TaskState.QUEUED);
        workers().open("second");
        assertEquals("2", first.get());
        eventually("all have run", () -> pool.snapshot().unfinished() == 0);
        assertEquals(
                List.of(
                        new Script.Hold(GATE),
                        again,
                        new Script.Hold("second"),
                        new Script.Say("third"),
                        again,
                        new Script.Say("low")),
                workers().uses().stream().map(ScriptedWorkers.Use::script).toList());
    }

    @Test
    final void aCheckoutIsServedBesideAFloodOfTasksAndATaskBesideCheckouts() throws Exception {
        for (WorkerOrder order : WorkerOrder.values()) {
            for (Discipline discipline :
                    List.of(Discipline.priorities(2).withAging(LONG), Discipline.weighted(1, 1), Discipline.fair())) {
                mixed(order, discipline);
            }
        }
    }

    private void mixed(WorkerOrder order, Discipline discipline) throws InterruptedException {
        String gate = order + " " + discipline;
        var pool = start(pool().size(1).order(order).discipline(discipline));
        hold(pool, new Script.Hold(gate), gate);
        var low = TaskOptions.none().withPriority(1).withLane("flood");
        for (int number = 0; number < 30; number++) {
            pool.submit(new Script.Say("flood"), low);
        }
        var last = pool.submit(new Script.Hold("end of " + gate), low);
        List<String> leased = new ArrayList<>();
        var lessee = inBackground(() -> {
            try (var lease = pool.workers().checkout(SOON)) {
                leased.add(last.taskState() + " by " + lease.id().worker());
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        });
        eventually("the checkout waits", () -> pool.snapshot().queued() == 32);
        workers().open(gate);
        join(lessee);
        assertEquals(List.of("QUEUED by 0"), leased);
        workers().open("end of " + gate);
        eventually("the flood has run", () -> pool.snapshot().unfinished() == 0);
    }

    @Test
    final void whatWaitsIsPutIntoEachNewOrder() throws Exception {
        var pool = held(Discipline.fifo());
        assertEquals(0, pool.snapshot().lines().count());
        for (int number = 0; number < 3; number++) {
            for (int level = 2; level >= 0; level--) {
                level(pool, level, "level " + level + ", " + number);
            }
        }
        Duration waited = pool.snapshot().queue().oldestWait();
        var levels = new Change.Lines(Discipline.priorities(3).withAging(LONG));
        Rehearsal rehearsal = pool.workers().rehearse(levels);
        assertTrue(rehearsal.acts());
        assertTrue(rehearsal.sentences().toString().contains("9 that wait"), rehearsal::toString);
        Operation done = pool.workers().operate(levels, "the test", "some are more important");
        assertEquals(Operation.Result.APPLIED, done.result(), done::message);
        assertTrue(done.message().contains("3 priorities"), done::message);
        assertEquals(
                Operation.Result.UNCHANGED,
                pool.workers().operate(levels, "the test", "again").result());
        PoolSnapshot snapshot = pool.snapshot();
        assertEquals(9, snapshot.queued());
        assertTrue(snapshot.queue().oldestWait().compareTo(waited) >= 0, snapshot::toString);
        assertEquals(3, snapshot.lines().count());
        assertEquals(
                List.of(3, 3, 3),
                snapshot.lines().longest().stream()
                        .map(QueueSnapshot.Line::waiting)
                        .toList());
        // There and back again: by age, as they came.
        pool.workers().operate(new Change.Lines(Discipline.fair()), "the test", "for a while");
        pool.workers().operate(new Change.Lines(Discipline.fifo()), "the test", "it was too much");
        pool.workers().operate(levels, "the test", "after all");
        assertEquals(
                List.of(
                        "level 0, 0",
                        "level 0, 1",
                        "level 0, 2",
                        "level 1, 0",
                        "level 1, 1",
                        "level 1, 2",
                        "level 2, 0",
                        "level 2, 1",
                        "level 2, 2"),
                ran(pool));
    }

    @Test
    final void nothingIsLostWhileTheOrderChangesAllTheTime() throws Exception {
        var pool = start(pool().queue(100, WhenFull.block(SOON)));
        List<Discipline> orders = List.of(
                Discipline.fair(),
                Discipline.priorities(3).withAging(Duration.ofMillis(1)),
                Discipline.fifo(),
                Discipline.weighted(5, 1));
        var operator = inBackground(() -> {
            for (int round = 0; round < 200; round++) {
                pool.workers().operate(new Change.Lines(orders.get(round % orders.size())), "the test", "all the time");
            }
        });
        var submitters = new ArrayList<Thread>();
        for (int submitter = 0; submitter < 3; submitter++) {
            int mine = submitter;
            submitters.add(inBackground(() -> work(pool, mine)));
        }
        for (Thread submitter : submitters) {
            join(submitter);
        }
        join(operator);
        assertEquals(6_000, pool.snapshot().counts().succeeded());
    }

    private static void work(TaskPool<Script, String> pool, int mine) {
        try {
            var handles = new ArrayList<TaskHandle<String>>();
            for (int number = 0; number < 2_000; number++) {
                handles.add(pool.submit(
                        new Script.Say("x"),
                        TaskOptions.none().withPriority(number % 3).withLane("lane " + (mine + number % 2))));
                if (number % 50 == 0) {
                    pool.workers().checkout(SOON).close();
                }
            }
            for (TaskHandle<String> handle : handles) {
                assertEquals(
                        "x",
                        outcome(dev.lifeguard.Outcome.Success.class, handle).value());
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    final void aFloodOfCancelledLanesLeavesNothingBehind() throws Exception {
        var pool = held(Discipline.fair());
        for (int number = 0; number < 5_000; number++) {
            lane(pool, "lane " + number, "never").cancel(true);
        }
        assertEquals(0, pool.snapshot().queued());
        assertEquals(0, pool.snapshot().lines().count());
        lane(pool, "last", "last");
        assertEquals(List.of("last"), ran(pool));
    }

    @Test
    final void moreLanesThanAreShownAreCounted() throws Exception {
        var pool = held(Discipline.fair());
        for (int number = 0; number < 50; number++) {
            lane(pool, "lane " + number, "x");
        }
        QueueSnapshot.Lines lines = pool.snapshot().lines();
        assertEquals(50, lines.count());
        assertEquals(QueueSnapshot.MOST_LINES, lines.longest().size());
        assertEquals(50, ran(pool).size());
    }

    @Test
    final void whatCanNeverActIsRefused() throws Exception {
        var pool = start(pool());
        assertThrows(IllegalArgumentException.class, () -> pool().discipline(Discipline.priorities(1)));
        assertThrows(IllegalArgumentException.class, () -> new Change.Lines(Discipline.weighted(1)));
        assertEquals(List.of(), pool.workers().operations());
    }
}
