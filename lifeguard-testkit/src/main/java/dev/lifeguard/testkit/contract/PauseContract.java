package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Change;
import dev.lifeguard.Drain;
import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Operation;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolState;
import dev.lifeguard.Refusal;
import dev.lifeguard.RefusedException;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.WorkerState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A pause: nothing begins, what runs goes on, what waits keeps its place and its limits. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class PauseContract extends PoolContract {

    /** Made by JUnit. */
    protected PauseContract() {}

    @Test
    final void whatRunsGoesOnAndNothingBegins() throws Exception {
        var pool = start(pool().size(2).minReady(2, SOON));
        var running = hold(pool, new Script.Hold("gate"), "gate");
        Operation pause = pool.workers().pause("the database moves");
        assertEquals(Operation.Result.APPLIED, pause.result(), pause::message);
        assertEquals(PoolState.PAUSED, pool.workers().state());
        var waiting = pool.submit(new Script.Say("after the pause"));
        assertTrue(pool.workers().tryCheckout().isEmpty());
        workers().open("gate");
        assertEquals("gate", running.get());
        eventually("both are free", () -> pool.snapshot().workers(WorkerState.IDLE) == 2);
        assertFalse(waiting.isDone());
        assertEquals(1, workers().uses().size());
        assertEquals(Operation.Result.APPLIED, pool.workers().resume().result());
        assertEquals("after the pause", waiting.get());
    }

    @Test
    final void nothingBeginsUnderLoadUntilItIsResumed() throws Exception {
        for (WorkerOrder order : WorkerOrder.values()) {
            nothingBeginsUnderLoad(order);
        }
    }

    private void nothingBeginsUnderLoad(WorkerOrder order) throws Exception {
        var pool = start(pool().order(order).queue(10_000, WhenFull.block(SOON)));
        var handles = new ArrayList<TaskHandle<String>>();
        for (int round = 0; round < 10; round++) {
            for (int number = 0; number < 50; number++) {
                handles.add(pool.submit(new Script.Say("x")));
            }
            pool.workers().pause("round " + round);
            eventually(
                    "nobody is busy",
                    () -> pool.snapshot().workers(WorkerState.IDLE)
                            == pool.snapshot().workers().size());
            int begun = workers().uses().size();
            handles.add(pool.submit(new Script.Say("x")));
            assertTrue(pool.workers().tryCheckout().isEmpty());
            assertEquals(
                    Operation.Result.UNCHANGED, pool.workers().pause("again").result());
            assertEquals(begun, workers().uses().size());
            pool.workers().resume();
        }
        for (TaskHandle<String> handle : handles) {
            assertEquals("x", handle.get());
        }
    }

    @Test
    final void aCheckoutThatWaitsIsServedAfterThePause() throws Exception {
        for (WorkerOrder order : WorkerOrder.values()) {
            aCheckoutThatWaits(order);
        }
    }

    private void aCheckoutThatWaits(WorkerOrder order) throws Exception {
        var pool = start(pool().size(1).order(order));
        var lease = pool.workers().checkout(SOON);
        pool.workers().pause("for the test");
        var served = new ArrayList<Integer>();
        var waiter = inBackground(() -> {
            try (var mine = pool.workers().checkout(SOON)) {
                served.add(mine.id().worker());
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        });
        eventually("it waits", () -> pool.snapshot().queued() == 1);
        lease.close();
        eventually("the worker is free", () -> pool.snapshot().workers(WorkerState.IDLE) == 1);
        assertEquals(1, pool.snapshot().queued(), "a returned worker is not passed on");
        pool.workers().resume();
        join(waiter);
        assertEquals(List.of(0), served);
    }

    @Test
    final void theQueueRefusesByItsOwnRulesAndSaysWhoPausedIt() throws Exception {
        var pool = start(pool().size(1).queue(1, WhenFull.refuse()));
        pool.workers().operate(new Change.Pause(), "ops", "the database moves");
        pool.submit(new Script.Say("one"));
        pool.submit(new Script.Say("two"));
        Refusal refusal = outcome(Outcome.Refused.class, pool.submit(new Script.Say("three")))
                .refusal();
        assertEquals(Refusal.Reason.FULL, refusal.reason());
        assertTrue(refusal.message().contains("paused by ops, because the database moves"), refusal::message);
        var late = assertThrows(
                RefusedException.class, () -> pool.workers().checkout(SHORT).close());
        assertEquals(Refusal.Reason.FULL, late.refusal().reason());
        pool.workers().resume();
    }

    @Test
    final void theLimitsOfWhatWaitsStillAct() throws Exception {
        var pool = start(pool().limits(Limits.none().withQueue(SHORT)));
        pool.workers().pause("for the test");
        assertTimedOut(Limit.QUEUE, pool.submit(new Script.Say("late")));
        var refused = assertThrows(
                RefusedException.class, () -> pool.workers().checkout(SHORT).close());
        assertEquals(Refusal.Reason.NO_WORKER_FREE, refused.refusal().reason());
    }

    @Test
    final void aDrainLiftsThePause() throws Exception {
        var pool = start(pool());
        pool.workers().pause("for the test");
        var waiting = pool.submit(new Script.Say("runs at the end"));
        assertTrue(pool.drain(Drain.within(SOON)).complete());
        assertEquals("runs at the end", waiting.get());
    }

    @Test
    final void whatIsHandedBackAtTheEndOfAPausedPoolDoesNotBegin() throws Exception {
        var pool = start(pool());
        pool.workers().pause("for the test");
        var waiting = pool.submit(new Script.Say("never"));
        pool.drain(Drain.within(SOON).handBackQueued());
        assertEquals(
                Refusal.Reason.DRAINING,
                outcome(Outcome.Refused.class, waiting).refusal().reason());
        assertEquals(List.of(), workers().uses());
    }

    @Test
    final void aWorkerMayPauseItsOwnPool() throws Exception {
        var pool = start(pool());
        var inside = pool.workers()
                .submit((worker, context) -> pool.workers().pause("from inside").result());
        assertEquals(Operation.Result.APPLIED, inside.get());
        var waiting = pool.submit(new Script.Say("later"));
        assertFalse(waiting.isDone());
        pool.workers().resume();
        assertEquals("later", waiting.get());
    }

    @Test
    final void itIsToldWhoPausedWhy() throws Exception {
        var pool = start(pool());
        Operation pause = pool.workers().operate(new Change.Pause(), "ops", "the database moves");
        eventually(
                "it is told",
                () -> events().contains(new PoolEvent.Operated(pool.snapshot().pool(), pause)));
        assertEquals(List.of(pause), pool.workers().operations());
        assertEquals("ops", pause.who());
        assertEquals("the database moves", pause.why());
        assertEquals(Operation.Result.UNCHANGED, pool.workers().pause("twice").result());
        assertEquals(Operation.Result.APPLIED, pool.workers().resume().result());
        assertEquals(Operation.Result.UNCHANGED, pool.workers().resume().result());
        assertEquals(4, pool.workers().operations().getLast().number());
    }
}
