package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Cancel;
import dev.lifeguard.Change;
import dev.lifeguard.HookLimits;
import dev.lifeguard.Operation.Result;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.Restart;
import dev.lifeguard.StopReason;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskPool;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerState;
import dev.lifeguard.policy.Recycling;
import dev.lifeguard.testkit.contract.ScriptedWorkers.Fault;
import dev.lifeguard.testkit.contract.ScriptedWorkers.Hook;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Workers that work are replaced by fresh ones: when, by whom, and what else may happen meanwhile. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class RecyclingContract extends PoolContract {

    private static final Duration LONG = Duration.ofHours(1);

    /** Made by JUnit. */
    protected RecyclingContract() {}

    private static Recycling after(long uses) {
        return Recycling.none().afterUses(uses).withJitter(0);
    }

    private static String say(TaskPool<Script, String> pool, String words) throws Exception {
        return pool.submit(new Script.Say(words)).get();
    }

    private static long replaced(TaskPool<Script, String> pool) {
        return pool.snapshot().renewal().replaced();
    }

    private void awaitReplaced(long times, TaskPool<Script, String> pool) {
        eventually(times + " replaced", () -> replaced(pool) >= times);
    }

    /** One worker has had its only use, and its successor hangs in its start. */
    private TaskPool<Script, String> succession(Recycling recycling) throws Exception {
        var pool = start(pool().size(1).minReady(1, SOON).recycle(recycling));
        workers().plan(Hook.START, Fault.HANG, 1);
        say(pool, "its last");
        eventually("its successor starts", () -> workers().arrived("START") == 1);
        // The thread can be there before the snapshot says so.
        eventually("everybody sees it", () -> pool.snapshot().workers().size() == 2);
        return pool;
    }

    @Test
    final void aWorkerIsReplacedAfterItsUses() throws Exception {
        var pool = start(pool().size(1).recycle(after(3)));
        say(pool, "one");
        pool.workers().checkout(SOON).close();
        assertEquals(0, replaced(pool));
        say(pool, "three");
        awaitReplaced(1, pool);
        eventually("the old one is stopped", () -> workers().stops().size() == 1);
        assertEquals(StopReason.RECYCLED, workers().stops().getFirst().reason());
        assertEquals(0, workers().stops().getFirst().worker().worker());
        say(pool, "by the next");
        assertEquals(1, workers().uses().getLast().worker().worker());
        assertEquals(0, pool.snapshot().counts().deaths());
        eventually(
                "it is told",
                () -> events().stream()
                        .anyMatch(event -> event instanceof PoolEvent.WorkerReplaced told
                                && told.why() == StopReason.RECYCLED
                                && told.worker().worker() == 0
                                && told.successor().worker() == 1
                                && told.reason().contains("3 uses")));
    }

    @Test
    final void aWorkerIsReplacedAtItsAgeAlsoWithoutAnyUse() throws Exception {
        var pool =
                start(pool().size(2).minReady(2, SOON).recycle(Recycling.none().afterAge(SHORT)));
        awaitReplaced(4, pool);
        assertEquals("served", say(pool, "served"));
    }

    @Test
    final void theOldOneServesUntilTheNewOneDoes() throws Exception {
        var pool = succession(after(1));
        PoolSnapshot seen = pool.snapshot();
        assertEquals(1, seen.size());
        assertEquals(1_001, seen.queue().capacity());
        assertEquals(OptionalInt.of(0), seen.workers().get(1).life().follows());
        say(pool, "by the old one");
        assertEquals(0, workers().uses().getLast().worker().worker());
        assertEquals(List.of(), workers().stops());
        workers().open("START");
        eventually("the old one is gone", () -> workers().stops().size() == 1);
        eventually("one is left", () -> pool.snapshot().workers().size() == 1);
    }

    /** Each has a slot of its own, and a start hook with a long limit that did not need it. */
    @Test
    final void thoseThatWereReplacedAreNotKept() throws Exception {
        var pool = start(pool().size(1).recycle(after(1)));
        var objects = new ArrayList<WeakReference<Object>>();
        for (int round = 1; round <= 50; round++) {
            pool.workers()
                    .submit((worker, context) -> objects.add(new WeakReference<>(worker)))
                    .get();
            awaitReplaced(round, pool);
        }
        eventually("the objects of those that left are garbage", () -> {
            System.gc();
            return objects.stream().filter(object -> object.get() != null).count() <= 4;
        });
    }

    @Test
    final void anOldOneInUseFinishesItsUse() throws Exception {
        var pool = start(pool().size(1).recycle(after(1)));
        var running = hold(pool, new Script.Hold("gate"), "gate");
        awaitReplaced(1, pool);
        assertEquals("by the new one", say(pool, "by the new one"));
        assertEquals(1, workers().uses().getLast().worker().worker());
        assertEquals(
                List.of(),
                workers().stops().stream()
                        .filter(stop -> stop.worker().worker() == 0)
                        .toList());
        workers().open("gate");
        assertEquals("gate", running.get());
        eventually(
                "it is stopped",
                () -> workers().stops().stream().anyMatch(stop -> stop.worker().worker() == 0));
    }

    @Test
    final void noMoreThanOneBeyondTheSizeLiveAtATime() throws Exception {
        var pool =
                start(pool().size(3).minReady(3, SOON).recycle(Recycling.none().afterAge(SHORT)));
        while (replaced(pool) < 12) {
            PoolSnapshot seen = pool.snapshot();
            assertTrue(seen.workers().size() <= 4, seen::toString);
            assertTrue(seen.renewal().underWay() <= 1, seen::toString);
            assertEquals(3, seen.size());
        }
    }

    @Test
    final void whenNoReplacementCanStartTheOldOneServesOn() throws Exception {
        var pool = start(pool().size(1)
                .restart(new Restart(Duration.ofMillis(1), Duration.ofMillis(5), 1, LONG, 0))
                .recycle(after(1)));
        workers().plan(Hook.START, Fault.FAIL, 4);
        say(pool, "its last");
        eventually("four could not start", () -> workers().calls(Hook.START) >= 5);
        awaitReplaced(1, pool);
        assertTrue(pool.snapshot().degraded().isEmpty(), "nobody is missing");
        eventually(
                "it is told",
                () -> events().stream()
                        .anyMatch(event -> event instanceof PoolEvent.Trouble told
                                && told.message().contains("replacement of worker")
                                && told.message().contains("serves on")));
        assertEquals("served", say(pool, "served"));
    }

    @Test
    final void aReplacementThatHangsIsGivenUpAndTriedAgain() throws Exception {
        var pool = start(pool().size(1)
                .hookLimits(new HookLimits(SHORT, LONG, LONG, LONG))
                .recycle(after(1)));
        workers().plan(Hook.START, Fault.HANG, 1);
        say(pool, "its last");
        awaitReplaced(1, pool);
        assertEquals("served", say(pool, "served"));
        assertEquals(1, pool.snapshot().zombies());
    }

    @Test
    final void nothingIsTriedWhileTooManyAreAbandoned() throws Exception {
        var pool = start(pool().size(1)
                .maxZombies(0)
                .hookLimits(new HookLimits(SHORT, LONG, LONG, LONG))
                .recycle(after(1)));
        workers().plan(Hook.START, Fault.HANG, 1);
        say(pool, "its last");
        eventually(
                "it says why",
                () -> pool.snapshot().renewal().held().contains("1 abandoned workers have not come back"));
        assertEquals("served", say(pool, "served"));
        assertEquals(1, pool.snapshot().workers().size());
        workers().open("START");
        awaitReplaced(1, pool);
    }

    @Test
    final void theSuccessorOfOneThatDiesTakesItsPlace() throws Exception {
        var pool = succession(after(1));
        outcome(Outcome.WorkerLost.class, pool.submit(new Script.Die("while its successor starts")));
        var waiting = pool.submit(new Script.Say("by the successor"));
        eventually("only the successor is left", () -> pool.snapshot().workers().size() == 1);
        assertEquals(2, workers().calls(Hook.START));
        workers().open("START");
        assertEquals("by the successor", waiting.get());
        assertEquals(1, workers().uses().getLast().worker().worker());
    }

    @Test
    final void theSuccessorOfOneThatIsAbandonedIsNotNeeded() throws Exception {
        var pool = succession(after(1));
        var stuck = hold(pool, new Script.HoldDeaf("deaf"), "deaf");
        stuck.cancel(Cancel.KILL);
        assertEquals("by its compensation", say(pool, "by its compensation"));
        assertEquals(0, workers().uses().getLast().worker().worker());
        workers().open("START");
        eventually(
                "the successor is stopped",
                () -> workers().stops().stream().anyMatch(stop -> stop.reason() == StopReason.NOT_NEEDED));
    }

    @Test
    final void theSuccessorOfOneThatLeavesIsNotNeeded() throws Exception {
        var pool = start(pool().size(2).minReady(2, SOON).recycle(after(1)));
        workers().plan(Hook.START, Fault.HANG, 1);
        // Whoever had the use is followed; a drain sends it away whoever it is.
        say(pool, "its last");
        eventually("its successor starts", () -> workers().arrived("START") == 1);
        int followed = workers().uses().getFirst().worker().worker();
        pool.workers().operate(new Change.DrainWorker(followed), "the test", "it leaves");
        eventually(
                "it is renewed",
                () -> pool.snapshot().workers().stream()
                        .anyMatch(worker -> worker.worker() == followed && worker.incarnation() == 2));
        workers().open("START");
        eventually(
                "the successor is stopped",
                () -> workers().stops().stream().anyMatch(stop -> stop.reason() == StopReason.NOT_NEEDED));
        eventually("two are left", () -> pool.snapshot().workers().size() == 2);
    }

    @Test
    final void aShrinkWhileASuccessorStartsLeavesTheSize() throws Exception {
        var pool = succession(after(1));
        pool.resize(3);
        eventually("three serve", () -> pool.snapshot().workers(WorkerState.IDLE) == 3);
        pool.resize(1);
        workers().open("START");
        eventually("one is left", () -> pool.snapshot().workers().size() == 1);
        assertEquals("served", say(pool, "served"));
    }

    @Test
    final void aPauseHoldsIt() throws Exception {
        var pool = start(pool().size(1).recycle(after(1)));
        assertEquals(Result.APPLIED, pool.workers().pause("the test says so").result());
        var waiting = pool.submit(new Script.Say("its last"));
        pool.workers().operate(new Change.Recycle(Recycling.none().afterAge(SHORT)), "the test", "it is old now");
        eventually("it is due", () -> pool.snapshot().renewal().due() == 1);
        assertEquals("the pool is PAUSED", pool.snapshot().renewal().held());
        assertEquals(0, replaced(pool));
        pool.workers().resume();
        assertEquals("its last", waiting.get());
        awaitReplaced(1, pool);
    }

    @Test
    final void aChangeActsOnThoseThatWorkNowAndEndsWhatItBegan() throws Exception {
        var pool = start(pool().size(1));
        say(pool, "one");
        say(pool, "two");
        assertEquals(
                OptionalLong.empty(),
                pool.snapshot().workers().getFirst().life().mostUses());
        workers().plan(Hook.START, Fault.HANG, 1);
        var change = new Change.Recycle(after(2));
        var rehearsal = pool.workers().rehearse(change);
        assertTrue(rehearsal.acts());
        assertTrue(
                rehearsal.sentences().stream().anyMatch(sentence -> sentence.contains("1 workers are past its limits")),
                rehearsal::toString);
        assertEquals(
                Result.APPLIED,
                pool.workers().operate(change, "the test", "it leaks").result());
        eventually("its successor starts", () -> workers().arrived("START") == 1);
        PoolSnapshot.Life life = pool.snapshot().workers().getFirst().life();
        assertEquals(OptionalLong.of(2), life.mostUses());
        assertEquals(2, life.uses());
        pool.workers().operate(new Change.Recycle(Recycling.none()), "the test", "it leaks no more");
        workers().open("START");
        eventually("the successor is not needed", () -> workers().stops().size() == 1);
        assertEquals(StopReason.NOT_NEEDED, workers().stops().getFirst().reason());
        assertEquals(0, replaced(pool));
    }

    @Test
    final void aFreeWorkerIsAskedForItsHealthAndServesOn() throws Exception {
        var pool = start(pool().size(1)
                .hookLimits(new HookLimits(LONG, SHORT, LONG, LONG))
                .recycle(Recycling.none().checkEvery(SHORT)));
        eventually("it was asked three times", () -> workers().calls(Hook.HEALTHY) >= 4);
        assertEquals("served", say(pool, "served"));
        assertEquals(List.of(), workers().stops());
        assertEquals(0, workers().calls(Hook.RESET));
    }

    @Test
    final void aFreeWorkerThatSaysNoIsReplacedAtOnce() throws Exception {
        var pool = start(pool().size(1)
                .hookLimits(new HookLimits(LONG, SHORT, LONG, LONG))
                .recycle(Recycling.none().checkEvery(SHORT)));
        workers().plan(Hook.HEALTHY, Fault.FAIL, 1);
        eventually("it is stopped", () -> workers().stops().size() == 1);
        assertEquals(StopReason.UNHEALTHY, workers().stops().getFirst().reason());
        assertEquals("served", say(pool, "served"));
        assertEquals(2, workers().uses().getLast().worker().incarnation());
        assertEquals(1, pool.snapshot().counts().deaths());
    }

    @Test
    final void aCheckThatHangsCostsTheWorkerItsPlace() throws Exception {
        var pool = start(pool().size(1)
                .hookLimits(new HookLimits(LONG, SHORT, LONG, LONG))
                .recycle(Recycling.none().checkEvery(SHORT)));
        workers().plan(Hook.HEALTHY, Fault.HANG, 1);
        eventually("it is given up", () -> pool.snapshot().zombies() == 1);
        assertEquals("served", say(pool, "served"));
        assertEquals(2, workers().uses().getLast().worker().incarnation());
    }

    @Test
    final void whatComesDuringACheckIsServedAfterIt() throws Exception {
        var pool = start(pool().size(1)
                .hookLimits(new HookLimits(LONG, LONG, LONG, LONG))
                .recycle(Recycling.none().checkEvery(LONG)));
        workers().plan(Hook.HEALTHY, Fault.HANG, 1);
        // From now on it is asked all the time; before, so that the gate is reached once.
        pool.workers().operate(new Change.Hooks(new HookLimits(LONG, SHORT, LONG, LONG)), "the test", "asked often");
        pool.workers().operate(new Change.Recycle(Recycling.none().checkEvery(SHORT)), "the test", "asked often");
        eventually(
                "it is asked",
                () -> pool.snapshot().workers(WorkerState.CHECKING) == 1
                        || pool.snapshot().zombies() == 1);
        var task = pool.submit(new Script.Say("served"));
        workers().open("HEALTHY");
        assertEquals("served", task.get());
    }

    @Test
    final void aPoolClosesWhileASuccessorStarts() throws Exception {
        var pool = succession(after(1));
        workers().open("START");
        pool.close();
        eventually("both are stopped", () -> workers().stops().size() == 2);
        assertFalse(pool.snapshot().renewal().underWay() > 0);
    }

    @Test
    final void underLoadNothingIsLost() throws Exception {
        var pool = start(pool().size(2)
                .queue(100, WhenFull.block(SOON))
                .recycle(Recycling.none().afterUses(20).withAtATime(2)));
        var handles = new ArrayList<TaskHandle<String>>();
        while (replaced(pool) < 10 || handles.size() < 2_000) {
            handles.add(pool.submit(new Script.Say("x")));
        }
        for (TaskHandle<String> handle : handles) {
            assertEquals("x", handle.get());
        }
        assertEquals(handles.size(), pool.snapshot().counts().succeeded());
    }
}
