package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Cancel;
import dev.lifeguard.Outcome;
import dev.lifeguard.Refusal;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskPool;
import dev.lifeguard.WhenFull;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** A full queue: the four choices, what a refusal says, and that the bound is one. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class OverloadContract extends PoolContract {

    private static final int QUEUE = 3;

    /** Made by JUnit. */
    protected OverloadContract() {}

    /** A pool with one worker that is held at "gate", and a full queue. */
    private List<TaskHandle<String>> fill(TaskPool<Script, String> pool) {
        hold(pool, new Script.Hold("gate"), "gate");
        var queued = new ArrayList<TaskHandle<String>>();
        for (int number = 0; number < QUEUE; number++) {
            queued.add(pool.submit(new Script.Say("queued " + number)));
        }
        assertEquals(QUEUE, pool.snapshot().queued());
        assertEquals(QUEUE + 1, pool.snapshot().unfinished());
        assertEquals(QUEUE + 1, pool.snapshot().queue().capacity());
        return queued;
    }

    private static Refusal refused(TaskHandle<String> handle) throws InterruptedException {
        return outcome(Outcome.Refused.class, handle).refusal();
    }

    private void assertSays(Refusal refusal, Refusal.Reason reason) {
        assertEquals(reason, refusal.reason());
        assertEquals("queue", refusal.limit());
        assertTrue(refusal.value().contains(String.valueOf(QUEUE + 1)), refusal::toString);
        assertTrue(refusal.pool().contains("running"), refusal::toString);
        assertTrue(refusal.message().contains(refusal.value()), refusal::message);
    }

    @Test
    final void refusingAnswersAtOnceAndSaysWhy() throws Exception {
        var pool = start(pool().size(1).queue(QUEUE, WhenFull.refuse()));
        var queued = fill(pool);
        assertSays(refused(pool.submit(new Script.Say("late"))), Refusal.Reason.FULL);
        workers().open("gate");
        for (int number = 0; number < QUEUE; number++) {
            assertEquals("queued " + number, queued.get(number).get());
        }
        assertEquals(1, pool.snapshot().counts().refused());
    }

    @Test
    final void blockingGivesUpAfterItsLimit() throws Exception {
        var pool = start(pool().size(1).queue(QUEUE, WhenFull.block(SHORT)));
        fill(pool);
        assertSays(refused(pool.submit(new Script.Say("late"))), Refusal.Reason.FULL);
    }

    @Test
    final void blockingTakesThePlaceThatBecomesFree() throws Exception {
        var pool = start(pool().size(1).queue(QUEUE, WhenFull.block(SOON)));
        var queued = fill(pool);
        Queue<TaskHandle<String>> late = new ConcurrentLinkedQueue<>();
        var submitters = new ArrayList<Thread>();
        for (int number = 0; number < 4; number++) {
            submitters.add(inBackground(() -> late.add(pool.submit(new Script.Say("late")))));
        }
        assertTrue(late.isEmpty());
        queued.getFirst().cancel(Cancel.ASK);
        eventually("one submitter gets in", () -> late.size() == 1);
        workers().open("gate");
        for (Thread submitter : submitters) {
            join(submitter);
        }
        for (TaskHandle<String> handle : late) {
            assertEquals("late", handle.get());
        }
    }

    @Test
    final void anInterruptedSubmitterIsRefusedAndStaysInterrupted() throws Exception {
        var pool = start(pool().size(1).queue(QUEUE, WhenFull.block(SOON)));
        fill(pool);
        Queue<Boolean> interrupted = new ConcurrentLinkedQueue<>();
        Queue<TaskHandle<String>> late = new ConcurrentLinkedQueue<>();
        Thread submitter = inBackground(() -> {
            late.add(pool.submit(new Script.Say("late")));
            interrupted.add(Thread.interrupted());
        });
        submitter.interrupt();
        join(submitter);
        assertEquals(Refusal.Reason.INTERRUPTED, refused(late.remove()).reason());
        assertEquals(true, interrupted.peek());
    }

    @Test
    final void sheddingTheNewestRefusesTheNewcomer() throws Exception {
        var pool = start(pool().size(1).queue(QUEUE, WhenFull.shedNewest()));
        fill(pool);
        assertSays(refused(pool.submit(new Script.Say("late"))), Refusal.Reason.SHED);
    }

    @Test
    final void sheddingTheOldestMakesRoomForTheNewcomer() throws Exception {
        var pool = start(pool().size(1).queue(QUEUE, WhenFull.shedOldest()));
        var queued = fill(pool);
        var late = pool.submit(new Script.Say("late"));
        assertSays(refused(queued.getFirst()), Refusal.Reason.SHED);
        assertEquals(QUEUE, pool.snapshot().queued());
        workers().open("gate");
        assertEquals("queued 1", queued.get(1).get());
        assertEquals("late", late.get());
    }

    @Test
    final void whatWasCancelledTakesNoPlace() throws Exception {
        var pool = start(pool().size(1).queue(QUEUE, WhenFull.refuse()));
        var queued = fill(pool);
        for (TaskHandle<String> handle : queued) {
            assertTrue(handle.cancel(Cancel.ASK));
        }
        assertEquals(0, pool.snapshot().queued());
        assertEquals(1, pool.snapshot().unfinished());
        for (int number = 0; number < QUEUE; number++) {
            pool.submit(new Script.Say("again"));
        }
        assertEquals(QUEUE, pool.snapshot().queued());
        assertSays(refused(pool.submit(new Script.Say("late"))), Refusal.Reason.FULL);
    }

    @Test
    final void theBoundIsNeverExceeded() throws Exception {
        var pool = start(pool().size(1).queue(QUEUE, WhenFull.block(SOON)));
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        var submitters = new ArrayList<Thread>();
        for (int number = 0; number < 4; number++) {
            submitters.add(inBackground(() -> {
                for (int task = 0; task < 2_000; task++) {
                    var handle = pool.submit(new Script.Say("x"));
                    int unfinished = pool.snapshot().unfinished();
                    if (unfinished > QUEUE + 1) {
                        wrong.add(unfinished + " unfinished");
                    }
                    if (task % 7 == 0) {
                        handle.cancel(Cancel.ASK);
                    }
                }
            }));
        }
        for (Thread submitter : submitters) {
            join(submitter);
        }
        eventually("all have ended", () -> pool.snapshot().unfinished() == 0);
        assertEquals(List.of(), List.copyOf(wrong));
        assertEquals(8_000, pool.snapshot().counts().finished());
    }

    @Test
    final void aFloodOfCancelledTasksLeavesNothingBehind() throws Exception {
        var pool = start(pool().size(1).queue(10_000, WhenFull.refuse()));
        hold(pool, new Script.HoldDeaf("gate"), "gate");
        List<WeakReference<TaskHandle<String>>> flood = new ArrayList<>();
        for (int number = 0; number < 200_000; number++) {
            var handle = pool.submit(new Script.Say("x"));
            assertTrue(handle.cancel(Cancel.ASK));
            flood.add(new WeakReference<>(handle));
        }
        assertEquals(0, pool.snapshot().queued());
        eventually("at most a few thousand are still held", () -> {
            System.gc();
            return flood.stream().filter(handle -> handle.get() != null).count() < 5_000;
        });
    }

    @Test
    final void withoutAQueueATaskNeedsAFreePlace() throws Exception {
        var pool = start(pool().size(1).queue(0, WhenFull.block(Duration.ZERO)));
        hold(pool, new Script.Hold("gate"), "gate");
        assertEquals(
                Refusal.Reason.FULL,
                refused(pool.submit(new Script.Say("late"))).reason());
        workers().open("gate");
        eventually("there is a place", () -> pool.snapshot().unfinished() == 0);
        assertEquals("next", pool.submit(new Script.Say("next")).get());
    }
}
