package dev.lifeguard.verification.scars;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Cancel;
import dev.lifeguard.Lease;
import dev.lifeguard.LeaseLimits;
import dev.lifeguard.Refusal;
import dev.lifeguard.RefusedException;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.WhenFull;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who gets a worker, and who must not. */
final class HandOffScarsTest extends Scars {

    /** A dead caller's worker was handed on while it was still in use: https://github.com/devinus/poolboy/issues/56. */
    @Test
    void theWorkerOfADeadCallerIsReplacedAndNotHandedOn() throws Exception {
        try (var pool = pool(1).start()) {
            var first = new AtomicReference<int[]>();
            Thread owner = Thread.ofPlatform().start(() -> first.set(leak(pool).worker()));
            assertTrue(owner.join(SOON));
            try (Lease<int[]> lease = pool.checkout(SOON)) {
                assertNotSame(first.get(), lease.worker());
            }
        }
    }

    @SuppressWarnings("MustBeClosedChecker")
    private static Lease<int[]> leak(WorkerPool<int[]> pool) {
        return pool.tryCheckout().orElseThrow();
    }

    /** A checkout that timed out took the worker with it: https://github.com/devinus/poolboy/issues/64. */
    @ParameterizedTest
    @EnumSource(WorkerOrder.class)
    void aCheckoutThatTimesOutLeaksNoWorker(WorkerOrder order) throws Exception {
        try (var pool = pool(1).order(order).start()) {
            int refused = 0;
            for (int round = 0; round < 300; round++) {
                Thread waiter;
                var answer = new AtomicReference<String>();
                try (Lease<int[]> lease = pool.checkout(SOON)) {
                    // Its limit passes at about the moment of the return: the two race for the waiter.
                    Duration limit = Duration.ofNanos(20_000L * (round % 50));
                    waiter = Thread.ofPlatform().start(() -> answer.set(tryFor(pool, limit)));
                    lease.worker()[0]++;
                    if (round % 2 == 0) {
                        assertTrue(waiter.join(SOON));
                    }
                }
                assertTrue(waiter.join(SOON));
                refused += answer.get().equals("refused") ? 1 : 0;
            }
            eventually(() -> pool.snapshot().workers(WorkerState.IDLE) == 1);
            assertTrue(refused >= 150, "only " + refused + " of 150 checkouts that could not be served were refused");
        }
    }

