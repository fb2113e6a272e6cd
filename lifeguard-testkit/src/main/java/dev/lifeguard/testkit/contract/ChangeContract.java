package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Cancel;
import dev.lifeguard.Change;
import dev.lifeguard.Drain;
import dev.lifeguard.Escalation;
import dev.lifeguard.HookLimits;
import dev.lifeguard.LeaseLimits;
import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Operation;
import dev.lifeguard.Operation.Result;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.Refusal;
import dev.lifeguard.Rehearsal;
import dev.lifeguard.Restart;
import dev.lifeguard.Retry;
import dev.lifeguard.StopReason;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskPool;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.WorkerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Changes of a pool that runs: each acts, none loses what is queued, and what can never act is refused. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class ChangeContract extends PoolContract {

    private static final Duration LONG = Duration.ofHours(1);

    /** Made by JUnit. */
    protected ChangeContract() {}

    private static Operation change(TaskPool<Script, String> pool, Change change) {
        Operation operation = pool.workers().operate(change, "the test", "it looks what follows");
        assertEquals(Result.APPLIED, operation.result(), operation::message);
        return operation;
    }

    @Test
    final void newLimitsAndRetriesAreThoseOfTasksThatComeAfterwards() throws Exception {
        var pool = start(pool());
        var before = hold(pool, new Script.Hold("gate"), "gate");
        change(pool, new Change.TaskLimits(Limits.none().withRun(SHORT)));
        assertTimedOut(Limit.RUN, pool.submit(new Script.Hold("nobody opens it")));
        assertFalse(before.isDone());
        change(pool, new Change.TaskLimits(Limits.none()));
        change(pool, new Change.TaskRetry(Retry.attempts(2).backoff(Duration.ZERO, Duration.ZERO)));
        assertEquals(
                2,
                outcome(Outcome.Failed.class, pool.submit(new Script.Fail("twice")))
                        .report()
                        .attempts());
        workers().open("gate");
        assertEquals("gate", before.get());
    }

    @Test
    final void aLongerQueueTakesWhoWaitsAndAShorterOneKeepsWhatItHas() throws Exception {
        var pool = start(pool().size(1).queue(0, WhenFull.block(SOON)));
        hold(pool, new Script.Hold("gate"), "gate");
        var taken = new ArrayList<TaskHandle<String>>();
        var blocked = inBackground(() -> taken.add(pool.submit(new Script.Say("waited for a place"))));
        eventually("the submitter waits", () -> blocked.getState() == Thread.State.TIMED_WAITING);
        change(pool, new Change.Queue(2, WhenFull.refuse()));
        join(blocked);
        assertEquals(3, pool.snapshot().queue().capacity());
        taken.add(pool.submit(new Script.Say("the last place")));
        assertEquals(
                Refusal.Reason.FULL,
                outcome(Outcome.Refused.class, pool.submit(new Script.Say("too many")))
                        .refusal()
                        .reason());
        change(pool, new Change.Queue(0, WhenFull.refuse()));
        assertEquals(2, pool.snapshot().queued());
        workers().open("gate");
        assertEquals("waited for a place", taken.getFirst().get());
        assertEquals("the last place", taken.getLast().get());
    }

    @Test
    final void aBurstStartsForWhatWaitsAlready() throws Exception {
        var pool = start(pool().size(1));
        hold(pool, new Script.Hold("gate"), "gate");
        var waiting = pool.submit(new Script.Say("served by the burst"));
        change(pool, new Change.Burst(1, SHORT));
        assertEquals("served by the burst", waiting.get());
        workers().open("gate");
        change(pool, new Change.Burst(0, SHORT));
        eventually("one is left", () -> pool.snapshot().workers().size() == 1);
    }

    @Test
    final void everyOrderServesWhoWaitedUnderAnother() throws Exception {
        var pool = start(pool().size(1));
        for (WorkerOrder order : List.of(WorkerOrder.FIFO, WorkerOrder.AFFINE, WorkerOrder.LIFO)) {
            var lease = pool.workers().checkout(SOON);
            var waiting = pool.submit(new Script.Say("waits"));
            change(pool, new Change.Order(order));
            lease.close();
            assertEquals("waits", waiting.get());
        }
    }

    @Test
    final void aStartHookThatHangsIsGivenUpByTheNewLimit() throws Exception {
        var pool = start(pool().size(1).hookLimits(new HookLimits(LONG, LONG, LONG, LONG)));
        workers().plan(ScriptedWorkers.Hook.START, ScriptedWorkers.Fault.HANG, 1);
        pool.resize(2);
        eventually("it starts", () -> pool.snapshot().workers(WorkerState.STARTING) == 1);
        change(pool, new Change.Hooks(new HookLimits(SHORT, LONG, LONG, LONG)));
        eventually("its replacement serves", () -> pool.snapshot().workers(WorkerState.IDLE) == 2);
    }

    @Test
    final void aWorkerThatWaitsForItsRestartWaitsNoLongerThanTheNewRuleSays() throws Exception {
        var pool = start(pool().size(1).restart(Restart.standard().backoff(LONG, LONG)));
        outcome(Outcome.WorkerLost.class, pool.submit(new Script.Die("the first is replaced at once")));
        outcome(Outcome.WorkerLost.class, pool.submit(new Script.Die("the second waits")));
        eventually("it waits", () -> pool.snapshot().workers(WorkerState.BACKOFF) == 1);
        change(pool, new Change.Restarts(Restart.standard().backoff(Duration.ofMillis(1), SHORT)));
        assertEquals("served", pool.submit(new Script.Say("served")).get());
    }

    @Test
    final void aClosedSlotOpensWhenMoreZombiesAreAllowed() throws Exception {
        var pool = start(pool().size(1).maxZombies(0));
        var stuck = hold(pool, new Script.HoldDeaf("deaf"), "deaf");
        stuck.cancel(Cancel.KILL);
        eventually("its slot is closed", () -> pool.snapshot().workers(WorkerState.FAILED) == 1);
        change(pool, new Change.Zombies(1));
        assertEquals("served", pool.submit(new Script.Say("served")).get());
    }

    @Test
    final void theGracesOfCodeThatIsAskedFromNowOnAreNew() throws Exception {
        var pool = start(pool().size(1).escalation(new Escalation(LONG, LONG)));
        change(pool, new Change.Graces(new Escalation(Duration.ZERO, SHORT)));
        var stuck = hold(pool, new Script.HoldDeaf("deaf"), "deaf");
        stuck.cancel(Cancel.INTERRUPT);
        assertEquals("served", pool.submit(new Script.Say("served")).get());
        assertEquals(1, pool.snapshot().health().zombies());
    }

    @Test
    final void aLeaseThatIsOutIsToldByTheNewLimit() throws Exception {
        var pool = start(pool());
        try (var lease = pool.workers().checkout(SOON)) {
            change(pool, new Change.LeaseHeld(SHORT));
            eventually(
                    "it is told",
                    () -> events().stream()
                            .anyMatch(event -> event instanceof PoolEvent.LeaseHeld held
                                    && held.worker().equals(lease.id())));
        }
    }

    @Test
    final void closeGoesByTheNewPlan() throws Exception {
        var pool = start(pool().size(1));
        hold(pool, new Script.Hold("gate"), "gate");
        var waiting = pool.submit(new Script.Say("never"));
        change(pool, new Change.Closing(Drain.now()));
        pool.close();
        outcome(Outcome.Refused.class, waiting);
    }

    @Test
    final void aDrainedWorkerFinishesItsTaskAndAFreshOneTakesItsNumber() throws Exception {
        var pool = start(pool().size(1));
        var running = hold(pool, new Script.Hold("gate"), "gate");
        var waiting = pool.submit(new Script.Say("by the fresh one"));
        change(pool, new Change.DrainWorker(0));
        assertFalse(running.isDone());
        workers().open("gate");
        assertEquals("gate", running.get());
        assertEquals("by the fresh one", waiting.get());
        var used = workers().uses().getLast().worker();
        assertEquals(0, used.worker());
        assertEquals(2, used.incarnation());
        assertEquals(StopReason.DRAINED, workers().stops().getFirst().reason());
        assertEquals(0, pool.snapshot().counts().deaths());
    }

    @Test
    final void aWorkerThatIsNotThereIsNotDrained() throws Exception {
        var pool = start(pool().size(1));
        Operation refused = pool.workers().operate(new Change.DrainWorker(7), "the test", "it is not there");
        assertEquals(Result.REFUSED, refused.result());
        assertTrue(refused.note().contains("7"), refused::message);
    }

    @Test
    final void whatCanNeverActIsRefusedInTheWordsOfTheBuilder() throws Exception {
        var pool = start(pool());
        same(() -> pool().size(0), () -> new Change.Resize(0));
        same(() -> pool().queue(-1, WhenFull.refuse()), () -> new Change.Queue(-1, WhenFull.refuse()));
        same(() -> pool().burst(-1, SOON), () -> new Change.Burst(-1, SOON));
        same(() -> pool().burst(1, Duration.ZERO), () -> new Change.Burst(1, Duration.ZERO));
        same(
                () -> pool().leases(LeaseLimits.standard().withHeld(Duration.ZERO)),
                () -> new Change.LeaseHeld(Duration.ZERO));
        same(() -> pool().maxZombies(-1), () -> new Change.Zombies(-1));
        var tooLong = new Change.Queue(Integer.MAX_VALUE, WhenFull.refuse());
        same(
                () -> pool().queue(Integer.MAX_VALUE, WhenFull.refuse()).start(),
                () -> pool.workers().operate(tooLong, "the test", "it is no bound"));
        assertFalse(pool.workers().rehearse(tooLong).acts());
        assertEquals(List.of(), pool.workers().operations());
        assertThrows(IllegalArgumentException.class, () -> pool.workers().pause(" "));
    }

    private static void same(Callable<?> building, Callable<?> changing) {
        assertEquals(
                assertThrows(IllegalArgumentException.class, building::call).getMessage(),
                assertThrows(IllegalArgumentException.class, changing::call).getMessage());
    }

    @Test
    final void aRehearsalSaysWhatWouldHappenAndChangesNothing() throws Exception {
        var pool = start(pool().size(2).minReady(2, SOON));
        hold(pool, new Script.Hold("gate"), "gate");
        Rehearsal shrink = pool.workers().rehearse(new Change.Resize(1));
        assertTrue(shrink.acts());
        assertTrue(shrink.sentences().getFirst().contains("size 2 -> 1"), shrink::toString);
        assertTrue(shrink.sentences().get(1).contains("1 free workers would stop at once"), shrink::toString);
        assertTrue(pool.workers().rehearse(new Change.Pause()).acts());
        assertFalse(pool.workers().rehearse(new Change.Resume()).acts());
        assertFalse(pool.workers().rehearse(new Change.Resize(2)).acts());
        assertTrue(pool.workers().rehearse(new Change.DrainWorker(0)).acts());
        assertFalse(pool.workers().rehearse(new Change.DrainWorker(9)).acts());
        assertEquals(2, pool.snapshot().size());
        assertEquals(List.of(), pool.workers().operations());
        change(pool, new Change.Resize(1));
        eventually("one is left", () -> pool.snapshot().workers().size() == 1);
    }

    @Test
    final void theRecordIsBounded() throws Exception {
        var pool = start(pool());
        for (int number = 0; number < 130; number++) {
            pool.workers().resume();
        }
        List<Operation> kept = pool.workers().operations();
        assertEquals(128, kept.size());
        assertEquals(3, kept.getFirst().number());
        assertEquals(130, kept.getLast().number());
    }

    @Test
    final void aPoolThatHasEndedRefuses() throws Exception {
        var pool = start(pool());
        pool.close();
        assertEquals(Result.REFUSED, pool.workers().pause("too late").result());
        assertEquals(
                Result.REFUSED,
                pool.workers()
                        .operate(new Change.Resize(3), "the test", "too late")
                        .result());
    }

    @Test
    final void nothingQueuedIsLostByAnyChange() throws Exception {
        var pool = start(pool().queue(100, WhenFull.block(SOON)));
        List<Change> changes = List.of(
                new Change.Resize(1),
                new Change.Queue(0, WhenFull.block(SOON)),
                new Change.Order(WorkerOrder.FIFO),
                new Change.DrainWorker(0),
                new Change.Pause(),
                new Change.Burst(2, SHORT),
                new Change.Resize(4),
                new Change.Resume(),
                new Change.Queue(50, WhenFull.block(SOON)),
                new Change.Order(WorkerOrder.AFFINE),
                new Change.DrainWorker(1),
                new Change.Burst(0, SHORT));
        var operator = inBackground(() -> {
            for (int round = 0; round < 20; round++) {
                changes.forEach(change -> pool.workers().operate(change, "the test", "it changes all the time"));
            }
        });
        var handles = new ArrayList<TaskHandle<String>>();
        for (int number = 0; number < 4_000; number++) {
            handles.add(pool.submit(new Script.Say("x")));
        }
        join(operator);
        for (TaskHandle<String> handle : handles) {
            assertEquals("x", handle.get());
        }
    }
}
