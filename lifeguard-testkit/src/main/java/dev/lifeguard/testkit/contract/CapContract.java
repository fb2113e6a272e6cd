package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Change;
import dev.lifeguard.Doctor;
import dev.lifeguard.Finding.Illness;
import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Operation;
import dev.lifeguard.QueueSnapshot;
import dev.lifeguard.Rehearsal;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskPool;
import dev.lifeguard.TaskState;
import dev.lifeguard.policy.Caps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Caps of kinds and lanes: never more are under way, whoever waits holds up nobody else, and a change acts at once. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class CapContract extends PoolContract {

    private static final TaskOptions OCR = TaskOptions.none().withKind("ocr");
    private static final Duration LONG = Duration.ofHours(1);

    /** Made by JUnit. */
    protected CapContract() {}

    private TaskHandle<String> hold(TaskPool<Script, String> pool, String gate, TaskOptions options) {
        int before = workers().arrived(gate);
        TaskHandle<String> handle = pool.submit(new Script.Hold(gate), options);
        eventually("the task reaches its gate", () -> workers().arrived(gate) > before);
        return handle;
    }

    private static QueueSnapshot.Cap cap(TaskPool<Script, String> pool) {
        return pool.snapshot().gates().caps().getFirst();
    }

    private static void cap(TaskPool<Script, String> pool, Caps caps) {
        Operation done = pool.workers().operate(new Change.Concurrency(caps), "the test", "it looks what follows");
        assertEquals(Operation.Result.APPLIED, done.result(), done::message);
    }

    @Test
    final void noMoreOfAKindAreUnderWay() throws Exception {
        var pool = start(pool().size(3).caps(Caps.none().kind("ocr", 2)));
        hold(pool, "one", OCR);
        hold(pool, "two", OCR);
        var third = pool.submit(new Script.Say("third"), OCR);
        assertEquals(
                "other",
                pool.submit(new Script.Say("other"), TaskOptions.none().withKind("pdf"))
                        .get());
        assertEquals("free", pool.submit(new Script.Say("free")).get());
        assertEquals(TaskState.QUEUED, third.taskState());
        assertEquals(new QueueSnapshot.Cap("kind", "ocr", 2, 2, 1), cap(pool));
        assertEquals(1, pool.snapshot().queued());
        workers().open("one");
        assertEquals("third", third.get());
        workers().open("two");
        eventually("none is left", () -> cap(pool).equals(new QueueSnapshot.Cap("kind", "ocr", 2, 0, 0)));
    }

    @Test
    final void eachLaneHasACapOfItsOwn() throws Exception {
        var pool = start(pool().size(4).caps(Caps.none().eachLane(1).lane("wide", 2)));
        hold(pool, "narrow", TaskOptions.none().withLane("narrow"));
        hold(pool, "other", TaskOptions.none().withLane("other"));
        hold(pool, "wide", TaskOptions.none().withLane("wide"));
        var second = pool.submit(new Script.Say("second"), TaskOptions.none().withLane("narrow"));
        assertEquals(
                "wide",
                pool.submit(new Script.Say("wide"), TaskOptions.none().withLane("wide"))
                        .get());
        assertFalse(second.isDone());
        workers().open("narrow");
        assertEquals("second", second.get());
    }

    @Test
    final void aRaisedCapLetsInWhoWaits() throws Exception {
        var pool = start(pool().size(3).caps(Caps.none().kind("ocr", 1)));
        hold(pool, "one", OCR);
        var two = pool.submit(new Script.Hold("two"), OCR);
        var three = pool.submit(new Script.Hold("three"), OCR);
        var four = pool.submit(new Script.Hold("four"), OCR);
        Caps raised = Caps.none().kind("ocr", 3);
        Rehearsal words = pool.workers().rehearse(new Change.Concurrency(raised));
        assertTrue(words.toString().contains("2 of 3 tasks"), words::toString);
        cap(pool, raised);
        eventually("two more run", () -> workers().arrived("two") + workers().arrived("three") == 2);
        assertEquals(new QueueSnapshot.Cap("kind", "ocr", 3, 3, 1), cap(pool));
        cap(pool, Caps.none());
        workers().openAll();
        assertEquals("two", two.get());
        assertEquals("three", three.get());
        assertEquals("four", four.get());
        assertEquals(List.of(), pool.snapshot().gates().caps());
    }

    @Test
    final void aLoweredCapActsAsTasksLeave() throws Exception {
        var pool = start(pool().size(3).caps(Caps.none().kind("ocr", 2)));
        hold(pool, "one", OCR);
        hold(pool, "two", OCR);
        var third = pool.submit(new Script.Say("third"), OCR);
        cap(pool, Caps.none().kind("ocr", 1));
        assertEquals(new QueueSnapshot.Cap("kind", "ocr", 1, 2, 1), cap(pool));
        workers().open("one");
        eventually("one has left", () -> cap(pool).underWay() == 1);
        assertEquals("free", pool.submit(new Script.Say("free")).get());
        assertEquals(TaskState.QUEUED, third.taskState());
        workers().open("two");
        assertEquals("third", third.get());
    }

    @Test
    final void aBackoffIsNotUnderWay() throws Exception {
        var pool = start(
                pool().caps(Caps.none().kind("ocr", 1)).retry(Retry.attempts(2).backoff(LONG, LONG)));
        var failing = pool.submit(new Script.FailUntil(2), OCR);
        eventually("it backs off", () -> failing.taskState() == TaskState.BACKOFF);
        assertEquals("next", pool.submit(new Script.Say("next"), OCR).get());
        failing.cancel(true);
    }

    @Test
    final void aFurtherAttemptStandsInLineAgain() throws Exception {
        var pool = start(
                pool().caps(Caps.none().kind("ocr", 1)).retry(Retry.attempts(2).backoff(Duration.ZERO, Duration.ZERO)));
        var again = pool.submit(new Script.FailUntil(2), OCR);
        var others = new ArrayList<TaskHandle<String>>();
        for (int number = 0; number < 3; number++) {
            others.add(pool.submit(new Script.Say("other"), OCR));
        }
        assertEquals("2", again.get());
        for (TaskHandle<String> other : others) {
            assertEquals("other", other.get());
        }
        eventually("nobody is under way", () -> cap(pool).underWay() == 0);
    }

    @Test
    final void anAbandonedAttemptCountsUntilItIsGone() throws Exception {
        var pool = start(
                pool().caps(Caps.none().kind("ocr", 1)).limits(Limits.none().withRun(SHORT)));
        assertTimedOut(Limit.RUN, pool.submit(new Script.HoldDeaf("gate"), OCR));
        eventually("its worker is abandoned", () -> pool.snapshot().zombies() == 1);
        var next = pool.submit(new Script.Say("next"), OCR);
        assertEquals("free", pool.submit(new Script.Say("free")).get());
        assertEquals(new QueueSnapshot.Cap("kind", "ocr", 1, 1, 1), cap(pool));
        workers().open("gate");
        assertEquals("next", next.get());
    }

    @Test
    final void whoWaitsForAKeyTakesNoPlaceOfACap() throws Exception {
        var pool = start(pool().size(3).caps(Caps.none().kind("ocr", 2).eachLane(2)));
        var keyed = OCR.withKey("k").withLane("l");
        hold(pool, "one", keyed);
        var second = pool.submit(new Script.Say("second"), keyed);
        assertEquals(
                "other", pool.submit(new Script.Say("other"), OCR.withLane("l")).get());
        assertFalse(second.isDone());
        workers().open("one");
        assertEquals("second", second.get());
    }

    @Test
    final void theDoctorSaysWhichCapKeepsWorkersIdle() throws Exception {
        var pool = start(pool().caps(Caps.none().kind("ocr", 1)));
        hold(pool, "one", OCR);
        pool.submit(new Script.Say("two"), OCR);
        var doctor = Doctor.standard().withQueued(SHORT);
        eventually(
                "the doctor says it",
                () -> doctor.examine(pool.snapshot()).stream()
                        .anyMatch(finding -> finding.illness() == Illness.CAPPED
                                && finding.sentence()
                                        .contains("1 tasks wait at the cap of kind \"ocr\" while 1 workers are"
                                                + " idle: 1 are under way and the cap is 1")));
    }
}
