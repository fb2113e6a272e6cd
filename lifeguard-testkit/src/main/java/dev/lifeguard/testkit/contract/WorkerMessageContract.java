package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Cancel;
import dev.lifeguard.Channels;
import dev.lifeguard.Drain;
import dev.lifeguard.HookLimits;
import dev.lifeguard.Lease;
import dev.lifeguard.MessageException;
import dev.lifeguard.MessageException.Reason;
import dev.lifeguard.Outcome;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskPool;
import dev.lifeguard.Worker;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.testkit.contract.ScriptedWorkers.Fault;
import dev.lifeguard.testkit.contract.ScriptedWorkers.Heard;
import dev.lifeguard.testkit.contract.ScriptedWorkers.Hook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What workers are told and asked: when they read it, what a message can do to them, and what it cannot do to tasks. */
public abstract class WorkerMessageContract extends PoolContract {

    /** Made by JUnit. */
    protected WorkerMessageContract() {}

    private TaskPool<Script, String> one() throws InterruptedException {
        return start(pool().size(1));
    }

    private static Object served(TaskPool<Script, String> pool) throws InterruptedException {
        return outcome(Outcome.Success.class, pool.submit(new Script.Say("served")))
                .value();
    }

    private static Object soiled(TaskPool<Script, String> pool) throws InterruptedException {
        return outcome(Outcome.Success.class, pool.submit(new Script.Soil("soiled")))
                .value();
    }

    private List<Object> heard() {
        return workers().heard().stream().map(Heard::body).toList();
    }

    private void eventuallyHeard(Object... bodies) {
        eventually("the workers hear " + List.of(bodies), () -> heard().equals(List.of(bodies)));
    }

    private static Reason refusedAsk(WorkerPool<?> pool, Object question, Duration limit) {
        return assertThrows(MessageException.class, () -> pool.ask(0, question, limit))
                .reason();
    }

    // When a message is read.

    @Test
    final void anIdleWorkerReadsAtOnce() throws InterruptedException {
        WorkerPool<?> pool = one().workers();
        assertTrue(pool.tell(0, "hello"));
        eventuallyHeard("hello");
        assertTrue(pool.tell(0, "again"));
        eventuallyHeard("hello", "again");
    }

    @Test
    final void aBusyWorkerReadsBetweenTwoTasks() throws InterruptedException {
        TaskPool<Script, String> pool = one();
        TaskHandle<String> first = hold(pool, new Script.Hold("first"), "first");
        TaskHandle<String> second = pool.submit(new Script.Hold("second"));
        assertTrue(pool.workers().tell(0, "between"));
        assertEquals(List.of(), heard());
        workers().open("first");
        eventuallyHeard("between");
        eventually("the second task runs", () -> workers().arrived("second") == 1);
        workers().open("second");
        outcome(Outcome.Success.class, first);
        outcome(Outcome.Success.class, second);
    }

    @Test
    final void aLentWorkerReadsWhenItComesBack() throws InterruptedException {
        TaskPool<Script, String> pool = one();
        try (Lease<Worker<Script, String>> lease = pool.workers().checkout(SOON)) {
            assertTrue(pool.workers().tell(lease.id().worker(), "for later"));
            assertEquals(List.of(), heard());
        }
        eventuallyHeard("for later");
        assertEquals("served", served(pool));
    }

    @Test
    final void aRunningTaskThatAsksReadsTheMailOfItsWorker() throws InterruptedException {
        TaskPool<Script, String> pool = one();
        TaskHandle<String> task = hold(pool, new Script.ReadMail("gate"), "gate");
        assertTrue(pool.workers().tell(0, "now"));
        assertEquals("re: and you?", pool.workers().ask(0, "and you?", SOON));
        workers().open("gate");
        assertEquals("2", outcome(Outcome.Success.class, task).value());
        assertEquals(0, workers().calls(Hook.RECEIVE));
    }

    @Test
    final void aBroadcastReachesBusyAndIdleWorkers() throws InterruptedException {
        TaskPool<Script, String> pool = start(pool().size(3).minReady(3, SOON));
        TaskHandle<String> busy = hold(pool, new Script.Hold("gate"), "gate");
        assertEquals(3, pool.workers().broadcast("all"));
        eventually("the idle ones read", () -> heard().size() == 2);
        workers().open("gate");
        eventuallyHeard("all", "all", "all");
        assertEquals(3, workers().heard().stream().map(Heard::worker).distinct().count());
        outcome(Outcome.Success.class, busy);
    }

