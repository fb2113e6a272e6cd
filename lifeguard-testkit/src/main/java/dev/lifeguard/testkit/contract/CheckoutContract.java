package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Lease;
import dev.lifeguard.LeaseException;
import dev.lifeguard.Refusal;
import dev.lifeguard.RefusedException;
import dev.lifeguard.StopReason;
import dev.lifeguard.TaskPool;
import dev.lifeguard.Worker;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.WorkerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Leases: waiting for one, their order, their fences, and what a return says about the worker. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class CheckoutContract extends PoolContract {

    /** Made by JUnit. */
    protected CheckoutContract() {}

    private static Lease<Worker<Script, String>> checkout(TaskPool<Script, String> pool) throws InterruptedException {
        return pool.workers().checkout(SOON);
    }

    private TaskPool<Script, String> single() throws InterruptedException {
        return start(pool().size(1));
    }

    /** A thread that takes a lease, notes its name and gives it back. */
    private Thread visitor(TaskPool<Script, String> pool, String visitor, Queue<String> order) {
        int before = pool.snapshot().queued();
        Thread thread = inBackground(() -> {
            try (var lease = checkout(pool)) {
                order.add(visitor + (lease.id().worker() < 0 ? " without a worker" : ""));
            } catch (InterruptedException interrupted) {
                order.add(visitor + " was interrupted");
            }
        });
        eventually(visitor + " waits", () -> pool.snapshot().queued() == before + 1);
        return thread;
    }

    @Test
    final void tryingNeverWaits() throws Exception {
        var pool = single();
        var lease = pool.workers().tryCheckout().orElseThrow();
        assertTrue(pool.workers().tryCheckout().isEmpty());
        lease.close();
        pool.workers().tryCheckout().orElseThrow().close();
        assertEquals(2, pool.snapshot().counts().leases());
    }

    @Test
    final void theLimitOfAWaitIsNamed() throws Exception {
        var pool = single();
        try (var lease = checkout(pool)) {
            var refused =
                    assertThrows(RefusedException.class, () -> pool.workers().checkout(SHORT));
            assertEquals(Refusal.Reason.NO_WORKER_FREE, refused.refusal().reason());
            assertEquals(SHORT.toString(), refused.refusal().value());
            assertTrue(refused.refusal().pool().contains("running"), refused::toString);
            assertInstanceOf(Worker.class, lease.worker());
        }
        assertEquals(0, pool.snapshot().queued());
        assertEquals(0, pool.snapshot().unfinished());
        checkout(pool).close();
    }

    @Test
    final void aReturnedWorkerGoesToWhoWaits() throws Exception {
        var pool = single();
        Queue<String> order = new ConcurrentLinkedQueue<>();
        var lease = checkout(pool);
        Thread visitor = visitor(pool, "visitor", order);
        lease.close();
        join(visitor);
        assertEquals(List.of("visitor"), List.copyOf(order));
    }

    @Test
    final void strictOrdersServeWaitersInOrder() throws Exception {
        for (WorkerOrder strict : List.of(WorkerOrder.FIFO, WorkerOrder.LIFO)) {
            var pool = start(pool().size(1).order(strict));
            Queue<String> order = new ConcurrentLinkedQueue<>();
            var threads = new ArrayList<Thread>();
            var lease = checkout(pool);
            var expected = new ArrayList<String>();
            for (int number = 0; number < 8; number++) {
                expected.add("visitor " + number);
                threads.add(visitor(pool, "visitor " + number, order));
            }
            lease.close();
            for (Thread thread : threads) {
                join(thread);
            }
            assertEquals(expected, List.copyOf(order), strict::toString);
        }
    }

    @Test
    final void tasksAndCheckoutsShareOneLine() throws Exception {
        var pool = start(pool().size(1).order(WorkerOrder.FIFO));
        Queue<String> order = new ConcurrentLinkedQueue<>();
        var lease = checkout(pool);
        var before = pool.submit(new Script.Hold("before"));
        Thread visitor = visitor(pool, "visitor", order);
        var after = pool.submit(new Script.Say("after"));
        lease.close();
        eventually("the task in front runs first", () -> workers().arrived("before") == 1);
        assertEquals(List.of(), List.copyOf(order));
        workers().open("before");
        join(visitor);
        assertEquals("before", before.get());
        assertEquals("after", after.get());
    }

    @Test
    final void lifoLendsTheOneFreedLastAndFifoTheOneFreedFirst() throws Exception {
        for (WorkerOrder order : List.of(WorkerOrder.LIFO, WorkerOrder.FIFO)) {
            var pool = start(pool().size(3).minReady(3, SOON).order(order));
            var leases = List.of(checkout(pool), checkout(pool), checkout(pool));
            for (var lease : leases) {
                lease.close();
            }
            int expected = order == WorkerOrder.LIFO ? 2 : 0;
            try (var next = checkout(pool)) {
                assertEquals(leases.get(expected).id(), next.id(), order::toString);
            }
        }
    }

    @Test
    final void aNewcomerOvertakesForABoundedTimeOnly() throws Exception {
        var pool = start(pool().size(1).order(WorkerOrder.AFFINE));
        Queue<String> order = new ConcurrentLinkedQueue<>();
        var lease = checkout(pool);
        Thread visitor = visitor(pool, "visitor", order);
        // This thread takes the worker again at once, as often as it can; the visitor must come through.
        while (order.isEmpty()) {
            lease.close();
            lease = checkout(pool);
        }
        lease.close();
        join(visitor);
    }

    @Test
    final void aSecondCloseDoesNothing() throws Exception {
        var pool = single();
        var lease = checkout(pool);
        lease.close();
        lease.close();
        try (var next = checkout(pool)) {
            lease.close();
            lease.markBroken("too late");
            lease.close();
            assertThrows(LeaseException.class, lease::worker);
            assertEquals(
                    WorkerState.LEASED, pool.snapshot().workers().getFirst().state());
            assertTrue(next.worker() != null);
            assertTrue(pool.workers().tryCheckout().isEmpty());
        }
        assertEquals(1, pool.snapshot().workers().getFirst().incarnation());
    }

    @Test
    final void aStaleCloseAfterAHandOverDoesNothing() throws Exception {
        for (WorkerOrder order : WorkerOrder.values()) {
            var pool = start(pool().size(1).order(order));
            var stale = checkout(pool);
            Queue<Lease<Worker<Script, String>>> next = new ConcurrentLinkedQueue<>();
            Thread visitor = inBackground(() -> {
                try {
                    next.add(checkout(pool));
                } catch (InterruptedException interrupted) {
                    throw new AssertionError(interrupted);
                }
            });
            eventually("the visitor waits", () -> pool.snapshot().queued() == 1);
            stale.close();
            join(visitor);
            stale.close();
            stale.markDirty();
            stale.close();
            var lease = next.remove();
            lease.handOver(Thread.currentThread());
            assertTrue(lease.worker() != null);
            assertThrows(LeaseException.class, stale::worker);
            lease.close();
            assertEquals(0, workers().calls(ScriptedWorkers.Hook.RESET));
        }
    }

    @Test
    final void twoThreadsThatCloseOneLeaseLoseNoTask() throws Exception {
        var pool = single();
        for (int round = 0; round < 300; round++) {
            var lease = checkout(pool);
            var first = pool.submit(new Script.Say("first"));
            var second = pool.submit(new Script.Say("second"));
            Thread other = inBackground(() -> takeAndClose(lease));
            takeAndClose(lease);
            join(other);
            assertEquals("first", first.get(20, java.util.concurrent.TimeUnit.SECONDS));
            assertEquals("second", second.get(20, java.util.concurrent.TimeUnit.SECONDS));
        }
    }

    /** Two threads that both think that the lease is theirs now: one closes it, or both at once. */
    private static void takeAndClose(Lease<?> lease) {
        try {
            lease.handOver(Thread.currentThread());
            lease.close();
        } catch (LeaseException othersNow) {
            // The other thread has it, or has closed it.
            return;
        }
    }

    @Test
    final void aDirtyWorkerIsResetBeforeItsNextUse() throws Exception {
        var pool = single();
        var lease = checkout(pool);
        lease.markDirty();
        lease.close();
        try (var next = checkout(pool)) {
            assertEquals(lease.id(), next.id());
            assertEquals(1, workers().calls(ScriptedWorkers.Hook.RESET));
        }
        assertEquals(1, workers().calls(ScriptedWorkers.Hook.RESET), "a clean return resets nothing");
        assertEquals("soiled", pool.submit(new Script.Soil("soiled")).get());
        assertEquals("next", pool.submit(new Script.Say("next")).get());
        assertEquals(2, workers().calls(ScriptedWorkers.Hook.RESET));
    }

    @Test
    final void aBrokenWorkerIsReplaced() throws Exception {
        var pool = single();
        var lease = checkout(pool);
        lease.markBroken("it is bent");
        lease.close();
        try (var next = checkout(pool)) {
            assertNotEquals(lease.id(), next.id());
        }
        assertEquals(
                List.of(new ScriptedWorkers.Stop(lease.id(), StopReason.BROKEN)),
                workers().stops());
        assertEquals("broken", pool.submit(new Script.Break("broken")).get());
        assertEquals("next", pool.submit(new Script.Say("next")).get());
        assertEquals(StopReason.BROKEN, workers().stops().getLast().reason());
        assertEquals(0, workers().calls(ScriptedWorkers.Hook.RESET));
    }

    @Test
    final void anInterruptedWaitTakesNoWorker() throws Exception {
        var pool = single();
        Queue<String> order = new ConcurrentLinkedQueue<>();
        var lease = checkout(pool);
        Thread visitor = visitor(pool, "visitor", order);
        visitor.interrupt();
        join(visitor);
        assertEquals(List.of("visitor was interrupted"), List.copyOf(order));
        assertEquals(0, pool.snapshot().unfinished());
        lease.close();
        checkout(pool).close();
    }

    @Test
    final void aLeaseSurvivesAsLongAsItIsHeld() throws Exception {
        var pool = start(
                pool().size(1).limits(dev.lifeguard.Limits.none().withRun(SHORT).withTotal(SHORT)));
        try (var lease = checkout(pool)) {
            var late = pool.submit(new Script.Say("late"));
            assertTimedOut(dev.lifeguard.Limit.TOTAL, late);
            assertInstanceOf(Worker.class, lease.worker());
        }
        assertEquals("next", pool.submit(new Script.Say("next")).get());
    }

    @Test
    final void manyThreadsNeverShareAWorker() throws Exception {
        for (WorkerOrder order : WorkerOrder.values()) {
            var pool = start(pool().size(2).order(order));
            var inUse = java.util.concurrent.ConcurrentHashMap.<Integer>newKeySet();
            Queue<String> wrong = new ConcurrentLinkedQueue<>();
            var threads = new ArrayList<Thread>();
            for (int number = 0; number < 4; number++) {
                threads.add(inBackground(() -> {
                    for (int round = 0; round < 2_000; round++) {
                        try (var lease = checkout(pool)) {
                            if (!inUse.add(lease.id().worker())) {
                                wrong.add(lease + " is lent twice");
                            }
                            inUse.remove(lease.id().worker());
                        } catch (InterruptedException | RefusedException failure) {
                            wrong.add(failure.toString());
                        }
                    }
                }));
            }
            for (Thread thread : threads) {
                join(thread);
            }
            assertEquals(List.of(), List.copyOf(wrong), order::toString);
            // A worker that is claimed for somebody in line and handed on counts as a loan of its own.
            assertTrue(pool.snapshot().counts().leases() >= 8_000, order::toString);
            assertEquals(0, pool.snapshot().unfinished());
            assertEquals(Duration.ZERO, pool.snapshot().queue().oldestWait());
        }
    }
}
