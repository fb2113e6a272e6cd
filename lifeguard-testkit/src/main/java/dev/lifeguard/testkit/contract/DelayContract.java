package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Cancel;
import dev.lifeguard.Drain;
import dev.lifeguard.Limit;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.Refusal;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskState;
import dev.lifeguard.WhenFull;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tasks with a delay: they are there, and do not wait for a worker yet. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class DelayContract extends PoolContract {

    private static final TaskOptions LATER = TaskOptions.none().withDelay(Duration.ofHours(1));

    /** Made by JUnit. */
    protected DelayContract() {}

    @Test
    final void aDelayedTaskBeginsWhenItsDelayIsOver() throws Exception {
        var pool = start(pool());
        var success = outcome(
                Outcome.Success.class,
                pool.submit(new Script.Say("late"), TaskOptions.none().withDelay(SHORT)));
        assertEquals("late", success.value());
        assertEquals(1, success.report().attempts());
        // The clock of reports is coarse.
        assertTrue(success.report().waited().compareTo(SHORT.minusMillis(10)) > 0, success::toString);
    }

    @Test
    final void aDelayedTaskCountsAsUnfinishedAndNotAsQueued() throws Exception {
        var pool = start(pool().size(1).queue(0, WhenFull.refuse()));
        var delayed = pool.submit(new Script.Say("late"), LATER);
        assertEquals(TaskState.DELAYED, delayed.taskState());
        assertEquals(0, pool.snapshot().queued());
        assertEquals(1, pool.snapshot().unfinished());
        assertEquals(1, pool.snapshot().gates().delayed());
        outcome(Outcome.Refused.class, pool.submit(new Script.Say("no room")));
        assertTrue(delayed.cancel(Cancel.ASK));
        outcome(Outcome.Cancelled.class, delayed);
        assertEquals(0, pool.snapshot().gates().delayed());
        assertEquals("room", pool.submit(new Script.Say("room")).get());
    }

    @Test
    final void theTotalLimitRunsMeanwhile() throws Exception {
        var pool = start(pool().limits(Limits.none().withTotal(SHORT)));
        var handle = pool.submit(new Script.Say("never"), LATER);
        assertTimedOut(Limit.TOTAL, handle);
        assertEquals(0, handle.await().report().attempts());
    }

    @Test
    final void theLimitOfTheQueueBeginsWithTheEndOfTheDelay() throws Exception {
        var pool = start(pool().size(1));
        var late = TaskOptions.none()
                .withDelay(Duration.ofMillis(200))
                .withLimits(Limits.none().withQueue(Duration.ofMillis(100)));
        assertEquals("late", pool.submit(new Script.Say("late"), late).get());
        hold(pool, new Script.Hold("gate"), "gate");
        assertTimedOut(Limit.QUEUE, pool.submit(new Script.Say("too late"), late));
    }

    @Test
    final void atTheEndADelayedTaskRunsAtOnce() throws Exception {
        var pool = start(pool());
        var delayed = pool.submit(new Script.Say("early"), LATER);
        pool.drain(Drain.within(SOON));
        assertEquals("early", outcome(Outcome.Success.class, delayed).value());
    }

    @Test
    final void orItIsHandedBack() throws Exception {
        var pool = start(pool());
        var delayed = pool.submit(new Script.Say("never"), LATER);
        var report = pool.drain(Drain.within(SOON).handBackQueued());
        assertEquals(
                Refusal.Reason.DRAINING,
                outcome(Outcome.Refused.class, delayed).refusal().reason());
        assertEquals(1, report.tasks().size());
        assertEquals(0, workers().uses().size());
    }

    @Test
    final void theTurnOfAKeyCountsFromTheEndOfTheDelay() throws Exception {
        var pool = start(pool());
        var key = TaskOptions.none().withKey("a");
        var delayed = pool.submit(new Script.Say("late"), key.withDelay(SHORT));
        var next = pool.submit(new Script.Hold("gate"), key);
        eventually("the one that came later runs", () -> workers().arrived("gate") == 1);
        eventually("the delayed one is due", () -> delayed.taskState() == TaskState.QUEUED);
        // It says so a moment before it stands there.
        eventually("it stands behind it", () -> pool.snapshot().gates().waiting() == 1);
        workers().open("gate");
        assertEquals("gate", next.get());
        assertEquals("late", delayed.get());
    }

    @Test
    final void aTaskThatIsDueInAPauseWaits() throws Exception {
        var pool = start(pool());
        pool.workers().pause("the test says so");
        var delayed = pool.submit(new Script.Say("late"), TaskOptions.none().withDelay(SHORT));
        eventually("it is due", () -> delayed.taskState() == TaskState.QUEUED);
        eventually("it waits", () -> pool.snapshot().queued() == 1);
        pool.workers().resume();
        assertEquals("late", delayed.get());
    }
}
