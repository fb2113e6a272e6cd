package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Cancel;
import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.Refusal;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskState;
import dev.lifeguard.WhenFull;
import dev.lifeguard.distributed.Codec;
import dev.lifeguard.distributed.DistributedEvent;
import dev.lifeguard.distributed.DistributedPool;
import dev.lifeguard.distributed.RemoteFailure;
import dev.lifeguard.distributed.WorkerHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The life of a task whose workers are elsewhere: outcomes, limits, cancel, retry, talk. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class DistributedTaskContract extends DistributedContract {

    /** Made by JUnit. */
    protected DistributedTaskContract() {}

    private static TaskOptions limited(Limits limits) {
        return TaskOptions.none().withLimits(limits);
    }

    @Test
    void aTaskReturnsItsResultAndSaysWhereItRan() throws Exception {
        DistributedPool<String, String> pool = client("c");
        host("rig");
        TaskHandle<String> handle = submit(pool, "echo hello");
        Outcome.Success<?> success = outcome(Outcome.Success.class, handle);
        assertEquals("hello", success.value());
        assertEquals(1, success.report().attempts());
        assertTrue(success.report().mayHaveRun());
        assertTrue(success.report().worker().orElseThrow().pool().endsWith("@rig"), success::toString);
        assertEquals("hello", handle.get());
        assertEquals(Future.State.SUCCESS, handle.state());
        eventually("it is settled", () -> handle.taskState() == TaskState.DONE);
    }

    @Test
    void aFailureArrivesInWords() throws Exception {
        DistributedPool<String, String> pool = client("c");
        host("rig");
        TaskHandle<String> handle = submit(pool, "fail badly");
        RemoteFailure failure = assertInstanceOf(
                RemoteFailure.class, outcome(Outcome.Failed.class, handle).cause());
        assertEquals(IllegalStateException.class.getName(), failure.type());
        assertTrue(String.valueOf(failure.getMessage()).contains("failed as told: badly"), failure::toString);
        assertTrue(failure.remoteStack().contains("RemoteScript"), failure::remoteStack);
        assertThrows(ExecutionException.class, handle::get);
    }

    @Test
    void aRetryRuleThatThrowsEndsTheTaskAndNotTheSlot() throws Exception {
        DistributedPool<String, String> pool = client("c");
        started(host(broker().connect(), "rig").slots(1).retryOn(failure -> {
            throw new IllegalArgumentException("planted: the rule knows no such failure");
        }));
        TaskHandle<String> handle =
                watched(pool.submit("fail badly", TaskOptions.none().withRetry(Retry.attempts(3))));
        assertEquals(1, outcome(Outcome.Failed.class, handle).report().attempts());
        assertEquals("after", value(submit(pool, "echo after")));
    }

    @Test
    void aSlotThatFailsHandsItsTaskOutAgainAndGoesOn() throws Exception {
        DistributedPool<String, String> pool = client("c");
        var moody = new Moody();
        started(WorkerHost.of(broker().connect(), poolName, Codec.text(), moody, workers("rig", 1))
                .name("rig")
                .slots(1));
        moody.moods.add(new IllegalStateException("planted: it does not know its version"));
        assertEquals("hello", value(submit(pool, "echo hello")));
        assertEquals(2, script().ran().size(), "the work is done again, as when a host dies");
        assertEquals("after", value(submit(pool, "echo after")));
    }

    @Test
    void aClientThatFailsAtAResultIsGivenItAgain() throws Exception {
        var moody = new Moody();
        DistributedPool<String, String> pool =
                started(DistributedPool.on(broker().connect(), poolName, Codec.text(), moody)
                        .client("c"));
        host("rig");
        moody.moods.add(new IllegalStateException("planted: it does not know its version"));
        assertEquals("hello", value(submit(pool, "echo hello")));
        assertEquals(List.of("echo hello"), script().ran());
        moody.faults.add(new NoClassDefFoundError("planted: half a deployment"));
        Outcome.Failed<?> torn = outcome(Outcome.Failed.class, submit(pool, "echo torn"));
        assertTrue(torn.cause().getCause() instanceof NoClassDefFoundError, torn::toString);
        assertEquals("after", value(submit(pool, "echo after")));
    }

    /** Its version cannot be told, once; what it reads cannot be read, once. */
    private static final class Moody implements Codec<String> {
        private final Codec<String> text = Codec.text();
        private final Queue<RuntimeException> moods = new ConcurrentLinkedQueue<>();
        private final Queue<Error> faults = new ConcurrentLinkedQueue<>();

        @Override
        public String type() {
            return text.type();
        }

        @Override
        public int version() {
            RuntimeException mood = moods.poll();
            if (mood != null) {
                throw mood;
            }
            return text.version();
        }

        @Override
        public byte[] encode(String value) throws Exception {
            return text.encode(value);
        }

        @Override
        public String decode(byte[] bytes, int version) throws Exception {
            Error fault = faults.poll();
            if (fault != null) {
                throw fault;
            }
            return text.decode(bytes, version);
        }
    }

    @Test
    void aTaskWaitsForAHostThatComesLater() throws Exception {
        DistributedPool<String, String> pool = client("c");
        TaskHandle<String> handle = submit(pool, "echo late");
        eventually(
                "it is in the queue",
                () -> pool.snapshot().tasks().orElseThrow().waiting() == 1);
        assertEquals(TaskState.QUEUED, handle.taskState());
        host("rig");
        assertEquals("late", value(handle));
    }

    @Test
    void manyTasksOnTwoHostsEachEndOnce() throws Exception {
        DistributedPool<String, String> pool = client("c");
        host("rig");
        host("rag");
        List<TaskHandle<String>> handles = new ArrayList<>();
        for (int n = 0; n < 40; n++) {
            handles.add(submit(pool, "echo " + n));
        }
        for (int n = 0; n < 40; n++) {
            assertEquals(String.valueOf(n), value(handles.get(n)));
        }
        eventually("40 tasks are counted", () -> pool.snapshot().counts().finished() == 40);
        assertEquals(40, script().ran().size());
    }

    @Test
    void aRunLimitEndsAnAttemptAtItsHost() throws Exception {
        DistributedPool<String, String> pool = client("c");
        host("rig");
        TaskHandle<String> handle =
                watched(pool.submit("hold long", limited(Limits.none().withRun(Duration.ofMillis(80)))));
        Outcome.TimedOut<?> late = outcome(Outcome.TimedOut.class, handle);
        assertEquals(Limit.RUN, late.limit());
        assertEquals(Duration.ofMillis(80), late.allowed());
    }

    @Test
    void aQueueLimitTakesTheTaskOutOfTheQueue() throws Exception {
        DistributedPool<String, String> pool = client("c");
        TaskHandle<String> handle =
                watched(pool.submit("echo never", limited(Limits.none().withQueue(Duration.ofMillis(80)))));
        Outcome.TimedOut<?> late = outcome(Outcome.TimedOut.class, handle);
        assertEquals(Limit.QUEUE, late.limit());
        eventually(
                "it was taken out before anybody was handed it",
                () -> !late.report().mayHaveRun());
        eventually(
                "nothing is left", () -> pool.snapshot().tasks().orElseThrow().waiting() == 0);
        host("rig");
        assertEquals("next", value(submit(pool, "echo next")));
        assertEquals(List.of("echo next"), script().ran());
    }

    @Test
    void aTotalLimitActsWhereverTheTaskIs() throws Exception {
        DistributedPool<String, String> pool = client("c");
        host("rig");
        TaskHandle<String> running =
                watched(pool.submit("hold total", limited(Limits.none().withTotal(Duration.ofMillis(300)))));
        assertEquals(Limit.TOTAL, outcome(Outcome.TimedOut.class, running).limit());
        eventually("its code has left", () -> running.taskState() == TaskState.DONE);
    }

    @Test
    void aQueuedTaskThatIsCancelledNeverRuns() throws Exception {
        DistributedPool<String, String> pool = client("c");
        TaskHandle<String> handle = submit(pool, "echo cancelled");
        assertTrue(handle.cancel(Cancel.ASK));
        assertFalse(handle.cancel(Cancel.ASK), "it was decided before");
        Outcome.Cancelled<?> cancelled = outcome(Outcome.Cancelled.class, handle);
        eventually("it is out of the queue", () -> handle.taskState() == TaskState.DONE);
        assertFalse(cancelled.report().mayHaveRun(), "after it was settled this is certain");
        assertFalse(cancelled.report().mayStillRun());
        host("rig");
        assertEquals("next", value(submit(pool, "echo next")));
        assertEquals(List.of("echo next"), script().ran());
    }

    @Test
    void aRunningTaskThatIsCancelledLeavesItsWorker() throws Exception {
        DistributedPool<String, String> pool = client("c");
        host("rig");
        TaskHandle<String> handle = hold(pool, "gate");
        assertTrue(handle.cancel(Cancel.INTERRUPT));
        Outcome.Cancelled<?> cancelled = outcome(Outcome.Cancelled.class, handle);
        assertTrue(cancelled.report().mayHaveRun());
        eventually("it has left", () -> handle.taskState() == TaskState.DONE);
        assertEquals(1, script().count("hold gate"));
        assertEquals("next", value(submit(pool, "echo next")));
    }

    @Test
    void aFailedAttemptIsFollowedByAnotherAndCounted() throws Exception {
        DistributedPool<String, String> pool = client("c");
        host("rig");
        TaskHandle<String> handle = watched(pool.submit(
                "fail-until 3",
                TaskOptions.none().withRetry(Retry.attempts(5).backoff(Duration.ofMillis(1), Duration.ofMillis(5)))));
        Outcome.Success<?> success = outcome(Outcome.Success.class, handle);
        assertEquals("at last", success.value());
        assertEquals(3, success.report().attempts());
        eventually(
                "both retries were told",
                () -> pool.snapshot().counts().retried() == 2
                        && events().stream()
                                        .filter(DistributedEvent.Retrying.class::isInstance)
                                        .count()
                                == 2);
    }

    @Test
    void theLastFailureIsTheOutcomeWhenAttemptsRunOut() throws Exception {
        DistributedPool<String, String> pool = client("c");
        host("rig");
        TaskHandle<String> handle = watched(pool.submit(
                "fail always",
                TaskOptions.none().withRetry(Retry.attempts(3).backoff(Duration.ofMillis(1), Duration.ofMillis(5)))));
        assertEquals(3, outcome(Outcome.Failed.class, handle).report().attempts());
        assertEquals(3, script().count("fail always"));
    }

    @Test
    void aTaskWithAKeyIsTriedAgainInItsPlace() throws Exception {
        DistributedPool<String, String> pool = client("c");
        host("rig");
        host("rag");
        TaskOptions keyed = TaskOptions.none()
                .withKey("account 7")
                .withRetry(Retry.attempts(5).backoff(Duration.ofMillis(1), Duration.ofMillis(5)));
        List<TaskHandle<String>> handles = new ArrayList<>();
        handles.add(watched(pool.submit("fail-until 3", keyed)));
        for (int n = 0; n < 5; n++) {
            handles.add(watched(pool.submit("echo " + n, keyed)));
        }
        for (TaskHandle<String> handle : handles) {
            outcome(Outcome.Success.class, handle);
        }
        assertEquals(
                3, outcome(Outcome.Success.class, handles.getFirst()).report().attempts());
        assertEquals(
                List.of(
                        "fail-until 3",
                        "fail-until 3",
                        "fail-until 3",
                        "echo 0",
                        "echo 1",
                        "echo 2",
                        "echo 3",
                        "echo 4"),
                script().ran());
    }

    @Test
    void aDelayedTaskBeginsLater() throws Exception {
        DistributedPool<String, String> pool = client("c");
        host("rig");
        TaskHandle<String> late =
                watched(pool.submit("echo late", TaskOptions.none().withDelay(Duration.ofMillis(500))));
        assertEquals(TaskState.DELAYED, late.taskState());
        assertEquals("soon", value(submit(pool, "echo soon")));
        assertEquals("late", value(late));
        assertEquals(List.of("echo soon", "echo late"), script().ran());
    }

    @Test
    void theMostImportantTaskIsNext() throws Exception {
        DistributedPool<String, String> pool = client("c");
        watched(pool.submit("echo common", TaskOptions.none().withPriority(5)));
        TaskHandle<String> urgent =
                watched(pool.submit("echo urgent", TaskOptions.none().withPriority(0)));
        eventually("both wait", () -> pool.snapshot().tasks().orElseThrow().waiting() == 2);
        started(host(broker().connect(), "rig").slots(1));
        assertEquals("urgent", value(urgent));
        eventually("both ran", () -> script().ran().size() == 2);
        assertEquals("echo urgent", script().ran().getFirst());
    }

    @Test
    void progressReachesTheCaller() throws Exception {
        DistributedPool<String, String> pool = client("c");
        host("rig");
        Queue<Object> told = new ConcurrentLinkedQueue<>();
        TaskHandle<String> handle = submit(pool, "progress half").onProgress(told::add);
        eventually("progress is told", () -> told.contains("half"));
        script().open("progress");
        assertEquals("done", value(handle));
    }

    @Test
    void partsOfAResultComeInOrder() throws Exception {
        DistributedPool<String, String> pool = client("c");
        host("rig");
        TaskHandle<String> handle = submit(pool, "parts 3");
        List<Object> parts = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            parts.add(handle.nextPartial(SOON).orElseThrow());
        }
        assertEquals(List.of("part 1", "part 2", "part 3"), parts);
        script().open("parts");
        assertEquals("done", value(handle));
        assertEquals(Optional.empty(), handle.nextPartial(SOON));
    }

    @Test
    void aCallerAsksItsRunningTask() throws Exception {
        DistributedPool<String, String> pool = client("c");
        host("rig");
        TaskHandle<String> handle = submit(pool, "listen");
        eventually("it listens", () -> script().arrived("listen") == 1 && handle.taskState() == TaskState.RUNNING);
        assertEquals("you said hello", handle.ask("hello", SOON));
        assertEquals("heard hello", value(handle));
        assertFalse(handle.tell("too late"));
    }

    @Test
    void aMessageToATaskThatWaitsIsReadWhenItRuns() throws Exception {
        DistributedPool<String, String> pool = client("c");
        TaskHandle<String> handle = submit(pool, "listen");
        assertTrue(handle.tell("early"));
        host("rig");
        assertEquals("heard early", value(handle));
    }

    @Test
    void aFullClientRefusesWithTheBoundAndItsState() throws Exception {
        DistributedPool<String, String> pool =
                started(client(broker().connect(), "c").queue(2, WhenFull.refuse()));
        TaskHandle<String> first = submit(pool, "echo 1");
        TaskHandle<String> second = submit(pool, "echo 2");
        TaskHandle<String> third = submit(pool, "echo 3");
        Outcome.Refused<?> refused = outcome(Outcome.Refused.class, third);
        assertEquals(Refusal.Reason.FULL, refused.refusal().reason());
        assertEquals("2", refused.refusal().value());
        assertTrue(refused.refusal().pool().contains("2 unfinished tasks of 2"), refused::toString);
        assertFalse(refused.report().mayHaveRun());
        host("rig");
        assertEquals("1", value(first));
        assertEquals("2", value(second));
        assertEquals("3", value(watched(third.resubmit())));
    }

    @Test
    void aFullClientCanShedWhatWaitsLongest() throws Exception {
        DistributedPool<String, String> pool =
                started(client(broker().connect(), "c").queue(2, WhenFull.shedOldest()));
        TaskHandle<String> oldest = submit(pool, "echo oldest");
        TaskHandle<String> middle = submit(pool, "echo middle");
        TaskHandle<String> newest = submit(pool, "echo newest");
        assertEquals(
                Refusal.Reason.SHED,
                outcome(Outcome.Refused.class, oldest).refusal().reason());
        eventually("it is out of the queue", () -> oldest.taskState() == TaskState.DONE);
        host("rig");
        assertEquals("middle", value(middle));
        assertEquals("newest", value(newest));
        assertEquals(0, script().count("echo oldest"));
    }

    @Test
    void aFullEngineRefusesToo() throws Exception {
        DistributedPool<String, String> pool =
                started(client(broker().connect(), "c").queue(1_000, WhenFull.refuse()));
        List<TaskHandle<String>> handles = new ArrayList<>();
        for (int n = 0; n < 4 * TestBroker.TASKS; n++) {
            handles.add(submit(pool, "echo " + n));
        }
        Outcome.Refused<?> refused = outcome(Outcome.Refused.class, handles.getLast());
        assertEquals(Refusal.Reason.FULL, refused.refusal().reason());
        assertEquals("queue of the engine", refused.refusal().limit());
        host("rig");
        assertEquals("0", value(handles.getFirst()));
    }
}
