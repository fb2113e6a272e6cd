package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Change;
import dev.lifeguard.Doctor;
import dev.lifeguard.Finding.Illness;
import dev.lifeguard.Operation.Result;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolSnapshot.Sized;
import dev.lifeguard.StopReason;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskPool;
import dev.lifeguard.WorkerState;
import dev.lifeguard.policy.Elastic;
import dev.lifeguard.policy.Load;
import dev.lifeguard.policy.Scaling;
import dev.lifeguard.policy.ScalingPolicy.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A size that follows the load, by the pool's policy or by one of the user, and starts that wait for their turn. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class ScalingContract extends PoolContract {

    /** Made by JUnit. */
    protected ScalingContract() {}

    private static Elastic quick(int min, int max) {
        return Scaling.elastic(min, max)
                .target(Duration.ofMillis(5))
                .every(Duration.ofMillis(2))
                .linger(Duration.ofMillis(40));
    }

    private List<TaskHandle<String>> hold(TaskPool<Script, String> pool, int tasks) {
        var held = new ArrayList<TaskHandle<String>>();
        for (int number = 0; number < tasks; number++) {
            held.add(pool.submit(new Script.Hold("gate")));
        }
        return held;
    }

    @Test
    final void thePoolGrowsWhileWorkWaitsAndShrinksWhenNobodyNeedsIt() throws Exception {
        var pool = start(pool().size(1).scale(quick(1, 3)));
        List<TaskHandle<String>> held = hold(pool, 4);
        eventually("three run at once", () -> workers().arrived("gate") == 3);
        assertEquals(3, pool.snapshot().size());
        assertEquals(1, pool.snapshot().queued());
        workers().open("gate");
        for (TaskHandle<String> task : held) {
            assertEquals("gate", task.get());
        }
        eventually("one is left", () -> pool.snapshot().workers().size() == 1);
        eventually("two are stopped", () -> workers().stops().size() == 2);
        assertTrue(workers().stops().stream().allMatch(stop -> stop.reason() == StopReason.SHRUNK));
        assertEquals("next", pool.submit(new Script.Say("next")).get());
    }

    @Test
    final void everyDecisionIsKeptWithItsReasonAndTold() throws Exception {
        var pool = start(pool().size(1).scale(quick(1, 4)));
        hold(pool, 4);
        eventually("four run at once", () -> workers().arrived("gate") == 4);
        workers().open("gate");
        eventually("one is left", () -> pool.snapshot().size() == 1);
        List<Sized> decisions = pool.snapshot().sizing().decisions();
        int size = 1;
        for (Sized decision : decisions) {
            assertEquals(size, decision.from(), decisions::toString);
            assertTrue(decision.reason().contains(" ms"), decision::reason);
            size = decision.to();
        }
        assertEquals(1, size);
        assertEquals(4, pool.snapshot().sizing().most());
        eventually(
                "all are told",
                () -> events().stream()
                        .filter(PoolEvent.Scaled.class::isInstance)
                        .map(PoolEvent.Scaled.class::cast)
                        .map(event -> new Sized(Duration.ZERO, event.from(), event.to(), event.reason()))
                        .toList()
                        .equals(decisions.stream()
                                .map(one -> new Sized(Duration.ZERO, one.from(), one.to(), one.reason()))
                                .toList()));
    }

    @Test
    final void theBoundOfUnfinishedTasksIsThatOfTheLargestPool() throws Exception {
        var pool = start(pool().size(2).scale(Scaling.elastic(1, 8)));
        assertEquals(1_008, pool.snapshot().queue().capacity());
        pool.workers().operate(new Change.Scale(Scaling.fixed()), "the test", "it looks at the bound");
        assertEquals(1_002, pool.snapshot().queue().capacity());
    }

    @Test
    final void sparesAreStartedBeforeWorkWaits() throws Exception {
        var pool = start(pool().size(1).scale(quick(1, 4).spares(2)));
        eventually("two are free", () -> pool.snapshot().workers(WorkerState.IDLE) == 2);
        hold(pool, new Script.Hold("gate"), "gate");
        eventually(
                "two are free beside the one that works",
                () -> pool.snapshot().workers(WorkerState.IDLE) == 2
                        && pool.snapshot().size() == 3);
    }

    @Test
    final void aScalingCanBeBegunChangedAndEndedWhileWorkWaits() throws Exception {
        var pool = start(pool().size(1));
        List<TaskHandle<String>> held = hold(pool, 3);
        var elastic = new Change.Scale(quick(2, 3));
        var begun = pool.workers().operate(elastic, "the test", "work waits");
        assertEquals(Result.APPLIED, begun.result(), begun::message);
        assertTrue(begun.note().contains("size 1 -> 2"), begun::note);
        eventually("three run at once", () -> workers().arrived("gate") == 3);
        assertEquals(
                Result.UNCHANGED,
                pool.workers().operate(elastic, "the test", "again").result());
        pool.workers().operate(new Change.Scale(Scaling.fixed()), "the test", "it stays");
        workers().open("gate");
        for (TaskHandle<String> task : held) {
            assertEquals("gate", task.get());
        }
        assertEquals(3, pool.snapshot().size());
        assertTrue(pool.snapshot().policies().scaling() instanceof Scaling.Fixed);
    }

    @Test
    final void aPoolThatScalesCanBeResizedInsideItsRange() throws Exception {
        var pool = start(pool().size(1).scale(Scaling.elastic(1, 4)));
        pool.resize(3);
        assertEquals(3, pool.snapshot().size());
        eventually("three serve", () -> pool.snapshot().workers(WorkerState.IDLE) == 3);
        var refused = assertThrows(IllegalArgumentException.class, () -> pool.resize(5));
        assertTrue(String.valueOf(refused.getMessage()).contains("from 1 to 4"), refused::toString);
    }

    @Test
    final void aPolicyOfTheUserDecidesOnAThreadOfItsOwn() throws Exception {
        var askedOn = new ConcurrentLinkedQueue<String>();
        var asked = new ConcurrentLinkedQueue<Load>();
        var pool = start(pool().size(1)
                .scale(Scaling.custom(1, 4, load -> {
                            askedOn.add(Thread.currentThread().getName());
                            asked.add(load);
                            return new Wish(1 + load.busy() + load.queued(), "one more than are busy");
                        })
                        .every(Duration.ofMillis(2))));
        hold(pool, 2);
        eventually(
                "three are there",
                () -> pool.snapshot().size() == 3 && workers().arrived("gate") == 2);
        assertEquals(
                "one more than are busy",
                pool.snapshot().sizing().decisions().getLast().reason());
        workers().open("gate");
        eventually("one is left", () -> pool.snapshot().size() == 1);
        assertTrue(askedOn.stream().allMatch(("lifeguard-" + pool.snapshot().pool() + "-scaling")::equals));
        assertTrue(asked.stream().allMatch(load -> load.min() == 1 && load.max() == 4));
    }

    @Test
    final void aPolicyThatThrowsIsToldAndTheSizeStays() throws Exception {
        var mended = new CountDownLatch(1);
        var pool = start(pool().size(2)
                .scale(Scaling.custom(1, 4, load -> {
                            if (mended.getCount() > 0) {
                                throw new IllegalStateException("planted: the policy throws");
                            }
                            return new Wish(4, "it does not throw any more");
                        })
                        .every(Duration.ofMillis(2))));
        eventually("it is seen", () -> pool.snapshot().sizing().failing().isPresent());
        assertEquals(2, pool.snapshot().size());
        eventually(
                "it is told once",
                () -> events().stream()
                                .filter(PoolEvent.Trouble.class::isInstance)
                                .count()
                        == 1);
        assertTrue(Doctor.standard().examine(pool.snapshot()).stream()
                .anyMatch(finding -> finding.illness() == Illness.SCALING_FAILS
                        && finding.fact().contains("IllegalStateException")));
        assertEquals("served", pool.submit(new Script.Say("served")).get());
        mended.countDown();
        eventually("it is heard again", () -> pool.snapshot().size() == 4);
        assertTrue(pool.snapshot().sizing().failing().isEmpty());
    }

    @Test
    final void aPolicyThatHangsIsCalledOnceAndInterruptedAtTheEnd() throws Exception {
        var calls = new ConcurrentLinkedQueue<Load>();
        var inside = new CountDownLatch(1);
        var left = new CountDownLatch(1);
        var pool = start(pool().size(2)
                .scale(Scaling.custom(1, 4, load -> {
                            calls.add(load);
                            inside.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException interrupted) {
                                left.countDown();
                            }
                            return new Wish(4, "too late");
                        })
                        .every(Duration.ofMillis(2))));
        inside.await();
        for (int number = 0; number < 100; number++) {
            assertEquals("served", pool.submit(new Script.Say("served")).get());
        }
        assertEquals(2, pool.snapshot().size());
        pool.close();
        left.await();
        assertEquals(1, calls.size());
    }

    @Test
    final void soManyStartAtOnceAndTheOthersInTheirTurn() throws Exception {
        workers().plan(ScriptedWorkers.Hook.START, ScriptedWorkers.Fault.HANG, 2);
        var pool = start(pool().size(5).startAtOnce(2).minReady(0, SOON));
        eventually("two start", () -> workers().arrived("START") == 2);
        eventually("everybody sees it", () -> pool.snapshot().workers(WorkerState.STARTING) == 2);
        assertEquals(3, pool.snapshot().workers(WorkerState.BACKOFF));
        assertTrue(pool.snapshot().workers().getLast().reason().contains("2 workers start at a time"));
        assertEquals(2, workers().calls(ScriptedWorkers.Hook.START));
        pool.workers().operate(new Change.StartAtOnce(4), "the test", "two more may start");
        eventually("two more serve, and then the last", () -> pool.snapshot().workers(WorkerState.IDLE) == 3);
        workers().openAll();
        eventually("all serve", () -> pool.snapshot().workers(WorkerState.IDLE) == 5);
    }

    @Test
    final void theGateOfTheStartOpensWhenEnoughHadTheirTurn() throws Exception {
        var pool = start(pool().size(6).startAtOnce(1).minReady(6, SOON));
        assertEquals(6, pool.snapshot().workers(WorkerState.IDLE));
    }

    @Test
    final void whoWaitsForItsTurnIsSentAwayFirst() throws Exception {
        workers().plan(ScriptedWorkers.Hook.START, ScriptedWorkers.Fault.HANG, 1);
        var pool = start(pool().size(4).startAtOnce(1).minReady(0, SOON));
        eventually("one starts", () -> workers().arrived("START") == 1);
        pool.resize(1);
        assertEquals(1, pool.snapshot().workers().size());
        assertEquals(1, pool.snapshot().workers(WorkerState.STARTING));
        workers().openAll();
        assertEquals("next", pool.submit(new Script.Say("next")).get());
        assertEquals(1, workers().calls(ScriptedWorkers.Hook.START));
    }
}