    @Test
    final void aResetWorkerReadsAfterItsReset() throws InterruptedException {
        TaskPool<Script, String> pool = one();
        workers().plan(Hook.RESET, Fault.HANG, 1);
        assertEquals("soiled", soiled(pool));
        eventually("it is reset", () -> workers().arrived(Hook.RESET.name()) == 1);
        assertTrue(pool.workers().tell(0, "clean"));
        assertEquals(List.of(), heard());
        workers().open(Hook.RESET.name());
        eventuallyHeard("clean");
    }

    // Bounds.

    @Test
    final void aFullMailboxSaysSo() throws InterruptedException {
        TaskPool<Script, String> pool =
                start(pool().size(1).channels(Channels.standard().withWorkerMailbox(2)));
        TaskHandle<String> busy = hold(pool, new Script.Hold("gate"), "gate");
        WorkerPool<?> told = pool.workers();
        assertTrue(told.tell(0, "one"));
        assertEquals(1, told.broadcast("two"));
        assertFalse(told.tell(0, "three"));
        assertEquals(0, told.broadcast("four"));
        assertEquals(Reason.FULL, refusedAsk(told, "five", SOON));
        assertEquals(3, pool.snapshot().counts().messagesRefused());
        workers().open("gate");
        eventuallyHeard("one", "two");
        outcome(Outcome.Success.class, busy);
    }

    @Test
    final void aWorkerThatIsNotThereTakesNothing() throws InterruptedException {
        WorkerPool<?> pool = one().workers();
        assertFalse(pool.tell(7, "nobody"));
        var nobody = assertThrows(MessageException.class, () -> pool.ask(7, "nobody", SOON));
        assertEquals(Reason.NO_SUCH_WORKER, nobody.reason());
        assertTrue(String.valueOf(nobody.getMessage()).contains("only [0]"), nobody::toString);
    }

    // Questions.

    @Test
    final void aQuestionIsAnswered() throws InterruptedException {
        assertEquals("re: how are you?", one().workers().ask(0, "how are you?", SOON));
    }

    @Test
    final void aQuestionThatTheHookLeavesOpenEndsAtOnce() throws InterruptedException {
        assertEquals(Reason.ENDED, refusedAsk(one().workers(), Script.UNANSWERED, Duration.ofDays(1)));
    }

    @Test
    final void aQuestionToABusyWorkerTimesOutAndMayBeReadLater() throws InterruptedException {
        TaskPool<Script, String> pool = one();
        TaskHandle<String> busy = hold(pool, new Script.Hold("gate"), "gate");
        assertEquals(Reason.TIMED_OUT, refusedAsk(pool.workers(), "now?", SHORT));
        workers().open("gate");
        outcome(Outcome.Success.class, busy);
        eventuallyHeard("now?");
    }

    @Test
    final void aPingIsAnsweredWithoutUserCode() throws InterruptedException {
        TaskPool<Script, String> pool = one();
        assertFalse(pool.workers().ping(0, SOON).isNegative());
        assertEquals(0, workers().calls(Hook.RECEIVE));
        TaskHandle<String> busy = hold(pool, new Script.Hold("gate"), "gate");
        var late = assertThrows(MessageException.class, () -> pool.workers().ping(0, SHORT));
        assertEquals(Reason.TIMED_OUT, late.reason());
        workers().open("gate");
        outcome(Outcome.Success.class, busy);
    }

    @Test
    final void aWorkerMayNotWaitForItsOwnPool() throws InterruptedException {
        TaskPool<Script, String> pool = one();
        TaskHandle<String> task = pool.workers().submit((worker, context) -> {
            List<String> refused = new ArrayList<>();
            for (String what : List.of("ask", "ping")) {
                try {
                    Object answer = what.equals("ask")
                            ? pool.workers().ask(0, "me?", SOON)
                            : pool.workers().ping(0, SOON);
                    throw new AssertionError("answered " + answer);
                } catch (IllegalStateException self) {
                    refused.add(what);
                }
            }
            return refused.toString();
        });
        assertEquals("[ask, ping]", outcome(Outcome.Success.class, task).value());
    }

    // What a message can do to a worker.

    @Test
    final void aMessageThatFailsHasItsWorkerReset() throws InterruptedException {
        WorkerPool<?> pool = one().workers();
        workers().plan(Hook.RECEIVE, Fault.FAIL, 1);
        var failed = assertThrows(MessageException.class, () -> pool.ask(0, "fail", SOON));
        assertEquals(Reason.ENDED, failed.reason());
        assertInstanceOf(IllegalStateException.class, failed.getCause());
        assertEquals("re: better?", pool.ask(0, "better?", SOON));
        assertEquals(1, workers().calls(Hook.RESET));
        assertEquals(0, workers().stops().size());
    }

