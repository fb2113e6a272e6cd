package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Limit;
import dev.lifeguard.LimitException;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.Refusal;
import dev.lifeguard.RefusedException;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskState;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerLostException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** The six outcomes, how a handle shows them, limits, options and progress. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class TaskContract extends PoolContract {

    /** Made by JUnit. */
    protected TaskContract() {}

    @Test
    final void successShowsItsValue() throws Exception {
        var handle = start(pool()).submit(new Script.Say("yes"));
        var success = outcome(Outcome.Success.class, handle);
        assertEquals("yes", success.value());
        assertEquals("yes", handle.get());
        assertEquals("yes", handle.resultNow());
        assertEquals(Future.State.SUCCESS, handle.state());
        assertTrue(handle.isDone());
        assertFalse(handle.isCancelled());
        assertThrows(IllegalStateException.class, handle::exceptionNow);
        assertEquals(1, success.report().attempts());
        assertTrue(success.report().mayHaveRun());
        assertFalse(success.report().mayStillRun());
        assertTrue(success.report().worker().isPresent());
    }

    @Test
    final void failureShowsItsCause() throws Exception {
        var handle = start(pool()).submit(new Script.Fail("no"));
        var failed = outcome(Outcome.Failed.class, handle);
        assertEquals("no", failed.cause().getMessage());
        assertEquals(
                failed.cause(),
                assertThrows(ExecutionException.class, handle::get).getCause());
        assertEquals(failed.cause(), handle.exceptionNow());
        assertEquals(Future.State.FAILED, handle.state());
        assertThrows(IllegalStateException.class, handle::resultNow);
    }

    @Test
    final void timeoutShowsItsLimit() throws Exception {
        var pool = start(pool().limits(Limits.none().withRun(SHORT)));
        var handle = pool.submit(new Script.Hold("gate"));
        assertTimedOut(Limit.RUN, handle);
        assertEquals(Future.State.FAILED, handle.state());
        var cause = assertThrows(ExecutionException.class, handle::get).getCause();
        var limit = assertInstanceOf(LimitException.class, cause);
        assertEquals(Limit.RUN, limit.limit());
        assertEquals(SHORT, limit.allowed());
        assertTrue(String.valueOf(limit.getMessage()).contains("RUN"), limit::toString);
    }

    @Test
    final void lostWorkerShowsItsExit() throws Exception {
        var handle = start(pool()).submit(new Script.Die("boom"));
        var lost = outcome(Outcome.WorkerLost.class, handle);
        assertEquals("boom", lost.cause() == null ? "" : lost.cause().getMessage());
        assertTrue(lost.report().mayHaveRun());
        assertEquals(Future.State.FAILED, handle.state());
        var cause = assertThrows(ExecutionException.class, handle::get).getCause();
        assertEquals(
                lost.exit(), assertInstanceOf(WorkerLostException.class, cause).getMessage());
    }

    @Test
    final void refusalShowsItsReason() throws Exception {
        var pool = start(pool().size(1).queue(0, WhenFull.refuse()));
        hold(pool, new Script.Hold("gate"), "gate");
        var handle = pool.submit(new Script.Say("no room"));
        var refused = outcome(Outcome.Refused.class, handle);
        assertEquals(Refusal.Reason.FULL, refused.refusal().reason());
        assertFalse(refused.report().mayHaveRun());
        assertEquals(0, refused.report().attempts());
        assertEquals(Future.State.FAILED, handle.state());
        var cause = assertThrows(ExecutionException.class, handle::get).getCause();
        assertEquals(
                refused.refusal(),
                assertInstanceOf(RefusedException.class, cause).refusal());
        handle.settled().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    final void cancelShowsAsCancelled() throws Exception {
        var pool = start(pool());
        var handle = hold(pool, new Script.Hold("gate"), "gate");
        assertTrue(handle.cancel(true));
        assertTrue(handle.isCancelled());
        assertTrue(handle.isDone());
        assertEquals(Future.State.CANCELLED, handle.state());
        assertThrows(CancellationException.class, handle::get);
        assertThrows(IllegalStateException.class, handle::exceptionNow);
    }

    @Test
    final void waitingWithALimitGivesUpAndTheTaskGoesOn() throws Exception {
        var pool = start(pool());
        var handle = hold(pool, new Script.Hold("gate"), "gate");
        assertEquals(TaskState.RUNNING, handle.taskState());
        assertEquals(Future.State.RUNNING, handle.state());
        assertThrows(TimeoutException.class, () -> handle.get(5, TimeUnit.MILLISECONDS));
        assertTrue(handle.await(Duration.ofMillis(5)).isEmpty());
        assertTrue(handle.await(Duration.ZERO).isEmpty());
        assertTrue(handle.outcome().isEmpty());
        workers().open("gate");
        assertEquals("gate", handle.get(10, TimeUnit.SECONDS));
        eventually("the task is done", () -> handle.taskState() == TaskState.DONE);
    }

    @Test
    final void anInterruptedWaitLeavesTheTaskAlone() throws Exception {
        var pool = start(pool());
        var handle = hold(pool, new Script.Hold("gate"), "gate");
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        Thread waiter = inBackground(() -> {
            try {
                handle.await();
                seen.add("an outcome");
            } catch (InterruptedException expected) {
                seen.add("interrupted");
            }
        });
        waiter.interrupt();
        join(waiter);
        assertEquals("interrupted", seen.peek());
        workers().open("gate");
        assertEquals("gate", handle.get());
    }

    @Test
    final void aStageViewNeitherFailsNorChangesAnything() throws Exception {
        var pool = start(pool());
        var handle = hold(pool, new Script.Hold("gate"), "gate");
        var abandoned = handle.toStage().toCompletableFuture();
        assertTrue(abandoned.cancel(true));
        var stage = handle.toStage().toCompletableFuture();
        workers().open("gate");
        assertEquals("gate", handle.get());
        assertInstanceOf(Outcome.Success.class, stage.get(10, TimeUnit.SECONDS));
        var failed = pool.submit(new Script.Fail("no")).toStage().toCompletableFuture();
        assertInstanceOf(Outcome.Failed.class, failed.get(10, TimeUnit.SECONDS));
    }

    @Test
    final void progressReachesItsListenerAndTheNewestIsNeverLost() throws Exception {
        var pool = start(pool().size(1));
        hold(pool, new Script.Hold("before"), "before");
        Queue<Object> heard = new ConcurrentLinkedQueue<>();
        var handle = pool.submit(new Script.Report(100, "gate")).onProgress(value -> {
            heard.add(value);
            throw new IllegalStateException("a listener that throws");
        });
        workers().open("before");
        eventually("the newest value is heard", () -> heard.contains(100));
        assertEquals(heard.stream().sorted().toList(), heard.stream().toList(), "in order");
        workers().open("gate");
        assertEquals("gate", handle.get());
    }

    @Test
    final void queueLimitFiresWhileTheTaskWaits() throws Exception {
        var pool = start(pool().size(1).limits(Limits.none().withQueue(SHORT)));
        hold(pool, new Script.Hold("gate"), "gate");
        var handle = pool.submit(new Script.Say("late"));
        assertTimedOut(Limit.QUEUE, handle);
        assertEquals(0, outcome(Outcome.TimedOut.class, handle).report().attempts());
        assertFalse(outcome(Outcome.TimedOut.class, handle).report().mayHaveRun());
        assertEquals(1, workers().uses().size());
    }

    @Test
    final void queueLimitSparesWhatHasBegun() throws Exception {
        var pool = start(pool().size(1));
        var options = TaskOptions.none().withLimits(Limits.none().withQueue(SHORT));
        var handle = pool.submit(new Script.Hold("gate"), options);
        eventually("it begins", () -> workers().arrived("gate") == 1);
        assertTrue(handle.await(SHORT.multipliedBy(4)).isEmpty());
        workers().open("gate");
        assertEquals("gate", handle.get());
    }

    @Test
    final void silenceLimitFiresWithoutProgressAndOnlyThen() throws Exception {
        var pool = start(pool().limits(Limits.none().withSilence(Duration.ofMillis(150))));
        var chatty = hold(pool, new Script.KeepReporting("chatty"), "chatty");
        var silent = pool.submit(new Script.Hold("silent"));
        assertTimedOut(Limit.SILENCE, silent);
        assertTrue(chatty.await(Duration.ofMillis(300)).isEmpty(), chatty::toString);
        workers().open("chatty");
        assertEquals("chatty", chatty.get());
    }

    @Test
    final void totalLimitFiresInTheQueueAndOnTheWorker() throws Exception {
        var pool = start(pool().size(1).limits(Limits.none().withTotal(SHORT)));
        var running = hold(pool, new Script.HoldDeaf("gate"), "gate");
        var waiting = pool.submit(new Script.Say("late"));
        assertTimedOut(Limit.TOTAL, running);
        eventually("the waiting one ends", waiting::isDone);
        assertEquals(1, running.await().report().attempts());
    }

    @Test
    final void optionsOfATaskReplaceThoseOfThePool() throws Exception {
        var pool = start(pool().size(1).limits(Limits.none().withRun(SHORT)));
        var handle = pool.submit(
                new Script.Hold("gate"), TaskOptions.none().withName("mine").withLimits(Limits.none()));
        assertEquals("mine", handle.name());
        eventually("it begins", () -> workers().arrived("gate") == 1);
        eventually(
                "the snapshot names it",
                () -> pool.snapshot().workers().getFirst().task().stream()
                        .anyMatch(task -> task.name().equals("mine")));
        assertTrue(handle.await(SHORT.multipliedBy(4)).isEmpty());
        workers().open("gate");
        assertEquals("gate", handle.get());
    }

    @Test
    final void handlesAreNumberedInTheOrderOfSubmission() throws Exception {
        var pool = start(pool());
        assertEquals(1, pool.submit(new Script.Say("a")).id());
        assertEquals(2, pool.submit(new Script.Say("b")).id());
    }

    @Test
    final void limitsOfAnyLengthAreTaken() throws Exception {
        Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
        var pool = start(pool().limits(Limits.none()
                        .withQueue(forever)
                        .withRun(forever)
                        .withSilence(forever)
                        .withTotal(forever))
                .hookLimits(new dev.lifeguard.HookLimits(forever, forever, forever, forever))
                .escalation(new dev.lifeguard.Escalation(forever, forever))
                .burst(1, forever)
                .minReady(1, forever));
        assertEquals("yes", pool.submit(new Script.Say("yes")).get());
        assertEquals("soiled", pool.submit(new Script.Soil("soiled")).get());
        assertEquals("yes", pool.submit(new Script.Say("yes")).get());
    }
}
