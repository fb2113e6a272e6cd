package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Cancel;
import dev.lifeguard.Change;
import dev.lifeguard.Drain;
import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolBuilder;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolState;
import dev.lifeguard.Refusal;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskPool;
import dev.lifeguard.WhenFull;
import dev.lifeguard.Worker;
import dev.lifeguard.policy.Shedding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Controlled delay: who is shed and who never is, when an overload begins and ends, and what it says. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class SheddingContract extends PoolContract {

    private static final Duration TARGET = Duration.ofMillis(5);
    private static final Duration INTERVAL = Duration.ofMillis(10);

    /** Much longer than an interval. */
    private static final Duration LONG = INTERVAL.multipliedBy(5);

    private static final TaskOptions KEPT = TaskOptions.none().kept();

    /** Made by JUnit. */
    protected SheddingContract() {}

    private PoolBuilder<Worker<Script, String>, TaskPool<Script, String>> one() {
        return pool().size(1).queue(100, WhenFull.refuse()).shed(Shedding.controlledDelay(TARGET, INTERVAL));
    }

    private static void letWait(TaskPool<Script, String> pool, Duration atLeast) {
        eventually(
                "the head has waited",
                () -> pool.snapshot().queue().oldestWait().compareTo(atLeast) >= 0);
    }

    private void openAndArrive(String open, String arrive) {
        workers().open(open);
        eventually("the next is taken", () -> workers().arrived(arrive) > 0);
    }

    private static List<TaskHandle<String>> say(TaskPool<Script, String> pool, int times, TaskOptions options) {
        var handles = new ArrayList<TaskHandle<String>>();
        for (int number = 0; number < times; number++) {
            handles.add(pool.submit(new Script.Say("said"), options));
        }
        return handles;
    }

    /** An overloaded pool whose worker is held at "busy": two tasks in a row waited long, an interval apart. */
    private TaskPool<Script, String> overloaded(PoolBuilder<Worker<Script, String>, TaskPool<Script, String>> builder)
            throws InterruptedException {
        var pool = start(builder);
        hold(pool, new Script.Hold("first"), "first");
        pool.submit(new Script.Hold("second"));
        pool.submit(new Script.Hold("busy"), KEPT);
        pool.submit(new Script.Say("the last is never shed"), KEPT);
        letWait(pool, LONG);
        openAndArrive("first", "second");
        letWait(pool, LONG.multipliedBy(2));
        assertTrue(pool.snapshot().overload().since().isEmpty(), "one long wait is no overload");
        openAndArrive("second", "busy");
        assertTrue(
                pool.snapshot().overload().since().isPresent(),
                () -> pool.snapshot().toString());
        return pool;
    }

    private static Refusal shed(TaskHandle<String> handle) throws InterruptedException {
        var refused = outcome(Outcome.Refused.class, handle);
        assertEquals(Refusal.Reason.SHED, refused.refusal().reason());
        assertFalse(refused.report().mayHaveRun());
        assertEquals(0, refused.report().attempts());
        return refused.refusal();
    }

    @Test
    final void onceWaitsStayLongWhoeverWaitedTooLongIsRefusedExceptTheLast() throws Exception {
        var pool = start(one());
        hold(pool, new Script.Hold("first"), "first");
        pool.submit(new Script.Hold("second"));
        var waiting = say(pool, 4, TaskOptions.none());
        letWait(pool, LONG);
        openAndArrive("first", "second");
        letWait(pool, LONG.multipliedBy(2));
        assertEquals(4, pool.snapshot().queued());
        workers().open("second");
        for (TaskHandle<String> handle : waiting.subList(0, 3)) {
            Refusal refusal = shed(handle);
            assertEquals("queue wait target", refusal.limit());
            assertTrue(
                    refusal.value().contains(TARGET + " for " + INTERVAL + "; this task waited PT0."),
                    refusal::message);
            assertTrue(refusal.message().contains("running"), refusal::message);
        }
        assertEquals("said", waiting.get(3).get());
        assertEquals(3, pool.snapshot().counts().shed());
        assertEquals(3, pool.snapshot().counts().refused());
    }

    @Test
    final void aBurstThatIsServedWithinAnIntervalIsNotShed() throws Exception {
        var pool = start(pool().size(1)
                .queue(100, WhenFull.refuse())
                .shed(Shedding.controlledDelay(Duration.ofMillis(1), Duration.ofHours(1))));
        hold(pool, new Script.Hold("gate"), "gate");
        var burst = say(pool, 50, TaskOptions.none());
        letWait(pool, LONG);
        workers().open("gate");
        for (TaskHandle<String> handle : burst) {
            assertEquals("said", handle.get());
        }
        assertEquals(0, pool.snapshot().counts().shed());
    }

    @Test
    final void whatIsDeepInTheQueueHearsWhileTheWorkersAreBusy() throws Exception {
        var pool = overloaded(one());
        var deep = say(pool, 2, TaskOptions.none());
        shed(deep.getFirst());
        assertFalse(deep.getLast().isDone(), "the last one stays, so that no worker becomes idle");
        workers().open("busy");
        assertEquals("said", deep.getLast().get());
    }

    @Test
    final void keptTasksAreNeverShed() throws Exception {
        var pool = overloaded(one());
        var kept = say(pool, 3, KEPT);
        var others = say(pool, 2, TaskOptions.none());
        shed(others.getFirst());
        workers().open("busy");
        for (TaskHandle<String> handle : kept) {
            assertEquals("said", handle.get());
        }
    }

    @Test
    final void checkoutsAreNeverShed() throws Exception {
        var pool = overloaded(one());
        var lent = new ArrayList<String>();
        Thread lessee = inBackground(() -> {
            try (var lease = pool.workers().checkout(SOON)) {
                lent.add(lease.id().toString());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        eventually("it waits", () -> pool.snapshot().queued() == 2);
        letWait(pool, LONG);
        workers().open("busy");
        join(lessee);
        assertEquals(1, lent.size());
    }

    @Test
    final void aTaskThatRanBeforeIsNotShedWhenItIsTriedAgain() throws Exception {
        var pool = start(one());
        hold(pool, new Script.Hold("first"), "first");
        var again = pool.submit(
                new Script.FailUntil(2),
                TaskOptions.none().withRetry(Retry.attempts(2).backoff(Duration.ZERO, Duration.ZERO)));
        pool.submit(new Script.Hold("second"), KEPT);
        pool.submit(new Script.Hold("busy"), KEPT);
        letWait(pool, LONG);
        openAndArrive("first", "second");
        letWait(pool, LONG.multipliedBy(2));
        openAndArrive("second", "busy");
        var last = pool.submit(new Script.Say("behind it"));
        letWait(pool, LONG);
        workers().open("busy");
        assertEquals("2", again.get());
        assertEquals("behind it", last.get());
    }

    @Test
    final void anOverloadBeginsAndEndsWithAnEventAndShowsInTheSnapshot() throws Exception {
        var pool = overloaded(one());
        assertTrue(pool.snapshot().overload().since().orElseThrow().compareTo(INTERVAL) >= 0);
        assertTrue(pool.snapshot().overload().leastWait().compareTo(LONG) >= 0);
        eventually("it is told", () -> !changes().isEmpty());
        assertEquals(List.of(true), changes());
        workers().open("busy");
        eventually("the end is told", () -> changes().equals(List.of(true, false)));
        assertTrue(events().stream().anyMatch(event -> event.message().contains(" 0 tasks were shed meanwhile")));
        assertTrue(pool.snapshot().overload().since().isEmpty());
        assertEquals(Duration.ZERO, pool.snapshot().overload().leastWait());
    }

    private List<Boolean> changes() {
        return events().stream()
                .flatMap(event -> event instanceof PoolEvent.OverloadChanged change
                                && !change.message().isBlank()
                        ? Stream.of(change.overloaded())
                        : Stream.empty())
                .toList();
    }

    @Test
    final void aPauseIsNoOverload() throws Exception {
        var pool = overloaded(one());
        pool.workers().pause("nobody is to begin");
        var waiting = say(pool, 3, TaskOptions.none());
        workers().open("busy");
        letWait(pool, LONG);
        assertEquals(PoolState.PAUSED, pool.workers().state());
        pool.workers().resume();
        for (TaskHandle<String> handle : waiting) {
            assertEquals("said", handle.get());
        }
    }

    @Test
    final void aTasksOwnLimitStillActs() throws Exception {
        var pool = start(one());
        hold(pool, new Script.Hold("gate"), "gate");
        assertTimedOut(
                Limit.QUEUE,
                pool.submit(
                        new Script.Say("late"), KEPT.withLimits(Limits.none().withQueue(SHORT))));
    }

    @Test
    final void sheddingIsSwitchedOnAndOffWhileThePoolRuns() throws Exception {
        var pool = overloaded(one());
        assertTrue(change(pool, Shedding.none()).contains("none"));
        assertTrue(pool.snapshot().overload().since().isEmpty());
        eventually("the end is told", () -> changes().equals(List.of(true, false)));
        var waiting = say(pool, 3, TaskOptions.none());
        letWait(pool, LONG);
        assertEquals(
                List.of(false, false, false),
                waiting.stream().map(TaskHandle::isDone).toList());
        workers().open("busy");
        for (TaskHandle<String> handle : waiting) {
            assertEquals("said", handle.get());
        }
        assertTrue(change(pool, Shedding.controlledDelay(TARGET, INTERVAL)).contains("controlled delay"));
        assertEquals(
                Shedding.controlledDelay(TARGET, INTERVAL),
                pool.snapshot().policies().shedding());
    }

    private static String change(TaskPool<Script, String> pool, Shedding shedding) {
        return pool.workers()
                .operate(new Change.Overload(shedding), "the test", "it looks what follows")
                .note();
    }

    @Test
    final void theOldestMakesRoomUnlessItIsKept() throws Exception {
        var pool = start(pool().size(1).queue(2, WhenFull.shedOldest()));
        hold(pool, new Script.Hold("gate"), "gate");
        var kept = pool.submit(new Script.Say("kept"), KEPT);
        var other = pool.submit(new Script.Say("other"));
        var newcomer = pool.submit(new Script.Say("newcomer"), KEPT);
        shed(other);
        assertEquals(
                Refusal.Reason.FULL,
                outcome(Outcome.Refused.class, pool.submit(new Script.Say("no room")))
                        .refusal()
                        .reason());
        workers().open("gate");
        assertEquals("kept", kept.get());
        assertEquals("newcomer", newcomer.get());
    }

    // Submitted again.

    @Test
    final void whatWasShedCanBeSubmittedAgain() throws Exception {
        var pool = overloaded(one());
        var deep = say(pool, 2, TaskOptions.none().withName("page 7"));
        shed(deep.getFirst());
        workers().open("busy");
        assertEquals("said", deep.getLast().get());
        var again = deep.getFirst().resubmit();
        assertEquals("said", again.get());
        assertEquals("page 7", again.name());
        assertTrue(again.id() > deep.getLast().id());
        outcome(Outcome.Refused.class, deep.getFirst());
    }

    @Test
    final void whatWasRefusedAtTheDoorCanBeSubmittedAgainByTheRulesOfToday() throws Exception {
        var pool = start(pool().size(1).queue(0, WhenFull.refuse()));
        hold(pool, new Script.Hold("gate"), "gate");
        var refused = pool.submit(new Script.Hold("second"));
        assertEquals(
                Refusal.Reason.FULL,
                outcome(Outcome.Refused.class, refused).refusal().reason());
        outcome(Outcome.Refused.class, refused.resubmit());
        pool.workers().operate(new Change.Queue(1, WhenFull.refuse()), "the test", "there is room now");
        pool.workers().operate(new Change.TaskLimits(Limits.none().withRun(SHORT)), "the test", "there is a limit now");
        var again = refused.resubmit();
        workers().open("gate");
        assertTimedOut(Limit.RUN, again);
    }

    @Test
    final void whatWasHandedBackCanBeSubmittedToAnotherPool() throws Exception {
        var pool = start(pool().size(1));
        hold(pool, new Script.Hold("gate"), "gate");
        pool.submit(new Script.Say("moved"), TaskOptions.none().withName("moves"));
        Drain.Report report = pool.drain(Drain.now());
        var other = start(pool().size(1));
        var moved = new ArrayList<String>();
        for (Drain.Fate fate : report.tasks()) {
            if (fate.outcome() instanceof Outcome.Refused<?>) {
                TaskHandle<String> again = other.resubmit(fate.handle(), Script.class);
                moved.add(again.name() + ": " + again.get());
            }
        }
        assertEquals(List.of("moves: moved"), moved);
    }

    @Test
    final void onlyWhatWasRefusedIsSubmittedAgainAndOnlyToAPoolOfItsKind() throws Exception {
        var pool = start(pool().size(1).queue(0, WhenFull.refuse()));
        var done = pool.submit(new Script.Say("done"));
        done.get();
        illegal(done, "ended as Success");
        var cancelled = hold(pool, new Script.Hold("gate"), "gate");
        illegal(cancelled, "has no outcome yet");
        var code = pool.workers().submit((worker, context) -> "code");
        outcome(Outcome.Refused.class, code);
        var wrong = assertThrows(IllegalArgumentException.class, () -> pool.resubmit(code, Script.class));
        assertTrue(String.valueOf(wrong.getMessage()).contains(Script.class.getName()), wrong::toString);
        cancelled.cancel(Cancel.INTERRUPT);
        illegal(cancelled, "ended as Cancelled");
    }

    private static void illegal(TaskHandle<String> handle, String why) {
        var refused = assertThrows(IllegalStateException.class, handle::resubmit);
        assertTrue(String.valueOf(refused.getMessage()).contains(why), refused::toString);
    }
}
