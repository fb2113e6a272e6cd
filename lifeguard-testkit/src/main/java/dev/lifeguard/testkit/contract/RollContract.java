package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Change;
import dev.lifeguard.Channels;
import dev.lifeguard.Drain;
import dev.lifeguard.HookLimits;
import dev.lifeguard.Operation;
import dev.lifeguard.Operation.Result;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.RenewalSnapshot;
import dev.lifeguard.RenewalSnapshot.RollStage;
import dev.lifeguard.Restart;
import dev.lifeguard.StopReason;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskPool;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerState;
import dev.lifeguard.policy.Rollout;
import dev.lifeguard.testkit.contract.ScriptedWorkers.Fault;
import dev.lifeguard.testkit.contract.ScriptedWorkers.Hook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All workers are replaced, one after another: when it goes on, when it stops, and what is left then. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class RollContract extends PoolContract {

    private static final Duration LONG = Duration.ofHours(1);

    /** Good as soon as it serves. */
    private static final Rollout AT_ONCE = Rollout.standard().goodAfter(0, LONG);

    /** Made by JUnit. */
    protected RollContract() {}

    private Operation roll(TaskPool<Script, String> pool, Rollout plan) {
        Operation begun = pool.workers().roll(workers().definition(), plan, "the test", "a new version");
        assertEquals(Result.UNDER_WAY, begun.result(), begun::message);
        return begun;
    }

    private static Operation now(TaskPool<Script, String> pool, Operation begun) {
        return pool.workers().operations().stream()
                .filter(operation -> operation.number() == begun.number())
                .findFirst()
                .orElseThrow();
    }

    private Operation end(TaskPool<Script, String> pool, Operation begun) {
        eventually("the roll ends", () -> now(pool, begun).result() != Result.UNDER_WAY);
        return now(pool, begun);
    }

    private static RenewalSnapshot.Roll shown(TaskPool<Script, String> pool) {
        return pool.snapshot().renewal().roll().orElseThrow();
    }

    private static List<Integer> generations(TaskPool<Script, String> pool) {
        return pool.snapshot().workers().stream()
                .map(worker -> worker.life().generation())
                .sorted()
                .toList();
    }

    private void awaitGenerations(TaskPool<Script, String> pool, Integer... wanted) {
        eventually("generations " + List.of(wanted), () -> generations(pool).equals(List.of(wanted)));
    }

    private void die(TaskPool<Script, String> pool, String why) throws InterruptedException {
        outcome(Outcome.WorkerLost.class, pool.submit(new Script.Die(why)));
    }

    @Test
    final void allAreReplacedAndLaterOnesAreNewToo() throws Exception {
        var pool = start(pool().size(3).minReady(3, SOON));
        Operation done = end(pool, roll(pool, AT_ONCE));
        assertEquals(Result.APPLIED, done.result(), done::message);
        assertEquals("all 3 workers are of generation 2", done.note());
        assertEquals(List.of(2, 2, 2), generations(pool));
        assertEquals(3, workers().stops().size());
        assertTrue(workers().stops().stream().allMatch(stop -> stop.reason() == StopReason.ROLLED));
        assertEquals(RollStage.DONE, shown(pool).stage());
        die(pool, "its replacement is of the new generation");
        pool.resize(4);
        awaitGenerations(pool, 2, 2, 2, 2);
        eventually(
                "it is told",
                () -> events().stream()
                        .anyMatch(event -> event instanceof PoolEvent.RollChanged told
                                && told.roll().stage() == RollStage.DONE));
    }

    @Test
    final void aRollToTheSameDefinitionIsAChangeLikeOthers() throws Exception {
        var pool = start(pool());
        assertTrue(pool.workers().rehearse(new Change.Roll(AT_ONCE)).acts());
        Operation begun = pool.workers().operate(new Change.Roll(AT_ONCE), "the test", "they are tired");
        assertEquals(Result.APPLIED, end(pool, begun).result());
        assertEquals(List.of(2, 2), generations(pool));
    }

    @Test
    final void nobodyLeavesBeforeHisSuccessorServes() throws Exception {
        var pool = start(pool().minReady(2, SOON));
        workers().plan(Hook.START, Fault.HANG, 1);
        Operation begun = roll(pool, AT_ONCE);
        eventually("a successor starts", () -> workers().arrived("START") == 1);
        assertEquals(2, pool.snapshot().workers(WorkerState.IDLE));
        assertEquals(2, pool.snapshot().size());
        assertEquals(List.of(), workers().stops());
        assertEquals(1, pool.snapshot().renewal().underWay());
        workers().open("START");
        assertEquals(Result.APPLIED, end(pool, begun).result());
    }

    @Test
    final void aNewWorkerIsWaitedForUntilItIsGood() throws Exception {
        var pool = start(pool().size(2).minReady(2, SOON));
        Operation begun = roll(pool, Rollout.standard().goodAfter(2, LONG));
        eventually("one is to show it", () -> shown(pool).proving() == 1);
        assertEquals(0, shown(pool).good());
        while (now(pool, begun).result() == Result.UNDER_WAY) {
            assertTrue(shown(pool).proving() <= 1);
            pool.submit(new Script.Say("a use")).get();
        }
        assertEquals(Result.APPLIED, now(pool, begun).result());
        eventually("both have shown it", () -> shown(pool).good() == 2);
    }

    @Test
    final void aNewWorkerIsGoodAtItsAgeAlsoWithoutUses() throws Exception {
        var pool = start(pool());
        assertEquals(
                Result.APPLIED,
                end(pool, roll(pool, Rollout.standard().goodAfter(1_000, SHORT)))
                        .result());
    }

    @Test
    final void itStopsWhenTooManyCannotStartAndNobodyHasLeft() throws Exception {
        var pool = start(pool().minReady(2, SOON));
        workers().plan(Hook.START, Fault.FAIL, 2);
        Operation done = end(pool, roll(pool, AT_ONCE.stopAfter(2)));
        assertEquals(Result.STOPPED, done.result());
        assertTrue(done.note().contains("2 new workers failed"), done::message);
        assertTrue(done.note().contains("0 of 2 workers are replaced"), done::message);
        eventually("the successor is gone", () -> generations(pool).equals(List.of(1, 1)));
        assertEquals(List.of(), workers().stops());
        assertEquals(RollStage.STOPPED, shown(pool).stage());
        assertEquals(2, shown(pool).failed());
        assertEquals("served", pool.submit(new Script.Say("served")).get());
    }

    @Test
    final void oneThatDiesBeforeItIsGoodIsReplacedFromTheOldDefinition() throws Exception {
        var pool = start(pool().size(1));
        Operation begun = roll(pool, Rollout.standard().goodAfter(100, LONG).stopAfter(1));
        eventually("it is to show it", () -> shown(pool).proving() == 1);
        awaitGenerations(pool, 2);
        die(pool, "before it is good");
        Operation done = end(pool, begun);
        assertEquals(Result.STOPPED, done.result());
        assertEquals("served", pool.submit(new Script.Say("served")).get());
        assertEquals(List.of(1), generations(pool));
    }

    @Test
    final void oneThatHangsInItsStartHasFailed() throws Exception {
        var pool = start(pool().minReady(2, SOON).hookLimits(new HookLimits(SHORT, LONG, LONG, LONG)));
        workers().plan(Hook.START, Fault.HANG, 1);
        Operation done = end(pool, roll(pool, AT_ONCE.stopAfter(1)));
        assertEquals(Result.STOPPED, done.result());
        assertEquals(2, pool.snapshot().workers(WorkerState.IDLE));
    }

    @Test
    final void thoseThatAreGoodStayWhenItStops() throws Exception {
        var pool = start(pool().size(2).minReady(2, SOON));
        Operation begun = roll(pool, Rollout.standard().goodAfter(3, LONG).stopAfter(1));
        while (shown(pool).good() == 0) {
            pool.submit(new Script.Say("a use")).get();
        }
        workers().plan(Hook.START, Fault.FAIL, 1);
        // The second can have started before the plan; then it dies.
        while (now(pool, begun).result() == Result.UNDER_WAY) {
            pool.submit(new Script.Die("before it is good")).await();
        }
        assertEquals(Result.STOPPED, now(pool, begun).result());
        assertTrue(
                now(pool, begun).note().contains("go on"),
                () -> now(pool, begun).message());
        assertEquals("served", pool.submit(new Script.Say("served")).get());
    }

    @Test
    final void aFewFailuresAreTriedAgain() throws Exception {
        var pool = start(pool());
        workers().plan(Hook.START, Fault.FAIL, 2);
        Operation done = end(pool, roll(pool, AT_ONCE.stopAfter(3)));
        assertEquals(Result.APPLIED, done.result());
        assertTrue(done.note().contains("2 failed on the way"), done::message);
        assertTrue(pool.snapshot().degraded().isEmpty());
    }

    @Test
    final void itCanBeStopped() throws Exception {
        var pool = start(pool());
        assertFalse(pool.workers().rehearse(new Change.StopRoll()).acts());
        assertEquals(
                Result.UNCHANGED,
                pool.workers()
                        .operate(new Change.StopRoll(), "the test", "none")
                        .result());
        Operation begun = roll(pool, Rollout.standard().goodAfter(100, LONG));
        eventually("it is under way", () -> shown(pool).proving() == 1);
        assertTrue(pool.workers().rehearse(new Change.StopRoll()).acts());
        assertEquals(
                Result.APPLIED,
                pool.workers()
                        .operate(new Change.StopRoll(), "the test", "not today")
                        .result());
        assertEquals(Result.STOPPED, now(pool, begun).result());
        assertTrue(
                now(pool, begun).note().contains("not today"),
                () -> now(pool, begun).message());
    }

    @Test
    final void anotherRollTakesItsPlace() throws Exception {
        var pool = start(pool());
        Operation first = roll(pool, Rollout.standard().goodAfter(100, LONG));
        eventually("it is under way", () -> shown(pool).proving() == 1);
        Operation second = roll(pool, AT_ONCE);
        assertEquals(Result.STOPPED, now(pool, first).result());
        assertEquals(Result.APPLIED, end(pool, second).result());
        assertEquals(List.of(3, 3), generations(pool));
    }

    @Test
    final void aPauseHoldsIt() throws Exception {
        var pool = start(pool().minReady(2, SOON));
        pool.workers().pause("the test says so");
        Operation begun = roll(pool, AT_ONCE);
        eventually("it is held", () -> shown(pool).stage() == RollStage.HELD);
        assertTrue(shown(pool).note().contains("PAUSED"), () -> shown(pool).note());
        assertEquals(List.of(1, 1), generations(pool));
        pool.workers().resume();
        assertEquals(Result.APPLIED, end(pool, begun).result());
    }

    @Test
    final void theEndOfThePoolEndsIt() throws Exception {
        var pool = start(pool());
        Operation begun = roll(pool, Rollout.standard().goodAfter(100, LONG));
        pool.drain(Drain.now());
        assertEquals(Result.STOPPED, now(pool, begun).result());
        assertEquals(
                Result.REFUSED,
                pool.workers()
                        .operate(new Change.Roll(AT_ONCE), "the test", "too late")
                        .result());
    }

    @Test
    final void itReplacesWhatCannotStart() throws Exception {
        workers().plan(Hook.START, Fault.FAIL, 2);
        var pool = start(
                pool().size(1).minReady(0, SOON).restart(Restart.standard().backoff(LONG, LONG)));
        eventually(
                "it waits for its restart",
                () -> workers().calls(Hook.START) == 2 && pool.snapshot().workers(WorkerState.BACKOFF) == 1);
        assertEquals(Result.APPLIED, end(pool, roll(pool, AT_ONCE)).result());
        assertEquals("served", pool.submit(new Script.Say("served")).get());
    }

    @Test
    final void oneThatIsLentOutLeavesWhenItIsReturned() throws Exception {
        var pool = start(pool().size(1));
        var lease = pool.workers().checkout(SOON);
        Operation begun = roll(pool, AT_ONCE);
        assertEquals(
                "by the new one", pool.submit(new Script.Say("by the new one")).get());
        assertEquals(2, pool.snapshot().workers().size());
        assertEquals(Result.UNDER_WAY, now(pool, begun).result());
        lease.close();
        assertEquals(Result.APPLIED, end(pool, begun).result());
    }

    @Test
    final void itSurvivesDeathsAndOtherSizes() throws Exception {
        // On a slow machine there are many changes of the size until the roll is over, and its own record must outlast
        // them.
        var pool = start(pool().size(2)
                .queue(200, WhenFull.block(SOON))
                .channels(Channels.standard().withOperations(10_000)));
        Operation begun = roll(pool, Rollout.standard().goodAfter(5, SHORT).stopAfter(1_000));
        for (int round = 0; now(pool, begun).result() == Result.UNDER_WAY; round++) {
            pool.resize(1 + round % 3);
            pool.submit(new Script.Say("x")).get();
            if (round % 7 == 0) {
                die(pool, "now and then");
            }
        }
        assertEquals(
                Result.APPLIED,
                now(pool, begun).result(),
                () -> now(pool, begun).message());
    }

    @Test
    final void underLoadNothingIsLost() throws Exception {
        var pool = start(pool().size(3).queue(100, WhenFull.block(SOON)));
        Operation begun = roll(pool, Rollout.standard().goodAfter(20, LONG).withAtATime(2));
        var handles = new ArrayList<TaskHandle<String>>();
        while (now(pool, begun).result() == Result.UNDER_WAY || handles.size() < 1_000) {
            handles.add(pool.submit(new Script.Say("x")));
        }
        assertEquals(Result.APPLIED, now(pool, begun).result());
        for (TaskHandle<String> handle : handles) {
            assertEquals("x", handle.get());
        }
    }

    @Test
    final void moreAtATimeThanThePoolKeepsAreRefused() throws Exception {
        var pool = start(pool().size(2));
        var tooMany = new Change.Roll(Rollout.standard().withAtATime(3));
        var refused = assertThrows(
                IllegalArgumentException.class, () -> pool.workers().operate(tooMany, "the test", "too many"));
        assertTrue(String.valueOf(refused.getMessage()).contains("3 workers at a time"), refused::toString);
        assertFalse(pool.workers().rehearse(tooMany).acts());
        assertEquals(List.of(), pool.workers().operations());
    }
}