    private static String tryFor(WorkerPool<int[]> pool, Duration limit) {
        try (Lease<int[]> lease = pool.checkout(limit)) {
            lease.worker()[0]++;
            return "served";
        } catch (RefusedException refused) {
            return "refused";
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** There was no way to say that a worker is not fit to be used again: https://github.com/devinus/poolboy/issues/33. */
    @Test
    void aLesseeCanCallAWorkerBroken() throws Exception {
        try (var pool = pool(1).start()) {
            int[] first;
            try (Lease<int[]> lease = pool.checkout(SOON)) {
                first = lease.worker();
                lease.markBroken("it answers nonsense");
            }
            try (Lease<int[]> lease = pool.checkout(SOON)) {
                assertNotSame(first, lease.worker());
            }
        }
    }

    /** Overflow workers died at once and were started again for the next call: https://github.com/devinus/poolboy/pull/83. */
    @Test
    void aBurstWorkerLingersForTheNextBurst() throws Exception {
        var starts = new AtomicInteger();
        try (var pool = pool(1, context -> starts.incrementAndGet())
                .burst(1, Duration.ofHours(1))
                .start()) {
            for (int round = 0; round < 50; round++) {
                try (Lease<Integer> one = pool.checkout(SOON);
                        Lease<Integer> two = pool.checkout(SOON)) {
                    assertNotEquals(one.worker(), two.worker());
                }
            }
            assertEquals(2, starts.get());
        }
    }

    /** A stale kill hit the next owner, says Poolex of itself; the same for tasks: https://github.com/josdejong/workerpool/issues/548. */
    @Test
    void aLateKillOfOneTaskDoesNotReachTheNext() throws Exception {
        try (var pool = pool(1).start()) {
            for (int round = 0; round < 200; round++) {
                var first = pool.submit((worker, context) -> "first");
                assertEquals("first", first.get());
                var second = pool.submit((worker, context) -> {
                    for (int look = 0; look < 100; look++) {
                        if (Thread.currentThread().isInterrupted() || context.cancelled()) {
                            return "hit";
                        }
                    }
                    return "second";
                });
                assertFalse(first.cancel(Cancel.KILL));
                assertEquals("second", second.get());
            }
            assertEquals(1, pool.snapshot().workers().getFirst().incarnation());
        }
    }

    /** A lease that was over could still be given back, and freed the next one's: https://github.com/general-CbIC/poolex. */
    @Test
    void aSecondCloseDoesNotFreeTheNextLease() throws Exception {
        try (var pool = pool(1).start()) {
            Lease<int[]> first = pool.checkout(SOON);
            first.close();
            try (Lease<int[]> second = pool.checkout(SOON)) {
                first.close();
                first.markBroken("too late");
                assertTrue(pool.tryCheckout().isEmpty(), "the second lease was freed by the first");
                assertEquals(0, second.worker()[0]);
            }
        }
    }

    /** Waiting callers were not served after a worker's restart: https://github.com/general-CbIC/poolex/pull/53. */
    @Test
    void whoWaitsIsServedByTheReplacement() throws Exception {
        try (var pool = pool(1).start()) {
            var served = new AtomicReference<String>();
            Thread waiter;
            try (Lease<int[]> lease = pool.checkout(SOON)) {
                waiter = Thread.ofPlatform().start(() -> served.set(tryFor(pool, SOON)));
                eventually(() -> pool.snapshot().queued() == 1);
                // The same in commons-pool: an object that is invalidated left waiters hanging (POOL-424).
                lease.markBroken("dies under the waiter");
            }
            assertTrue(waiter.join(SOON));
            assertEquals("served", served.get());
        }
    }

    /** Waiting callers were not served after the pool grew: https://github.com/general-CbIC/poolex/issues/122. */
    @Test
    void whoWaitsIsServedByAWorkerThatIsAdded() throws Exception {
        try (var pool = pool(1).start();
                Lease<int[]> held = pool.checkout(SOON)) {
            var served = new AtomicReference<String>();
            Thread waiter = Thread.ofPlatform().start(() -> served.set(tryFor(pool, SOON)));
            eventually(() -> pool.snapshot().queued() == 1);
            pool.resize(2);
            assertTrue(waiter.join(SOON));
            assertEquals("served", served.get());
            assertEquals(0, held.worker()[0]);
        }
    }

    /**
     * A wake-up was lost between "try" and "enqueue": https://github.com/djc/bb8/issues/122. The schedules that show it are
     * tried one by one in {@code HandOffTest}; here are real threads.
     */
    @ParameterizedTest
    @EnumSource(WorkerOrder.class)
    void nobodyWaitsBesideAFreeWorker(WorkerOrder order) throws Exception {
        try (var pool = pool(2).order(order).start()) {
            var threads = new ArrayList<Thread>();
            for (int number = 0; number < 6; number++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int round = 0; round < 2_000; round++) {
                        assertEquals("served", tryFor(pool, SOON));
                    }
                }));
            }
            for (Thread thread : threads) {
                assertTrue(thread.join(Duration.ofSeconds(50)), "a thread waits for ever");
            }
            assertEquals(12_000, pool.snapshot().counts().leases());
        }
    }

    /** The tail of an unfair pool: waiters were overtaken for seconds: https://github.com/djc/bb8/issues/243. */
    @Test
    void waitersAreServedInTheirOrderWhenOneIsAskedFor() throws Exception {
        try (var pool = pool(1).order(WorkerOrder.FIFO).start()) {
            var served = new ConcurrentLinkedQueue<Integer>();
            var threads = new ArrayList<Thread>();
            try (Lease<int[]> held = pool.checkout(SOON)) {
                for (int number = 0; number < 10; number++) {
                    int mine = number;
                    threads.add(Thread.ofPlatform().start(() -> {
                        try (Lease<int[]> lease = pool.checkout(SOON)) {
                            served.add(mine);
                            lease.worker()[0]++;
                        } catch (InterruptedException interrupted) {
                            throw new AssertionError(interrupted);
                        }
                    }));
                    int waiting = number + 1;
                    eventually(() -> pool.snapshot().queued() == waiting);
                }
                held.worker()[0]++;
            }
            for (Thread thread : threads) {
                assertTrue(thread.join(SOON));
            }
            assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), List.copyOf(served));
        }
    }

    /** An unbounded mailbox stood in front of the bounded pool: https://github.com/devinus/poolboy/issues/132. */
    @Test
    void callersBeyondTheBoundAreRefusedAndNotQueuedElsewhere() throws Exception {
        try (var pool = pool(1).queue(2, WhenFull.refuse()).start();
                Lease<int[]> held = pool.checkout(SOON)) {
            var handles = new ArrayList<TaskHandle<String>>();
            for (int number = 0; number < 1_000; number++) {
                handles.add(pool.submit((worker, context) -> "done"));
            }
            assertEquals(3, pool.snapshot().unfinished());
            assertEquals(997, handles.stream().filter(TaskHandle::isDone).count());
            assertEquals(0, held.worker()[0]);
        }
    }

    /** Nobody could say who held the connections: https://github.com/brettwooldridge/HikariCP/issues/2219. */
    @Test
    void aSnapshotSaysWhoHoldsAWorkerAndWhereHeTookIt() throws Exception {
        try (var pool = pool(1).leases(LeaseLimits.standard().withPlaceEvery(1)).start();
                Lease<int[]> lease = pool.checkout(SOON).named("the nightly report")) {
            var held = pool.snapshot().leases().getFirst();
            assertEquals(Thread.currentThread().getName(), held.owner().orElseThrow());
            assertEquals("the nightly report", held.label().orElseThrow());
            assertTrue(held.place().orElseThrow().startsWith("HandOffScarsTest.java:"), held::toString);
            assertSame(Thread.currentThread(), lease.owner());
        }
    }

    /** Waiting on one's own pool from inside it: https://github.com/panjf2000/ants/issues/197, https://github.com/alitto/pond/issues/56. */
    @Test
    void waitingForOnesOwnPoolIsRefusedAndNotADeadlock() throws Exception {
        try (var pool = pool(1).start()) {
            var inner = new AtomicReference<TaskHandle<String>>();
            var outer = pool.submit((worker, context) -> {
                inner.set(pool.submit((same, nested) -> "inner"));
                var refused = assertThrows(IllegalStateException.class, inner.get()::await);
                assertTrue(String.valueOf(refused.getMessage()).contains("inside a worker"), refused::getMessage);
                assertThrows(IllegalStateException.class, () -> pool.checkout(SOON));
                return "outer";
            });
            assertEquals("outer", outer.get());
            assertEquals("inner", inner.get().get());
        }
    }

    /** The message did not say which limit it was, nor its value: https://github.com/bitcrowd/chromic_pdf/issues/178. */
    @Test
    void aRefusedCheckoutNamesTheLimitItsValueAndThePool() throws Exception {
        try (var pool = pool(1).name("browsers").start();
                Lease<int[]> held = pool.checkout(SOON)) {
            Refusal refusal = assertThrows(RefusedException.class, () -> pool.checkout(SHORT))
                    .refusal();
            assertEquals(Refusal.Reason.NO_WORKER_FREE, refusal.reason());
            for (String part : List.of("checkout limit", SHORT.toString(), "browsers", "unfinished")) {
                assertTrue(refusal.message().contains(part), () -> part + " is not in: " + refusal.message());
            }
            assertEquals(0, held.worker()[0]);
        }
    }
}
