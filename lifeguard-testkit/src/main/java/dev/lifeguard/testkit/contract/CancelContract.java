package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Cancel;
import dev.lifeguard.Escalation;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskState;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Cancelling in its three ways before, while and after a task runs, and when its worker is free again. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class CancelContract extends PoolContract {

    private static final Escalation PATIENT = new Escalation(Duration.ofMinutes(10), Duration.ofMinutes(10));

    /** Interrupts soon and then waits: on a busy machine a worker may be slow to hear it, and is not stuck for that. */
    private static final Escalation FIRM = new Escalation(Duration.ofMillis(20), Duration.ofMinutes(10));

    /** Made by JUnit. */
    protected CancelContract() {}

    @Test
    final void whatIsCancelledInTheQueueNeverRuns() throws Exception {
        var pool = start(pool().size(1));
        hold(pool, new Script.Hold("gate"), "gate");
        for (Cancel how : Cancel.values()) {
            var handle = pool.submit(new Script.Say(how.name()));
            assertTrue(handle.cancel(how));
            var cancelled = outcome(Outcome.Cancelled.class, handle);
            assertEquals(how, cancelled.how());
            assertFalse(cancelled.report().mayHaveRun());
            assertEquals(0, cancelled.report().attempts());
            assertEquals(TaskState.DONE, handle.taskState());
            awaitSettled(handle);
        }
        assertEquals(0, pool.snapshot().queued());
        workers().open("gate");
        assertEquals("next", pool.submit(new Script.Say("next")).get());
        assertEquals(2, workers().uses().size());
    }

    @Test
    final void askingEndsTheWaitAtOnceAndTheWorkerIsFreeWhenTheCodeHasLeft() throws Exception {
        var pool = start(pool().size(1).escalation(PATIENT));
        var handle = hold(pool, new Script.Hold("gate"), "gate");
        assertTrue(handle.cancel(Cancel.ASK));
        assertEquals(Cancel.ASK, outcome(Outcome.Cancelled.class, handle).how());
        assertEquals(TaskState.CANCELLING, handle.taskState());
        assertTrue(handle.await().report().mayStillRun());
        assertFalse(isSettled(handle));
        workers().open("gate");
        awaitSettled(handle);
        assertEquals(TaskState.DONE, handle.taskState());
        assertFalse(handle.await().report().mayStillRun());
        assertEquals("next", pool.submit(new Script.Say("next")).get());
        assertEquals(1, workers().calls(ScriptedWorkers.Hook.RESET));
        assertEquals(0, workers().stops().size());
    }

    @Test
    final void askingRunsTheCancelHooks() throws Exception {
        var pool = start(pool().size(1).escalation(PATIENT));
        var handle = hold(pool, new Script.Obey("gate"), "gate");
        assertTrue(handle.cancel(Cancel.ASK));
        awaitSettled(handle);
        assertEquals("next", pool.submit(new Script.Say("next")).get());
    }

    @Test
    final void interruptingComesAfterTheGraceAndNeverReachesTheNextTask() throws Exception {
        var pool = start(pool().size(1).escalation(FIRM));
        var handle = hold(pool, new Script.Hold("gate"), "gate");
        var next = pool.submit(new Script.Hold("next"));
        assertTrue(handle.cancel(Cancel.INTERRUPT));
        awaitSettled(handle);
        eventually("the next one runs", () -> workers().arrived("next") == 1);
        assertTrue(next.await(SHORT.multipliedBy(3)).isEmpty(), next::toString);
        workers().open("next");
        assertEquals("next", next.get());
        assertEquals(0, workers().stops().size());
        assertEquals(0, pool.snapshot().zombies());
    }

    @Test
    final void killingInterruptsAtOnce() throws Exception {
        var pool = start(pool().size(1).escalation(PATIENT));
        var handle = hold(pool, new Script.Hold("gate"), "gate");
        assertTrue(handle.cancel(Cancel.KILL));
        awaitSettled(handle);
        assertEquals(0, pool.snapshot().zombies());
    }

    @Test
    final void codeThatIgnoresEverythingIsAbandonedAndItsPlaceServesAgain() throws Exception {
        var pool = start(pool().size(1));
        var handle = hold(pool, new Script.HoldDeaf("gate"), "gate");
        assertTrue(handle.cancel(Cancel.KILL));
        awaitSettled(handle);
        assertTrue(handle.await().report().mayStillRun());
        assertEquals("next", pool.submit(new Script.Say("next")).get());
        eventually("the worker is given up", () -> pool.snapshot().zombies() == 1);
        assertEquals(2, pool.snapshot().workers().getFirst().incarnation());
        workers().open("gate");
        eventually("the zombie comes back", () -> pool.snapshot().zombies() == 0);
        eventually(
                "its code has left",
                () -> !handle.outcome().orElseThrow().report().mayStillRun());
        assertEquals(
                dev.lifeguard.StopReason.STUCK, workers().stops().getFirst().reason());
    }

    @Test
    final void aStrongerRequestPushesOn() throws Exception {
        var pool = start(pool().size(1).escalation(PATIENT));
        var handle = hold(pool, new Script.Hold("gate"), "gate");
        assertTrue(handle.cancel(Cancel.ASK));
        assertFalse(handle.cancel(Cancel.INTERRUPT), "it has its outcome");
        assertFalse(handle.cancel(Cancel.KILL), "it has its outcome");
        awaitSettled(handle);
        assertEquals(Cancel.ASK, outcome(Outcome.Cancelled.class, handle).how());
    }

    @Test
    final void afterTheOutcomeACancelChangesNothing() throws Exception {
        var pool = start(pool());
        var handle = pool.submit(new Script.Say("yes"));
        assertEquals("yes", handle.get());
        for (Cancel how : Cancel.values()) {
            assertFalse(handle.cancel(how));
        }
        assertFalse(handle.isCancelled());
        assertEquals("yes", handle.get());
        awaitSettled(handle);
    }

    @Test
    final void limitsGoOnForCodeThatWasAsked() throws Exception {
        var pool = start(pool().size(1).limits(Limits.none().withRun(SHORT)));
        var handle = hold(pool, new Script.HoldDeaf("gate"), "gate");
        assertTrue(handle.cancel(Cancel.ASK));
        awaitSettled(handle);
        eventually("the worker is given up", () -> pool.snapshot().zombies() == 1);
        assertEquals(Cancel.ASK, outcome(Outcome.Cancelled.class, handle).how());
    }

    @Test
    final void aTaskInItsBackoffIsCancelledAtOnce() throws Exception {
        var pool = start(pool().retry(Retry.attempts(2).backoff(Duration.ofMinutes(5), Duration.ofMinutes(5))));
        var handle = pool.submit(new Script.Fail("no"));
        eventually("it backs off", () -> handle.taskState() == TaskState.BACKOFF);
        assertTrue(handle.cancel(Cancel.ASK));
        assertEquals(1, outcome(Outcome.Cancelled.class, handle).report().attempts());
        awaitSettled(handle);
        assertEquals(0, pool.snapshot().unfinished());
    }

    @Test
    final void aTimeoutFreesTheWorkerAndNotJustTheCaller() throws Exception {
        var pool = start(pool().size(1).escalation(FIRM));
        var limited = TaskOptions.none().withLimits(Limits.none().withRun(SHORT));
        for (int round = 0; round < 5; round++) {
            assertTimedOut(dev.lifeguard.Limit.RUN, pool.submit(new Script.Hold("gate"), limited));
            assertEquals("next", pool.submit(new Script.Say("next")).get());
        }
        assertEquals(0, pool.snapshot().zombies());
    }

    private static void awaitSettled(TaskHandle<String> handle) throws Exception {
        handle.settled().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static boolean isSettled(TaskHandle<String> handle) {
        return handle.settled().toCompletableFuture().isDone();
    }
}
