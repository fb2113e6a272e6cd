package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.HookLimits;
import dev.lifeguard.Limits;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolStartException;
import dev.lifeguard.Refusal;
import dev.lifeguard.RefusedException;
import dev.lifeguard.Restart;
import dev.lifeguard.StopReason;
import dev.lifeguard.TaskPool;
import dev.lifeguard.WorkerState;
import dev.lifeguard.testkit.contract.ScriptedWorkers.Fault;
import dev.lifeguard.testkit.contract.ScriptedWorkers.Hook;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Dying, sick, stuck and unstartable workers: what becomes of them, of their slot and of the pool. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class RecoveryContract extends PoolContract {

    private static final HookLimits TIGHT =
            new HookLimits(Duration.ofMillis(60), Duration.ofMillis(60), Duration.ofMillis(60), Duration.ofMillis(60));

    /** Made by JUnit. */
    protected RecoveryContract() {}

    private void assertServes(TaskPool<Script, String> pool) throws Exception {
        assertEquals("next", pool.submit(new Script.Say("next")).get(20, java.util.concurrent.TimeUnit.SECONDS));
    }

    private void awaitStops(int count) {
        eventually(count + " stops", () -> workers().stops().size() == count);
    }

    @Test
    final void aFatalFailureCostsItsWorkerAndNoOtherTask() throws Exception {
        var pool = start(pool());
        var bystander = hold(pool, new Script.Hold("gate"), "gate");
        outcome(Outcome.WorkerLost.class, pool.submit(new Script.Die("boom")));
        assertServes(pool);
        awaitStops(1);
        assertEquals(StopReason.CRASHED, workers().stops().getFirst().reason());
        assertFalse(bystander.isDone());
        workers().open("gate");
        assertEquals("gate", bystander.get());
        assertEquals(1, pool.snapshot().counts().deaths());
        assertEquals(1, pool.snapshot().counts().lost());
    }

    @Test
    final void anOrdinaryFailureKeepsItsWorkerAndResetsIt() throws Exception {
        var pool = start(pool().size(1));
        outcome(Outcome.Failed.class, pool.submit(new Script.Fail("no")));
        assertServes(pool);
        assertEquals(1, workers().calls(Hook.RESET));
        assertEquals(1, pool.snapshot().workers().getFirst().incarnation());
    }

    @Test
    final void aFailingResetReplacesTheWorker() throws Exception {
        workers().plan(Hook.RESET, Fault.FAIL, 1);
        var pool = start(pool().size(1));
        outcome(Outcome.Failed.class, pool.submit(new Script.Fail("no")));
        assertServes(pool);
        awaitStops(1);
        assertEquals(StopReason.CRASHED, workers().stops().getFirst().reason());
        assertEquals(2, pool.snapshot().workers().getFirst().incarnation());
    }

    @Test
    final void anUnhealthyWorkerIsReplaced() throws Exception {
        var pool = start(pool().size(1));
        assertServes(pool);
        workers().plan(Hook.HEALTHY, Fault.FAIL, 1);
        assertEquals("soiled", pool.submit(new Script.Soil("soiled")).get());
        assertServes(pool);
        awaitStops(1);
        assertEquals(StopReason.UNHEALTHY, workers().stops().getFirst().reason());
    }

    @Test
    final void aWorkerThatIsUnhealthyAtItsStartIsStoppedAndTriedAgain() throws Exception {
        workers().plan(Hook.HEALTHY, Fault.FAIL, 2);
        var pool = start(pool().size(1));
        assertServes(pool);
        assertEquals(
                List.of(StopReason.UNHEALTHY, StopReason.UNHEALTHY),
                workers().stops().stream().map(ScriptedWorkers.Stop::reason).toList());
        assertEquals(3, pool.snapshot().workers().getFirst().incarnation());
    }

    @Test
    final void aFailingStartIsTriedAgainAndNeverSpins() throws Exception {
        workers().plan(Hook.START, Fault.FAIL, 1_000_000);
        var pool = start(pool().size(1)
                .minReady(0, SOON)
                .restart(Restart.standard().backoff(Duration.ofMillis(40), Duration.ofMillis(40))));
        var task = pool.submit(new Script.Say("x"));
        eventually("a few starts", () -> workers().calls(Hook.START) >= 4);
        int before = workers().calls(Hook.START);
        assertTrue(task.await(Duration.ofMillis(200)).isEmpty());
        int starts = workers().calls(Hook.START) - before;
        assertTrue(starts >= 1 && starts <= 12, starts + " starts in 200 ms with a backoff of 40 ms");
        assertTrue(task.cancel(true));
    }

    @Test
    final void theGateOfTheStartSaysWhatWentWrong() {
        workers().plan(Hook.START, Fault.FAIL, 1_000_000);
        var failure = assertThrows(
                PoolStartException.class, () -> pool().minReady(2, SOON).start());
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains("planned failure of the start hook"), message);
        assertTrue(message.contains("0 of at least 2"), message);
        assertEquals(
                "planned failure of the start hook",
                failure.getCause() == null ? "" : failure.getCause().getMessage());
    }

    @Test
    final void theGateOfTheStartHasALimit() {
        workers().plan(Hook.START, Fault.HANG, 1);
        var failure = assertThrows(
                PoolStartException.class, () -> pool().minReady(2, SHORT).start());
        assertTrue(String.valueOf(failure.getMessage()).contains("1 of at least 2"), failure::toString);
        assertTrue(String.valueOf(failure.getMessage()).contains(SHORT.toString()), failure::toString);
    }

    @Test
    final void aPoolWhoseWorkersCannotStartIsDegradedAnswersAtOnceAndHeals() throws Exception {
        var pool = start(pool().size(1)
                .restart(new Restart(Duration.ofMillis(200), Duration.ofMillis(200), 2, Duration.ofMillis(500), 0)));
        assertServes(pool);
        workers().plan(Hook.START, Fault.FAIL, 4);
        outcome(Outcome.WorkerLost.class, pool.submit(new Script.Die("boom")));
        eventually("it is degraded", () -> pool.snapshot().degraded().isPresent());
        eventually("it refuses what cannot be served in time", () -> {
            try (var lease = pool.workers().checkout(Duration.ofMillis(1))) {
                return lease.id().worker() < 0;
            } catch (RefusedException refused) {
                return refused.refusal().reason() == Refusal.Reason.UNAVAILABLE
                        && refused.refusal().pool().contains("planned failure of the start hook");
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        });
        assertServes(pool);
        eventually("it is healthy again", () -> pool.snapshot().degraded().isEmpty());
        eventually(
                "both were told",
                () -> events().stream()
                                .filter(event -> event instanceof PoolEvent.ConditionChanged)
                                .count()
                        >= 2);
    }

    @Test
    final void aTaskThatCannotBeServedWithinItsLimitIsRefusedAtOnce() throws Exception {
        workers().plan(Hook.START, Fault.FAIL, 1_000_000);
        var pool = start(pool().size(1)
                .minReady(0, SOON)
                .restart(Restart.standard().backoff(Duration.ofMinutes(5), Duration.ofMinutes(5))));
        eventually(
                "it waits for its restart",
                () -> pool.snapshot().workers(WorkerState.BACKOFF) == 1
                        && workers().calls(Hook.START) == 2);
        var options = dev.lifeguard.TaskOptions.none().withLimits(Limits.none().withQueue(Duration.ofSeconds(5)));
        eventually("it is refused", () -> {
            var handle = pool.submit(new Script.Say("x"), options);
            handle.cancel(true);
            return handle.outcome().orElseThrow() instanceof Outcome.Refused<String> refused
                    && refused.refusal().reason() == Refusal.Reason.UNAVAILABLE;
        });
    }

    @Test
    final void aHangingStartHookCostsItsIncarnationOnly() throws Exception {
        workers().plan(Hook.START, Fault.HANG, 1);
        var pool = start(pool().size(1).hookLimits(TIGHT));
        assertServes(pool);
        assertEquals(1, pool.snapshot().zombies());
        assertEquals(2, pool.snapshot().workers().getFirst().incarnation());
        workers().open("START");
        eventually("it comes back", () -> pool.snapshot().zombies() == 0);
        assertEquals(StopReason.STUCK, workers().stops().getFirst().reason());
    }

    @Test
    final void aHangingResetHookCostsItsIncarnationOnly() throws Exception {
        workers().plan(Hook.RESET, Fault.HANG, 1);
        var pool = start(pool().size(1).hookLimits(TIGHT));
        assertEquals("soiled", pool.submit(new Script.Soil("soiled")).get());
        assertServes(pool);
        eventually("it is given up", () -> pool.snapshot().zombies() == 1);
        workers().open("RESET");
        eventually("it comes back", () -> pool.snapshot().zombies() == 0);
        assertEquals(StopReason.STUCK, workers().stops().getFirst().reason());
    }

    @Test
    final void aHangingStopHookCostsItsIncarnationOnly() throws Exception {
        workers().plan(Hook.STOP, Fault.HANG, 1);
        var pool = start(pool().size(1).hookLimits(TIGHT));
        var lease = pool.workers().checkout(SOON);
        lease.markBroken("it is bent");
        lease.close();
        eventually("its stop hook hangs", () -> workers().arrived("STOP") == 1);
        eventually("its place is filled", () -> pool.snapshot().workers(WorkerState.IDLE) == 1);
        assertServes(pool);
        assertEquals(1, pool.snapshot().zombies());
        workers().open("STOP");
        eventually("it comes back", () -> pool.snapshot().zombies() == 0);
        assertEquals(
                List.of(StopReason.BROKEN),
                workers().stops().stream().map(ScriptedWorkers.Stop::reason).toList());
    }

    @Test
    final void aHangingStopHookOfAShrinkingIdlePoolIsNoticed() throws Exception {
        workers().plan(Hook.STOP, Fault.HANG, 1);
        var pool = start(pool().size(2).minReady(2, SOON).hookLimits(TIGHT));
        pool.resize(1);
        eventually("its stop hook hangs", () -> workers().arrived("STOP") == 1);
        eventually(
                "it is given up",
                () -> pool.snapshot().zombies() == 1
                        && pool.snapshot().workers().size() == 1);
    }

    @Test
    final void aFailingStopHookIsToldAndWithoutConsequence() throws Exception {
        workers().plan(Hook.STOP, Fault.FAIL, 1);
        var pool = start(pool().size(1));
        assertEquals("broken", pool.submit(new Script.Break("broken")).get());
        assertServes(pool);
        eventually(
                "it is told",
                () -> events().stream()
                        .anyMatch(event -> event instanceof PoolEvent.Trouble trouble
                                && trouble.message().contains("stop hook")
                                && trouble.cause() != null));
    }

    @Test
    final void tooManyZombiesCloseTheSlotUntilOneComesBack() throws Exception {
        var pool = start(pool().size(1).maxZombies(1).limits(Limits.none().withRun(SHORT)));
        hold(pool, new Script.HoldDeaf("one"), "one");
        eventually("the first is given up", () -> pool.snapshot().zombies() == 1);
        assertServes(pool);
        hold(pool, new Script.HoldDeaf("two"), "two");
        eventually("the slot is closed", () -> pool.snapshot().workers(WorkerState.FAILED) == 1);
        assertTrue(pool.snapshot().degraded().orElse("").contains("abandoned"), pool.snapshot()::toString);
        assertThrows(RefusedException.class, () -> pool.workers().checkout(SHORT));
        workers().open("one");
        eventually("the slot is open again", () -> pool.snapshot().workers(WorkerState.FAILED) == 0);
        assertServes(pool);
        workers().open("two");
        eventually("both are back", () -> pool.snapshot().zombies() == 0);
        eventually("it is healthy", () -> pool.snapshot().degraded().isEmpty());
    }

    @Test
    final void anAbandonedObjectIsNeverUsedAgain() throws Exception {
        var pool = start(pool().size(1).limits(Limits.none().withRun(SHORT)).maxZombies(10));
        for (int round = 0; round < 5; round++) {
            String gate = "gate " + round;
            assertTimedOut(dev.lifeguard.Limit.RUN, hold(pool, new Script.HoldDeaf(gate), gate));
            var stuck = workers().uses().getLast().worker();
            eventually("it is given up", () -> pool.snapshot().zombies() == 1);
            workers().open(gate);
            assertServes(pool);
            assertFalse(workers().uses().getLast().worker().equals(stuck), "the stuck worker is used again");
            eventually("it comes back", () -> pool.snapshot().zombies() == 0);
        }
        awaitStops(5);
    }

    @Test
    final void codeThatLeavesInTheMomentOfItsAbandonmentHarmsNobody() throws Exception {
        Duration now = Duration.ZERO;
        var pool = start(pool().size(2).maxZombies(1_000).escalation(new dev.lifeguard.Escalation(now, now)));
        for (int round = 0; round < 300; round++) {
            var cancelled = pool.submit(new Script.Hold("never"));
            var next = pool.submit(new Script.Say("next"));
            cancelled.cancel(dev.lifeguard.Cancel.KILL);
            assertEquals("next", outcome(Outcome.Success.class, next).value());
        }
        eventually("all zombies come back", () -> pool.snapshot().zombies() == 0);
        assertServes(pool);
    }

    @Test
    final void aCheckoutThatCanWaitIsNotRefusedBecauseAWorkerDies() throws Exception {
        var pool = start(pool().size(1).restart(Restart.standard().backoff(Duration.ofNanos(1), Duration.ofNanos(1))));
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        var threads = new ArrayList<Thread>();
        for (int number = 0; number < 3; number++) {
            threads.add(inBackground(() -> {
                for (int round = 0; round < 500; round++) {
                    try (var lease = pool.workers().checkout(SOON)) {
                        lease.markBroken("by the test");
                    } catch (InterruptedException | RefusedException failure) {
                        wrong.add(failure.toString());
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            join(thread);
        }
        assertEquals(List.of(), List.copyOf(wrong));
    }

    @Test
    final void deadWorkersAreNotKept() throws Exception {
        var pool = start(pool().size(2).restart(Restart.standard().backoff(Duration.ofNanos(1), Duration.ofNanos(1))));
        var objects = new ArrayList<WeakReference<Object>>();
        for (int round = 0; round < 200; round++) {
            assertEquals(
                    "broken",
                    pool.workers()
                            .submit((worker, context) -> {
                                objects.add(new WeakReference<>(worker));
                                context.markBroken("the test says so");
                                return "broken";
                            })
                            .get());
        }
        awaitStops(200);
        eventually("each death is counted", () -> pool.snapshot().counts().deaths() == 200);
        assertEquals(2, pool.snapshot().workers().size());
        eventually("the objects of the dead are garbage", () -> {
            System.gc();
            return objects.stream().filter(object -> object.get() != null).count() <= 8;
        });
    }
}
