package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Drain;
import dev.lifeguard.Lease;
import dev.lifeguard.LeaseException;
import dev.lifeguard.LeaseLimits;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.StopReason;
import dev.lifeguard.TaskPool;
import dev.lifeguard.Worker;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Whose a lease is: confinement, handing over, owners that end, leases that are forgotten or held for too long. */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class LeaseContract extends PoolContract {

    private static final Duration HELD = Duration.ofMillis(40);

    /** Made by JUnit. */
    protected LeaseContract() {}

    private TaskPool<Script, String> single(LeaseLimits limits) throws InterruptedException {
        return start(pool().size(1).leases(limits));
    }

    private static LeaseLimits watchful() {
        return LeaseLimits.standard().withHeld(HELD);
    }

    private static Lease<Worker<Script, String>> checkout(TaskPool<Script, String> pool) {
        try {
            return pool.workers().checkout(SOON);
        } catch (InterruptedException interrupted) {
            throw new AssertionError("Nobody interrupts this checkout.", interrupted);
        }
    }

    /** The worker of a lease that is taken by a thread which ends without closing it. */
    private static WorkerId forgetfulThread(TaskPool<Script, String> pool) throws InterruptedException {
        var id = new CompletableFuture<WorkerId>();
        Thread thread = Thread.ofPlatform().name("the forgetful").start(() -> {
            id.complete(checkout(pool).named("errand").id());
        });
        join(thread);
        return id.join();
    }

    private <E extends PoolEvent> Optional<E> told(Class<E> kind) {
        return events().stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    @Test
    final void aLeaseIsConfinedToItsThread() throws Exception {
        var pool = single(LeaseLimits.standard());
        try (var lease = checkout(pool)) {
            assertSame(Thread.currentThread(), lease.owner());
            var refused = new CompletableFuture<List<LeaseException>>();
            join(inBackground(() -> refused.complete(List.of(
                    assertThrows(LeaseException.class, lease::worker),
                    assertThrows(LeaseException.class, lease::markDirty),
                    assertThrows(LeaseException.class, () -> lease.markBroken("by a stranger")),
                    assertThrows(LeaseException.class, () -> lease.named("by a stranger")),
                    assertThrows(LeaseException.class, () -> lease.handOver(new Thread())),
                    assertThrows(LeaseException.class, lease::close)))));
            for (LeaseException refusal : refused.join()) {
                assertTrue(refusal.toString().contains(Thread.currentThread().getName()), refusal::toString);
            }
            assertInstanceOf(Worker.class, lease.worker());
        }
        assertEquals(List.of(), workers().stops(), "nothing that the stranger tried had an effect");
        checkout(pool).close();
    }

    @Test
    final void aClosedLeaseIsNobodys() throws Exception {
        var pool = single(LeaseLimits.standard());
        var lease = checkout(pool);
        lease.close();
        var other = checkout(pool);
        join(inBackground(lease::close));
        assertInstanceOf(Worker.class, other.worker(), "a stranger's close of a past lease does nothing");
        assertThrows(LeaseException.class, () -> lease.handOver(Thread.currentThread()));
        other.close();
    }

    @Test
    final void aLeaseIsHandedOver() throws Exception {
        var pool = single(LeaseLimits.standard());
        var lease = checkout(pool);
        Thread heir = Thread.ofPlatform().unstarted(() -> {
            assertInstanceOf(Worker.class, lease.worker());
            lease.close();
        });
        lease.handOver(heir);
        assertThrows(LeaseException.class, lease::worker);
        heir.start();
        join(heir);
        checkout(pool).close();
    }

    @Test
    final void aThreadTakesALeaseForItself() throws Exception {
        var pool = single(LeaseLimits.standard());
        var lease = checkout(pool);
        join(inBackground(() -> {
            lease.handOver(Thread.currentThread());
            lease.close();
        }));
        checkout(pool).close();
    }

    @Test
    final void theWorkerOfADeadOwnerIsReplaced() throws Exception {
        var pool = single(watchful());
        WorkerId lent = forgetfulThread(pool);
        try (var lease = checkout(pool)) {
            assertEquals(lent.worker(), lease.id().worker());
            assertNotEquals(lent.incarnation(), lease.id().incarnation(), "the object is never lent again");
        }
        eventually(
                "the owner's end is told",
                () -> told(PoolEvent.LeaseReclaimed.class).isPresent());
        var event = told(PoolEvent.LeaseReclaimed.class).orElseThrow();
        assertEquals(lent, event.worker());
        assertEquals("the forgetful", event.owner());
        assertEquals("errand", event.task());
        assertTrue(event.message().contains("has ended"), event::message);
        assertTrue(workers().stops().contains(new ScriptedWorkers.Stop(lent, StopReason.OWNER_LOST)));
    }

    @Test
    final void aTaskNeedNotWaitForAForgottenLease() throws Exception {
        var pool = single(watchful());
        forgetfulThread(pool);
        assertEquals("after", pool.submit(new Script.Say("after")).get());
    }

    @Test
    final void anHeirKeepsTheLeaseOfADeadOwner() throws Exception {
        var pool = single(watchful());
        var end = new CountDownLatch(1);
        var lease = new CompletableFuture<Lease<Worker<Script, String>>>();
        Thread heir = Thread.ofPlatform().name("the heir").unstarted(() -> {
            try {
                end.await();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
            lease.join().close();
        });
        join(inBackground(() -> {
            var taken = checkout(pool);
            taken.handOver(heir);
            lease.complete(taken);
        }));
        // The owner has ended and the heir has not started: it is looked at all the while and must be left alone.
        eventually("the lease is told of", () -> told(PoolEvent.LeaseHeld.class).isPresent());
        assertEquals("the heir", told(PoolEvent.LeaseHeld.class).orElseThrow().owner());
        heir.start();
        end.countDown();
        join(heir);
        assertEquals(lease.join().id(), checkoutAndClose(pool));
        assertTrue(told(PoolEvent.LeaseReclaimed.class).isEmpty());
    }

    private static WorkerId checkoutAndClose(TaskPool<Script, String> pool) {
        try (var lease = checkout(pool)) {
            return lease.id();
        }
    }

    @Test
    final void aLeaseHeldForLongIsToldOnceWithItsPlace() throws Exception {
        var pool = single(watchful().withPlaceEvery(1));
        var lease = checkout(pool).named("long errand");
        eventually("it is told", () -> told(PoolEvent.LeaseHeld.class).isPresent());
        var event = told(PoolEvent.LeaseHeld.class).orElseThrow();
        assertEquals(lease.id(), event.worker());
        assertEquals(Thread.currentThread().getName(), event.owner());
        assertEquals("long errand", event.task());
        assertTrue(event.age().compareTo(HELD) > 0, event::toString);
        Throwable place = event.takenAt();
        assertNotNull(place);
        assertTrue(
                List.of(place.getStackTrace()).toString().contains("aLeaseHeldForLongIsToldOnceWithItsPlace"),
                () -> List.of(place.getStackTrace()).toString());
        // Another lease of the same worker, told of later, proves that the first was not told twice.
        lease.close();
        var second = checkout(pool);
        eventually("the second is told", () -> held().size() == 2);
        assertEquals(List.of("long errand", ""), held());
        second.close();
    }

    private List<String> held() {
        return events().stream()
                .filter(PoolEvent.LeaseHeld.class::isInstance)
                .map(event -> ((PoolEvent.LeaseHeld) event).task())
                .toList();
    }

    @Test
    final void aForgottenLeaseIsFoundByTheCollector() throws Exception {
        var pool = single(watchful().withPlaceEvery(1));
        WorkerId lent = forget(pool);
        eventually("the collector finds it", () -> {
            System.gc();
            return told(PoolEvent.LeaseReclaimed.class).isPresent();
        });
        var event = told(PoolEvent.LeaseReclaimed.class).orElseThrow();
        assertEquals(lent, event.worker());
        assertTrue(event.message().contains("garbage-collected"), event::message);
        Throwable place = event.takenAt();
        assertNotNull(place);
        assertTrue(List.of(place.getStackTrace()).toString().contains("forget"), place::toString);
        assertNotEquals(lent, checkoutAndClose(pool));
    }

    /** A method of its own, so that no frame of the test keeps the lease. */
    private static WorkerId forget(TaskPool<Script, String> pool) {
        return checkout(pool).id();
    }

    @Test
    final void aClosedLeaseIsNotTakenBackWhenItIsCollected() throws Exception {
        var pool = single(watchful().withPlaceEvery(1));
        for (int round = 0; round < 100; round++) {
            checkoutAndClose(pool);
        }
        try (var lease = checkout(pool)) {
            eventually("looks have happened", () -> {
                System.gc();
                return told(PoolEvent.LeaseHeld.class).isPresent();
            });
            assertInstanceOf(Worker.class, lease.worker());
        }
        assertTrue(told(PoolEvent.LeaseReclaimed.class).isEmpty());
    }

    @Test
    final void aShrinkingPoolDoesNotWaitForADeadOwner() throws Exception {
        var pool = start(pool().size(2).leases(watchful()));
        var mine = checkout(pool);
        WorkerId lent = forgetfulThread(pool);
        pool.resize(1);
        mine.close();
        eventually("one is left", () -> pool.snapshot().workers().size() == 1);
        assertEquals(1, pool.snapshot().size());
        eventually(
                "the worker of the dead owner is stopped",
                () -> workers().stops().stream().anyMatch(stop -> stop.worker().equals(lent)));
    }

    @Test
    final void theEndOfThePoolLeavesNoWorkerWithADeadOwner() throws Exception {
        var pool = start(pool().size(1).closing(Drain.now()));
        var end = new CountDownLatch(1);
        Thread late = inBackground(() -> {
            checkout(pool);
            try {
                end.await();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        });
        eventually("the lease is out", () -> pool.snapshot().workers(WorkerState.LEASED) == 1);
        pool.close();
        assertEquals(List.of(), workers().stops(), "its owner may still use the worker");
        end.countDown();
        join(late);
        eventually("the worker is stopped", () -> workers().stops().size() == 1);
    }
}
