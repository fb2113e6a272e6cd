package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.PoolEvent;
import dev.lifeguard.StopReason;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Growing and shrinking: on request, and by bursts that linger. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class ResizeContract extends PoolContract {

    /** Made by JUnit. */
    protected ResizeContract() {}

    @Test
    final void aLargerPoolTakesMoreAtOnce() throws Exception {
        var pool = start(pool().size(1));
        hold(pool, new Script.Hold("gate"), "gate");
        var second = pool.submit(new Script.Hold("second"));
        pool.resize(3);
        eventually("the second runs", () -> workers().arrived("second") == 1);
        eventually("the bound has grown", () -> pool.snapshot().queue().capacity() == 1_003);
        assertEquals(3, pool.snapshot().size());
        workers().openAll();
        assertEquals("second", second.get());
        eventually(
                "it is told",
                () -> events().contains(new PoolEvent.Resized(pool.snapshot().pool(), 1, 3)));
    }

    @Test
    final void aSmallerPoolLosesNothing() throws Exception {
        var pool = start(pool().size(4).minReady(4, SOON));
        var running = new ArrayList<TaskHandle<String>>();
        for (int number = 0; number < 4; number++) {
            running.add(hold(pool, new Script.Hold("gate"), "gate"));
        }
        var queued = pool.submit(new Script.Say("queued"));
        pool.resize(1);
        eventually("three are leaving", () -> pool.snapshot().workers(WorkerState.LEAVING) == 3);
        assertEquals(0, workers().stops().size());
        workers().open("gate");
        for (TaskHandle<String> handle : running) {
            assertEquals("gate", handle.get());
        }
        assertEquals("queued", queued.get());
        eventually("one is left", () -> pool.snapshot().workers().size() == 1);
        eventually("three are stopped", () -> workers().stops().size() == 3);
        assertTrue(workers().stops().stream().allMatch(stop -> stop.reason() == StopReason.SHRUNK));
        assertEquals("next", pool.submit(new Script.Say("next")).get());
    }

    @Test
    final void idleWorkersLeaveAtOnceAndBusyOnesStay() throws Exception {
        var pool = start(pool().size(3).minReady(3, SOON));
        var running = hold(pool, new Script.Hold("gate"), "gate");
        pool.resize(1);
        eventually("two are stopped", () -> workers().stops().size() == 2);
        assertFalse(running.isDone());
        workers().open("gate");
        assertEquals("gate", running.get());
        assertEquals("next", pool.submit(new Script.Say("next")).get());
        assertEquals(2, workers().stops().size());
    }

    @Test
    final void aLeaseOutlivesTheShrinking() throws Exception {
        var pool = start(pool().size(2).minReady(2, SOON));
        var one = pool.workers().checkout(SOON);
        var two = pool.workers().checkout(SOON);
        pool.resize(1);
        eventually("one is leaving", () -> pool.snapshot().workers(WorkerState.LEAVING) == 1);
        assertTrue(one.worker() != null && two.worker() != null);
        one.markDirty();
        one.close();
        two.markDirty();
        two.close();
        eventually(
                "one is left",
                () -> pool.snapshot().workers().size() == 1 && workers().stops().size() == 1);
        assertEquals("next", pool.submit(new Script.Say("next")).get());
    }

    @Test
    final void growingAgainBeforeTheShrinkIsOver() throws Exception {
        var pool = start(pool().size(2).minReady(2, SOON));
        hold(pool, new Script.Hold("gate"), "gate");
        hold(pool, new Script.Hold("gate"), "gate");
        pool.resize(1);
        eventually("one is leaving", () -> pool.snapshot().workers(WorkerState.LEAVING) == 1);
        pool.resize(2);
        var third = pool.submit(new Script.Say("third"));
        assertEquals("third", third.get(), "a new worker serves while the old ones are held");
        workers().open("gate");
        eventually("two are left", () -> pool.snapshot().workers().size() == 2);
    }

    @Test
    final void sizesUnderOneAreRefused() throws Exception {
        var pool = start(pool());
        var refused = assertThrows(IllegalArgumentException.class, () -> pool.resize(0));
        assertTrue(String.valueOf(refused.getMessage()).contains("0"), refused::toString);
    }

    @Test
    final void underLoadEverySizeServes() throws Exception {
        var pool = start(pool().size(1).queue(100, WhenFull.block(SOON)));
        var handles = new ArrayList<TaskHandle<String>>();
        for (int number = 0; number < 4_000; number++) {
            if (number % 100 == 0) {
                pool.resize(1 + number / 100 % 5);
            }
            handles.add(pool.submit(new Script.Say("x")));
        }
        for (TaskHandle<String> handle : handles) {
            assertEquals("x", handle.get());
        }
        eventually("all are counted", () -> pool.snapshot().counts().succeeded() == 4_000);
    }

    @Test
    final void burstWorkersServeTheRushLingerAndLeave() throws Exception {
        var pool = start(pool().size(1).burst(2, Duration.ofMillis(50)));
        var handles = new ArrayList<TaskHandle<String>>();
        for (int number = 0; number < 3; number++) {
            handles.add(pool.submit(new Script.Hold("gate")));
        }
        eventually("three run at once", () -> workers().arrived("gate") == 3);
        var fourth = pool.submit(new Script.Say("fourth"));
        eventually("three are shown", () -> pool.snapshot().workers().size() == 3);
        assertFalse(fourth.isDone());
        workers().open("gate");
        for (TaskHandle<String> handle : handles) {
            assertEquals("gate", handle.get());
        }
        assertEquals("fourth", fourth.get());
        eventually("two leave", () -> pool.snapshot().workers().size() == 1);
        eventually("two are stopped", () -> workers().stops().size() == 2);
        assertEquals(
                List.of(StopReason.IDLE, StopReason.IDLE),
                workers().stops().stream().map(ScriptedWorkers.Stop::reason).toList());
        assertEquals("next", pool.submit(new Script.Say("next")).get());
    }

    @Test
    final void aCheckoutThatWaitsIsAReasonToBurst() throws Exception {
        var pool = start(pool().size(1).burst(1, Duration.ofSeconds(20)));
        try (var one = pool.workers().checkout(SOON);
                var two = pool.workers().checkout(SOON)) {
            assertFalse(one.id().equals(two.id()));
        }
    }
}
