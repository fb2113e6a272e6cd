package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Cancel;
import dev.lifeguard.Channels;
import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.MessageException;
import dev.lifeguard.MessageException.Reason;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a caller and its running task say to each other, and what workers tell the pool's listeners. */
public abstract class TaskMessageContract extends PoolContract {

    /** Made by JUnit. */
    protected TaskMessageContract() {}

    private static String value(TaskHandle<String> handle) throws InterruptedException {
        return (String) outcome(Outcome.Success.class, handle).value();
    }

    private List<Object> heardBodies() {
        return workers().heard().stream().map(ScriptedWorkers.Heard::body).toList();
    }

    // To a task.

    @Test
    final void aRunningTaskReadsWhatItIsTold() throws InterruptedException {
        TaskPool<Script, String> pool = start(pool());
        TaskHandle<String> task = hold(pool, new Script.Converse("gate", 1), "gate");
        assertTrue(task.tell("first"));
        assertTrue(task.tell("second"));
        workers().open("gate");
        assertEquals("2", value(task));
        assertEquals(List.of("first", "second"), heardBodies());
    }

    @Test
    final void aTaskRepliesToItsCaller() throws InterruptedException {
        TaskPool<Script, String> pool = start(pool());
        TaskHandle<String> task = hold(pool, new Script.Converse("gate", 1), "gate");
        assertEquals("re: how far?", task.ask("how far?", SOON));
        workers().open("gate");
        assertEquals("1", value(task));
    }

    @Test
    final void aMessageToAQueuedTaskWaitsForIt() throws InterruptedException {
        TaskPool<Script, String> pool = start(pool().size(1));
        TaskHandle<String> before = hold(pool, new Script.Hold("before"), "before");
        TaskHandle<String> task = pool.submit(new Script.Converse("gate", 1));
        assertTrue(task.tell("early"));
        workers().open("gate");
        workers().open("before");
        assertEquals("1", value(task));
        assertEquals("before", value(before));
    }

    @Test
    final void aFullInboxSaysSo() throws InterruptedException {
        TaskPool<Script, String> pool =
                start(pool().channels(Channels.standard().withTaskInbox(2)));
        TaskHandle<String> deaf = hold(pool, new Script.Hold("gate"), "gate");
        assertTrue(deaf.tell("one"));
        assertTrue(deaf.tell("two"));
        assertFalse(deaf.tell("three"));
        var full = assertThrows(MessageException.class, () -> deaf.ask("four", SOON));
        assertEquals(Reason.FULL, full.reason());
        workers().open("gate");
        value(deaf);
        assertEquals(2, pool.snapshot().counts().messagesRefused());
        eventually("unread messages are counted", () -> pool.snapshot().counts().messagesDropped() == 2);
    }

    @Test
    final void aTaskThatHasEndedReadsNothing() throws InterruptedException {
        TaskPool<Script, String> pool = start(pool());
        TaskHandle<String> task = pool.submit(new Script.Say("done"));
        value(task);
        assertFalse(task.tell("late"));
        var ended = assertThrows(MessageException.class, () -> task.ask("late", SOON));
        assertEquals(Reason.ENDED, ended.reason());
    }

    @Test
    final void aQuestionThatATaskLeavesOpenEndsWithIt() throws InterruptedException {
        TaskPool<Script, String> pool = start(pool());
        TaskHandle<String> task = hold(pool, new Script.Converse("gate", 1), "gate");
        Thread opener = inBackground(() -> {
            eventually("it was read", () -> heardBodies().contains(Script.UNANSWERED));
            workers().open("gate");
        });
        var ended = assertThrows(MessageException.class, () -> task.ask(Script.UNANSWERED, SOON));
        assertEquals(Reason.ENDED, ended.reason());
        join(opener);
        assertEquals("1", value(task));
    }

    @Test
    final void aQuestionWaitsNoLongerThanItsLimit() throws InterruptedException {
        TaskPool<Script, String> pool = start(pool());
        TaskHandle<String> deaf = hold(pool, new Script.Hold("gate"), "gate");
        var late = assertThrows(MessageException.class, () -> deaf.ask("anybody?", SHORT));
        assertEquals(Reason.TIMED_OUT, late.reason());
        workers().open("gate");
        value(deaf);
    }

