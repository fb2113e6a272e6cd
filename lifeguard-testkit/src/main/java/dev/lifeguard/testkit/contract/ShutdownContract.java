package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Drain;
import dev.lifeguard.HookLimits;
import dev.lifeguard.LeaseException;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolState;
import dev.lifeguard.Refusal;
import dev.lifeguard.RefusedException;
import dev.lifeguard.Retry;
import dev.lifeguard.StopReason;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskState;
import dev.lifeguard.WhenFull;
import dev.lifeguard.testkit.contract.ScriptedWorkers.Fault;
import dev.lifeguard.testkit.contract.ScriptedWorkers.Hook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The end of a pool: what runs, what is handed back, what is abandoned, and that it always comes in time. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class ShutdownContract extends PoolContract {

    private static final Drain LONG = Drain.within(Duration.ofSeconds(20));
    private static final Drain BRIEF = Drain.within(Duration.ofMillis(300));

    /** Made by JUnit. */
    protected ShutdownContract() {}

    private static Set<Long> ids(Drain.Report report) {
        return report.tasks().stream().map(Drain.Fate::id).collect(Collectors.toSet());
    }

    private void assertAllStopped(StopReason reason, int count) {
        assertEquals(count, workers().stops().size());
        assertTrue(
                workers().stops().stream().allMatch(stop -> stop.reason() == reason),
                workers().stops()::toString);
    }

    @Test
    final void whatIsQueuedRuns() throws Exception {
        var pool = start(pool().size(1));
        var handles = new ArrayList<TaskHandle<String>>();
        handles.add(hold(pool, new Script.Hold("gate"), "gate"));
        for (int number = 0; number < 20; number++) {
            handles.add(pool.submit(new Script.Say("queued " + number)));
        }
        Queue<Drain.Report> reports = new ConcurrentLinkedQueue<>();
        Thread closer = inBackground(() -> {
            try {
                reports.add(pool.drain(LONG));
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        });
        eventually("intake is closed", () -> pool.workers().state() == PoolState.DRAINING);
        assertEquals(
                Refusal.Reason.DRAINING,
                outcome(Outcome.Refused.class, pool.submit(new Script.Say("late")))
                        .refusal()
                        .reason());
        assertThrows(RefusedException.class, () -> pool.workers().checkout(SOON));
        assertTrue(pool.workers().tryCheckout().isEmpty());
        workers().open("gate");
        join(closer);
        for (TaskHandle<String> handle : handles) {
            assertInstanceOf(Outcome.Success.class, handle.outcome().orElseThrow());
        }
        Drain.Report report = reports.remove();
        assertTrue(report.complete());
        assertEquals(21, report.count(Outcome.Success.class));
        assertEquals(handles.stream().map(TaskHandle::id).collect(Collectors.toSet()), ids(report));
        assertEquals(0, report.workersAbandoned());
        assertEquals(List.of(), report.leasesRevoked());
        assertAllStopped(StopReason.POOL_CLOSED, 1);
        assertEquals(PoolState.STOPPED, pool.workers().state());
    }

    @Test
    final void runningTasksEndWhileQueuedOnesAreHandedBack() throws Exception {
        var pool = start(pool().size(1).closing(LONG.handBackQueued()));
        var running = hold(pool, new Script.Hold("gate"), "gate");
        var queued = pool.submit(new Script.Say("queued"));
        Thread closer = inBackground(pool::close);
        var refused = outcome(Outcome.Refused.class, queued);
        assertEquals(Refusal.Reason.DRAINING, refused.refusal().reason());
        assertFalse(refused.report().mayHaveRun());
        assertFalse(running.isDone());
        workers().open("gate");
        join(closer);
        assertEquals("gate", running.get());
        assertEquals(1, workers().uses().size());
    }

    @Test
    final void whatRunsTooLongIsAskedAndInterrupted() throws Exception {
        var pool = start(pool());
        var polite = hold(pool, new Script.Obey("polite"), "polite");
        var sleepy = hold(pool, new Script.Hold("sleepy"), "sleepy");
        var queued = pool.submit(new Script.Say("queued"));
        var report = pool.drain(BRIEF);
        assertEquals(2, report.count(Outcome.Cancelled.class));
        assertEquals(1, report.count(Outcome.Refused.class));
        assertEquals(Set.of(polite.id(), sleepy.id(), queued.id()), ids(report));
        assertEquals(0, report.workersAbandoned());
        assertAllStopped(StopReason.POOL_CLOSED, 2);
        assertTrue(report.took().compareTo(BRIEF.within().plusMillis(500)) < 0, report::toString);
    }

    @Test
    final void whatIgnoresEverythingIsAbandonedAtTheDeadline() throws Exception {
        var pool = start(pool());
        var deaf = hold(pool, new Script.HoldDeaf("deaf"), "deaf");
        var report = pool.drain(BRIEF);
        assertEquals(1, report.workersAbandoned());
        assertTrue(outcome(Outcome.Cancelled.class, deaf).report().mayStillRun());
        assertTrue(report.took().compareTo(BRIEF.within().plusMillis(500)) < 0, report::toString);
        assertEquals(PoolState.STOPPED, pool.workers().state());
        workers().open("deaf");
        eventually("both are stopped", () -> workers().stops().size() == 2);
    }

    @Test
    final void hangingHooksCannotHoldTheEnd() throws Exception {
        Duration ages = Duration.ofMinutes(5);
        workers().plan(Hook.STOP, Fault.HANG, 1);
        workers().plan(Hook.RESET, Fault.HANG, 1);
        var pool = start(pool().size(3).minReady(3, SOON).hookLimits(new HookLimits(ages, ages, ages, ages)));
        assertEquals("soiled", pool.submit(new Script.Soil("soiled")).get());
        workers().plan(Hook.START, Fault.HANG, 1);
        pool.resize(4);
        eventually("a start hook hangs", () -> workers().arrived("START") == 1);
        var report = pool.drain(BRIEF);
        assertEquals(3, report.workersAbandoned(), report::toString);
        assertTrue(report.took().compareTo(BRIEF.within().plusMillis(500)) < 0, report::toString);
    }

    @Test
    final void leasesThatDoNotComeBackAreRevoked() throws Exception {
        var pool = start(pool());
        var lease = pool.workers().checkout(SOON);
        assertTrue(lease.worker() != null);
        var report = pool.drain(BRIEF);
        assertEquals(List.of(lease.id()), report.leasesRevoked());
        assertThrows(LeaseException.class, lease::worker);
        assertEquals(1, workers().stops().size(), "the object that is still in use is not stopped");
        lease.close();
        eventually("it is stopped when it comes back", () -> workers().stops().size() == 2);
        lease.close();
    }

    @Test
    final void aLeaseThatComesBackInTimeIsNotRevoked() throws Exception {
        var pool = start(pool().size(1));
        var lease = pool.workers().checkout(SOON);
        Thread closer = inBackground(pool::close);
        eventually("it closes", () -> pool.workers().state() == PoolState.DRAINING);
        assertTrue(lease.worker() != null, "a lease lasts until the deadline");
        lease.close();
        join(closer);
        assertEquals(List.of(), pool.drain(LONG).leasesRevoked());
        assertAllStopped(StopReason.POOL_CLOSED, 1);
    }

    @Test
    final void closingIsIdempotentAndEveryCallReportsTheSame() throws Exception {
        var pool = start(pool());
        hold(pool, new Script.Hold("gate"), "gate");
        Queue<Drain.Report> reports = new ConcurrentLinkedQueue<>();
        var closers = new ArrayList<Thread>();
        for (int number = 0; number < 4; number++) {
            closers.add(inBackground(() -> {
                try {
                    reports.add(pool.drain(LONG));
                } catch (InterruptedException interrupted) {
                    throw new AssertionError(interrupted);
                }
            }));
        }
        workers().open("gate");
        for (Thread closer : closers) {
            join(closer);
        }
        pool.close();
        reports.add(pool.drain(BRIEF));
        assertEquals(1, Set.copyOf(reports).size(), reports::toString);
    }

    @Test
    final void theSoonerDeadlineCounts() throws Exception {
        var pool = start(pool().size(1));
        var running = hold(pool, new Script.HoldDeaf("gate"), "gate");
        Thread patient = inBackground(pool::close);
        eventually("it closes", () -> pool.workers().state() == PoolState.DRAINING);
        var report = pool.drain(BRIEF);
        join(patient);
        assertEquals(1, report.count(Outcome.Cancelled.class));
        assertTrue(running.isCancelled());
    }

    @Test
    final void aTaskInItsBackoffRunsAtOnce() throws Exception {
        var pool = start(pool().retry(Retry.attempts(2).backoff(Duration.ofMinutes(5), Duration.ofMinutes(5))));
        var handle = pool.submit(new Script.FailUntil(2));
        eventually("it backs off", () -> handle.taskState() == TaskState.BACKOFF);
        assertEquals(1, pool.drain(LONG).count(Outcome.Success.class));
        assertEquals("2", handle.get());
    }

    @Test
    final void aTaskInItsBackoffIsHandedBackAndSaysThatItMayHaveRun() throws Exception {
        var pool = start(pool().retry(Retry.attempts(2).backoff(Duration.ofMinutes(5), Duration.ofMinutes(5))));
        var handle = pool.submit(new Script.FailUntil(2));
        eventually("it backs off", () -> handle.taskState() == TaskState.BACKOFF);
        pool.drain(LONG.handBackQueued());
        handle.await();
        assertTrue(handle.await().report().mayHaveRun());
    }

    @Test
    final void everybodyWhoWaitsIsReleased() throws Exception {
        var pool = start(
                pool().size(1).queue(1, WhenFull.block(Duration.ofMinutes(5))).closing(LONG));
        hold(pool, new Script.Hold("gate"), "gate");
        var queued = pool.submit(new Script.Say("queued"));
        Queue<Object> said = new ConcurrentLinkedQueue<>();
        Thread submitter = inBackground(() -> {
            try {
                said.add(outcome(Outcome.Refused.class, pool.submit(new Script.Say("late")))
                        .refusal()
                        .reason());
            } catch (InterruptedException interrupted) {
                said.add(interrupted);
            }
        });
        Thread visitor = inBackground(() -> {
            try {
                pool.workers().checkout(Duration.ofMinutes(5)).close();
                said.add("a lease");
            } catch (RefusedException refused) {
                said.add(refused.refusal().reason());
            } catch (InterruptedException interrupted) {
                said.add(interrupted);
            }
        });
        Thread closer = inBackground(pool::close);
        join(submitter);
        join(visitor);
        assertEquals(List.of(Refusal.Reason.DRAINING, Refusal.Reason.DRAINING), List.copyOf(said));
        workers().open("gate");
        join(closer);
        assertEquals("queued", queued.get());
    }

    @Test
    final void aCheckoutInLineIsReleasedWhenItIsTooLateToServeIt() throws Exception {
        var pool = start(pool().size(1));
        hold(pool, new Script.HoldDeaf("gate"), "gate");
        Queue<Object> said = new ConcurrentLinkedQueue<>();
        Thread visitor = inBackground(() -> {
            try {
                pool.workers().checkout(Duration.ofMinutes(5)).close();
                said.add("a lease");
            } catch (RefusedException refused) {
                said.add(refused.refusal().reason());
            } catch (InterruptedException interrupted) {
                said.add(interrupted);
            }
        });
        eventually("it waits", () -> pool.snapshot().queued() == 1);
        pool.drain(BRIEF);
        join(visitor);
        assertEquals(List.of(Refusal.Reason.DRAINING), List.copyOf(said));
    }

    @Test
    final void anInterruptCutsTheCloseShort() throws Exception {
        var pool = start(pool().size(1).closing(Drain.within(Duration.ofMinutes(5))));
        var running = hold(pool, new Script.HoldDeaf("gate"), "gate");
        Queue<Boolean> interrupted = new ConcurrentLinkedQueue<>();
        Thread closer = inBackground(() -> {
            pool.close();
            interrupted.add(Thread.interrupted());
        });
        eventually("it closes", () -> pool.workers().state() == PoolState.DRAINING);
        closer.interrupt();
        join(closer);
        assertEquals(List.of(true), List.copyOf(interrupted));
        outcome(Outcome.Cancelled.class, running);
        eventually("it stops", () -> pool.workers().state() == PoolState.STOPPED);
    }

    @Test
    final void closingWhileWorkersStartStopsThemToo() throws Exception {
        workers().plan(Hook.START, Fault.HANG, 2);
        var pool = start(pool().minReady(0, SOON));
        eventually("both hang", () -> workers().arrived("START") == 2);
        var task = pool.submit(new Script.Say("never"));
        Thread closer = inBackground(() -> {
            try {
                pool.drain(LONG.handBackQueued());
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        });
        outcome(Outcome.Refused.class, task);
        workers().open("START");
        join(closer);
        assertAllStopped(StopReason.POOL_CLOSED, 2);
    }

    @Test
    final void noTaskIsForgottenWhenSubmittersRaceWithTheClose() throws Exception {
        for (int round = 0; round < 10; round++) {
            var pool = start(pool().queue(8, WhenFull.block(SOON)));
            Queue<TaskHandle<String>> handles = new ConcurrentLinkedQueue<>();
            var submitters = new ArrayList<Thread>();
            for (int number = 0; number < 3; number++) {
                submitters.add(inBackground(() -> {
                    TaskHandle<String> last;
                    do {
                        last = pool.submit(new Script.Say("x"));
                        handles.add(last);
                    } while (!(last.outcome().orElse(null) instanceof Outcome.Refused));
                }));
            }
            eventually("some have run", () -> pool.snapshot().counts().succeeded() > 20);
            var report = pool.drain(round % 2 == 0 ? LONG : Drain.now());
            for (Thread submitter : submitters) {
                join(submitter);
            }
            for (TaskHandle<String> handle : handles) {
                assertTrue(handle.isDone(), handle::toString);
            }
            assertTrue(report.complete());
            assertEquals(handles.size(), pool.snapshot().counts().finished());
        }
    }

    @Test
    final void nowMeansThatNothingIsWaitedFor() throws Exception {
        var pool = start(pool().size(2));
        hold(pool, new Script.Hold("one"), "one");
        hold(pool, new Script.HoldDeaf("two"), "two");
        var queued = pool.submit(new Script.Say("queued"));
        var report = pool.drain(Drain.now());
        assertEquals(2, report.count(Outcome.Cancelled.class));
        outcome(Outcome.Refused.class, queued);
        assertEquals(1, report.workersAbandoned(), report::toString);
    }
}