    @Test
    final void aFatalMessageHasItsWorkerReplaced() throws InterruptedException {
        TaskPool<Script, String> pool = one();
        assertEquals(Reason.ENDED, refusedAsk(pool.workers(), Script.FATAL, SOON));
        eventually("it is replaced", () -> workers().calls(Hook.START) == 2);
        assertEquals("served", served(pool));
        assertEquals(1, workers().stops().size());
    }

    @Test
    final void aReceiveHookThatHangsCostsItsWorkerThePlace() throws InterruptedException {
        Duration soon = Duration.ofMillis(60);
        TaskPool<Script, String> pool = start(pool().size(1).hookLimits(new HookLimits(SOON, SOON, soon, SOON)));
        workers().plan(Hook.RECEIVE, Fault.HANG, 1);
        assertEquals(Reason.ENDED, refusedAsk(pool.workers(), "hang", Duration.ofDays(1)));
        assertEquals("served", served(pool));
        assertEquals(2, workers().calls(Hook.START));
        workers().open(Hook.RECEIVE.name());
        eventually("the abandoned one is stopped", () -> workers().stops().size() == 1);
    }

    @Test
    final void theLimitOfTheReceiveHookIsForEachMessage() throws InterruptedException {
        Duration limit = Duration.ofMillis(500);
        TaskPool<Script, String> pool = start(pool().size(1).hookLimits(new HookLimits(SOON, SOON, limit, SOON)));
        // A message long ago, so that the worker had a hook that began long before the next.
        assertEquals("re: first", pool.workers().ask(0, "first", SOON));
        TaskHandle<String> long1 = hold(pool, new Script.Hold("gate"), "gate");
        assertEquals(java.util.Optional.empty(), long1.await(Duration.ofMillis(700)));
        workers().open("gate");
        outcome(Outcome.Success.class, long1);
        assertEquals("re: second", pool.workers().ask(0, "second", SOON));
        assertEquals(1, workers().calls(Hook.START));
    }

    @Test
    final void theMailOfAWorkerThatDiesIsDroppedAndItsQuestionsEnd() throws InterruptedException {
        TaskPool<Script, String> pool = one();
        TaskHandle<String> dying = hold(pool, new Script.HoldDeaf("gate"), "gate");
        assertTrue(pool.workers().tell(0, "never read"));
        var asked = new CountDownLatch(1);
        Thread asker = inBackground(() -> {
            assertEquals(Reason.ENDED, refusedAsk(pool.workers(), "never answered", Duration.ofDays(1)));
            asked.countDown();
        });
        eventually("both wait", () -> asker.getState() == Thread.State.TIMED_WAITING);
        assertTrue(dying.cancel(Cancel.KILL));
        join(asker);
        assertEquals(0, asked.getCount(), "the question ends with the worker");
        eventually("both are counted", () -> pool.snapshot().counts().messagesDropped() == 2);
        assertEquals("served", served(pool));
        assertEquals(List.of(), heard());
    }

    @Test
    final void theEndOfThePoolEndsEveryQuestion() throws InterruptedException {
        TaskPool<Script, String> pool = one();
        TaskHandle<String> busy = hold(pool, new Script.Hold("gate"), "gate");
        Thread asker = inBackground(
                () -> assertEquals(Reason.ENDED, refusedAsk(pool.workers(), "anybody?", Duration.ofDays(1))));
        eventually("it waits", () -> asker.getState() == Thread.State.TIMED_WAITING);
        pool.drain(Drain.now());
        join(asker);
        outcome(Outcome.Cancelled.class, busy);
        assertFalse(pool.workers().tell(0, "too late"));
    }

    // What messages cannot do to others.

    @Test
    final void aStormOfMessagesStarvesNeitherTasksNorCheckouts() throws InterruptedException {
        for (WorkerOrder order : WorkerOrder.values()) {
            stormBeside(order);
        }
    }

    private void stormBeside(WorkerOrder order) throws InterruptedException {
        TaskPool<Script, String> pool = start(pool().size(1).order(order));
        var over = new CountDownLatch(1);
        List<Thread> storm = new ArrayList<>();
        for (int teller = 0; teller < 2; teller++) {
            storm.add(inBackground(() -> {
                while (over.getCount() > 0) {
                    if (!pool.workers().tell(0, "storm")) {
                        Thread.onSpinWait();
                    }
                }
            }));
        }
        try {
            for (int round = 0; round < 50; round++) {
                assertEquals(
                        "served",
                        outcome(Outcome.Success.class, pool.submit(new Script.Say("served")))
                                .value());
                pool.workers().checkout(SOON).close();
            }
        } finally {
            over.countDown();
            for (Thread teller : storm) {
                join(teller);
            }
        }
    }
}