    @Test
    final void aTaskThatWaitsForAMessageLeavesWhenItIsAsked() throws InterruptedException {
        TaskPool<Script, String> pool = start(pool());
        TaskHandle<String> task = hold(pool, new Script.Converse("never", 1), "never");
        assertTrue(task.cancel(Cancel.ASK));
        eventually("it has left", () -> task.settled().toCompletableFuture().isDone());
        outcome(Outcome.Cancelled.class, task);
    }

    @Test
    final void aMessageSurvivesAFailedAttempt() throws InterruptedException {
        TaskPool<Script, String> pool =
                start(pool().retry(Retry.attempts(2).backoff(Duration.ofMillis(1), Duration.ofMillis(1))));
        TaskHandle<String> task = hold(pool, new Script.Converse("gate", 2), "gate");
        assertTrue(task.tell("for the attempt that reads"));
        workers().open("gate");
        assertEquals("1", value(task));
    }

    // From a task.

    @Test
    final void partsOfAResultArriveInOrder() throws InterruptedException {
        TaskPool<Script, String> pool =
                start(pool().channels(Channels.standard().withPartialResults(4)));
        TaskHandle<String> task = pool.submit(new Script.Deliver(100, 20_000));
        List<Object> parts = new ArrayList<>();
        for (Optional<Object> part = task.nextPartial(SOON); part.isPresent(); part = task.nextPartial(SOON)) {
            parts.add(part.get());
        }
        assertEquals(IntStream.rangeClosed(1, 100).boxed().toList(), parts);
        assertEquals("100", value(task));
    }

    @Test
    final void aTaskWaitsForAPlaceNoLongerThanItsOwnLimit() throws InterruptedException {
        TaskPool<Script, String> pool =
                start(pool().channels(Channels.standard().withPartialResults(3)));
        TaskHandle<String> task = pool.submit(new Script.Deliver(5, 10));
        assertEquals("3", value(task));
        assertEquals(Optional.of(1), task.nextPartial(Duration.ZERO));
        assertEquals(Optional.of(2), task.nextPartial(SOON));
        assertEquals(Optional.of(3), task.nextPartial(SOON));
        assertEquals(Optional.empty(), task.nextPartial(SOON));
    }

    @Test
    final void aTaskThatWaitsForAPlaceLeavesWhenItIsAsked() throws InterruptedException {
        TaskPool<Script, String> pool =
                start(pool().channels(Channels.standard().withPartialResults(1)));
        TaskHandle<String> task = pool.submit(new Script.Deliver(3, 3_600_000));
        assertEquals(Optional.of(1), task.nextPartial(SOON));
        assertTrue(task.cancel(Cancel.ASK));
        eventually("it has left", () -> task.settled().toCompletableFuture().isDone());
        outcome(Outcome.Cancelled.class, task);
    }

    @Test
    final void signsOfLifeKeepTheSilenceLimitFromFiring() throws InterruptedException {
        TaskPool<Script, String> pool = start(pool().limits(Limits.none().withSilence(Duration.ofSeconds(2))));
        TaskHandle<String> task = hold(pool, new Script.KeepBeating("task", false), "task");
        TaskHandle<String> worker = hold(pool, new Script.KeepBeating("worker", true), "worker");
        assertEquals(Optional.empty(), task.await(Duration.ofSeconds(3)));
        assertEquals(Optional.empty(), worker.outcome());
        workers().open("task");
        workers().open("worker");
        assertEquals("task", value(task));
        assertEquals("worker", value(worker));
        TaskPool<Script, String> silent = start(pool().limits(Limits.none().withSilence(SHORT)));
        assertTimedOut(Limit.SILENCE, hold(silent, new Script.Hold("silence"), "silence"));
    }

    // From a worker.

    @Test
    final void listenersHearWhatAWorkerEmits() throws InterruptedException {
        TaskPool<Script, String> pool = start(pool());
        assertEquals("10", value(pool.submit(new Script.Emit(10))));
        eventually("all are heard", () -> messagesOfWorkers().size() == 10);
        assertEquals(IntStream.rangeClosed(1, 10).boxed().toList(), messagesOfWorkers());
    }

    private List<Object> messagesOfWorkers() {
        return events().stream()
                .filter(event -> event instanceof PoolEvent.WorkerMessage)
                .map(event -> ((PoolEvent.WorkerMessage) event).body())
                .toList();
    }
}
