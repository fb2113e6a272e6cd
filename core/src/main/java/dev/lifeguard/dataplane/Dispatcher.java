package dev.lifeguard.dataplane;

import dev.lifeguard.Lease;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.timing.Interleave;
import org.jspecify.annotations.Nullable;

/**
 * The one place where work and workers meet: a task that arrives looks for a free worker, a worker that becomes free
 * looks for work, and whoever frees a worker does the looking.
 *
 * <p><b>No wake-up is lost.</b> Who brings work puts it into the queue and then looks for an idle worker; who makes a
 * worker idle says so (state, then list) and then looks at the queue. Each pair is a volatile write before a volatile
 * read, so one of the two sees the other.
 *
 * <p><b>One wake-up is under way at a time.</b> The search token is held by the one who wakes a worker for queued work
 * and passes to that worker; work that arrives meanwhile relies on it, because the worker gives the token back before
 * it looks for more work, wakes the next when there is more, and looks again after it became idle when there is not.
 *
 * <p><b>Newcomers may overtake for a bounded time.</b> In the affine order a returned worker becomes free for anybody
 * while the head of the queue has waited less than {@value #OVERTAKE_NANOS} ns, and the head is nudged to compete; an
 * older head is handed the worker directly. The other orders always hand over.
 *
 * <p><b>A pause is a flag</b> that everybody reads before a step that leads to a begin or a loan. It is in effect when
 * nobody is left between that look and the step: returning lessees are counted, a worker that runs nothing is waited
 * for ({@link DataPlane#mayBegin}), and who claims a worker for himself looks again afterwards.
 *
 * <p><b>Mail comes between two uses.</b> A worker that becomes free looks for letters like it looks for work, and whoever
 * posts one looks for an idle worker like whoever brings work ({@link WorkerMail}).
 *
 * <p>Upstream: the front door. Downstream: {@link WorkerCell}, the workers' threads.
 */
public final class Dispatcher {

    /** How long newcomers may overtake the head of the queue; the same as the mutex of Go. */
    static final long OVERTAKE_NANOS = 1_000_000;

    private final DataPlane plane;
    private final TaskQueue queue;
    private final FreeWorkers free;

    /** The supervisor says what holds for all; those who lend look. */
    private final Detours detours = new Detours();

    /** How many threads may be passing a worker on that they looked at before the pause. */
    private final PaddedLong passing = new PaddedLong();

    /** 1 while somebody searches, else 0. */
    private final PaddedLong searching = new PaddedLong();

    private final BurstWish burst;

    private final Lending lending;

    Dispatcher(DataPlane plane, WorkerOrder order, boolean bursting, int placeEvery) {
        this.plane = plane;
        this.lending = new Lending(this, detours, plane.signals, plane.recording, plane.clock, placeEvery);
        this.queue = plane.queue;
        this.free = new FreeWorkers(order);
        detours.set(Detours.STRICT, order != WorkerOrder.AFFINE);
        this.burst = new BurstWish(plane.signals, bursting);
    }

    // Tasks.

    /** Takes an admitted task, or one whose backoff is over. */
    public void dispatch(TaskRecord<?> task) {
        queue.offer(task);
        search(queue.homeOf(task));
    }

    /** Wakes one idle worker to look for work, that one if it is idle, unless one is looking already. */
    private void search(int home) {
        while (searching.get() == 0 && !isPaused()) {
            if (free.isEmpty()) {
                burst.ask();
                return;
            }
            Interleave.point();
            if (!searching.compareAndSet(0, 1)) {
                return;
            }
            WorkerCell cell = free.claim(CellState.SEARCHING, home);
            if (cell != null) {
                cell.wake();
                return;
            }
            searching.set(0);
            // Who offered work while the token was held relied on it; so look once more.
            if (queue.isEmpty()) {
                return;
            }
        }
    }

    /** The next entry for a worker that is RUNNING. Its own thread. */
    public @Nullable Waiting next(WorkerCell cell) {
        return isPaused() ? null : queue.poll(cell);
    }

    /** The worker woke with the token and has looked: others may be woken again. Its own thread. */
    public void endSearch(boolean found) {
        Interleave.point();
        searching.set(0);
        if (found) {
            wakeHead();
        }
    }

    /** Sees to it that the head of the queue, if there is one, is served by an idle worker, if there is one. */
    private void wakeHead() {
        if (queue.isEmpty() || isPaused()) {
            return;
        }
        switch (queue.firstWaiting()) {
            case null -> {}
            case TaskRecord<?> task -> search(queue.homeOf(task));
            case CheckoutWaiter waiter -> {
                if (overtaking()) {
                    if (!free.isEmpty()) {
                        waiter.nudge();
                    }
                } else {
                    serve();
                }
            }
        }
    }

    /** Claims a free worker and passes it to the head of the queue. */
    private void serve() {
        WorkerCell cell = isPaused() ? null : free.claim(CellState.LEASED);
        if (cell != null) {
            plane.counters.countPassedOn();
            passOn(cell, cell.epoch());
        }
    }

    /**
     * The worker found nothing to do and rests. Its own thread.
     *
     * @return whether it is out of work; {@code false} when it took itself back, because work came meanwhile
     */
    public boolean rest(WorkerCell cell) {
        cell.enter(null);
        if (cell.hasMail() && cell.turnToMail()) {
            // As below: who brought work relied on the search that ended here, and reading may take long.
            wakeHead();
            return true;
        }
        switch (cell.rest()) {
            case LIST -> free.list(cell);
            case DONE -> {}
            case WAKE, STALE -> {
                // It leaves; as above.
                wakeHead();
                return true;
            }
        }
        if (isPaused() || queue.isEmpty()) {
            remind(cell);
            return true;
        }
        if (cell.reclaim()) {
            // It takes one entry; what came beside it relied on the search that ended here, too.
            wakeHead();
            return false;
        }
        // Somebody else got this worker. Who brought the work relied on the search that ended here, so another idle
        // worker must be woken for it.
        wakeHead();
        return true;
    }

    /** The reset or health hook is over: the worker is free again. Its own thread. */
    public void cleaned(WorkerCell cell) {
        // A worker at rest keeps no task: who looks for handles that were thrown away waits for the last reference.
        cell.enter(null);
        settle(cell, cell.clean());
    }

    /**
     * The worker has read its mail, or a batch of it. Work that waits is taken by the worker itself, not left to whoever
     * finds it idle: a storm of messages would claim it again before anybody else does. Its own thread.
     */
    public void received(WorkerCell cell) {
        if (queue.isEmpty() || isPaused() || !cell.turnToWork()) {
            settle(cell, cell.doneReading());
        }
    }

    private void settle(WorkerCell cell, CellNext next) {
        if (next == CellNext.LIST) {
            free.list(cell);
        }
        wakeHead();
        remind(cell);
    }

    /** Claims the worker for its mail, if it has some and is idle. After it was made idle, and after a letter came. */
    void remind(WorkerCell cell) {
        if (cell.hasMail() && cell.claim(CellState.RECEIVING)) {
            cell.wake();
        }
    }

    /** The worker gives itself to a checkout that it met in the queue. Its own thread. */
    public void lend(WorkerCell cell, CheckoutWaiter waiter) {
        cell.enter(null);
        waiter.grant(cell, cell.lend());
        wakeHead();
    }

    // Checkout.

    /** {@return a lease of a free worker, if one is free now and nobody must come first} */
    public <W> @Nullable Lease<W> tryCheckout() {
        if (detours.among(Detours.CLOSED | Detours.PAUSED | Detours.STRICT) != 0 && !mayComeFirst()) {
            return null;
        }
        WorkerCell cell = unlessPaused(free.claim(CellState.LEASED));
        return cell == null ? null : lending.lease(cell, cell.epoch());
    }

    private boolean mayComeFirst() {
        return detours.among(Detours.CLOSED | Detours.PAUSED) == 0 && (overtaking() || queue.isEmpty());
    }

    /** Keeps a worker that the calling thread has just claimed for itself, unless the pool is paused. */
    private @Nullable WorkerCell unlessPaused(@Nullable WorkerCell cell) {
        if (cell != null && isPaused()) {
            // Order: claimed first, then the look; who pauses says so first, and then looks at the workers. So a worker
            // that was claimed after the pause is always given back here.
            plane.counters.countPassedOn();
            letGo(cell, cell.epoch());
            return null;
        }
        return cell;
    }

    /**
     * Waits in the queue for a worker. The caller has a permit.
     *
     * @return the lease, or {@code null} when the deadline passed or the thread was interrupted, which stays pending
     */
    <W> @Nullable Lease<W> awaitCheckout(long deadlineNanos) {
        var waiter = new CheckoutWaiter(plane.clock.now());
        if (queue.offer(waiter)) {
            wakeHead();
        }
        if (overtaking()) {
            // The first look is the waiter's own, like every nudged one.
            waiter.nudge();
        } else {
            serve();
        }
        burst.ask();
        while (true) {
            if (waiter.isGranted()) {
                return lending.lease(waiter.cell(), waiter.epoch());
            }
            if (overtaking()) {
                WorkerCell cell = compete(waiter);
                if (cell != null) {
                    return lending.lease(cell, cell.epoch());
                }
                if (waiter.isGranted()) {
                    continue;
                }
            }
            boolean late = deadlineNanos - plane.time.nanoTime() <= 0;
            if ((late || Thread.currentThread().isInterrupted() || plane.handsBack()) && waiter.leave()) {
                queue.noteDead();
                wakeHead();
                return null;
            }
            if (waiter.stillWaits()) {
                plane.time.parkUntil(waiter, deadlineNanos);
            } else if (!waiter.isGranted()) {
                // The grant is two steps away and wakes this thread. An interrupt stays pending meanwhile.
                waiter.awaitGrant(plane.time);
            }
        }
    }

    /** The waiter looks for a free worker itself; what it finds besides a grant goes on to the next in line. */
    private @Nullable WorkerCell compete(CheckoutWaiter waiter) {
        waiter.takeNudge();
        WorkerCell cell = isPaused() ? null : unlessPaused(free.claim(CellState.LEASED));
        if (cell == null) {
            return null;
        }
        if (waiter.leave()) {
            queue.noteDead();
            wakeHead();
            return cell;
        }
        plane.counters.countPassedOn();
        passOn(cell, cell.epoch());
        return null;
    }

    /** The lease is over and the worker can serve the next user as it is. */
    void giveBack(WorkerCell cell, long epoch) {
        if (queue.isEmpty()) {
            letGo(cell, epoch);
        } else {
            passOn(cell, epoch);
        }
    }

    private void letGo(WorkerCell cell, long epoch) {
        if (cell.hasMail() && cell.giveBackToMail(epoch)) {
            cell.wake();
            return;
        }
        CellNext next = cell.giveBack(epoch);
        if (next == CellNext.WAKE) {
            plane.clock.now();
            cell.wake();
        } else if (next != CellNext.STALE) {
            settle(cell, next);
        }
    }

    /** The caller holds the cell as LEASED with this epoch: it goes to the head of the queue, or becomes free. */
    private void passOn(WorkerCell cell, long epoch) {
        if (handsOver()) {
            // Order: counted first, then the look at the pause; who pauses says so first, and then waits for those who
            // are counted.
            passing.incrementAndGet();
            try {
                if (!isPaused() && passToHead(cell, epoch)) {
                    return;
                }
            } finally {
                passing.decrementAndGet();
            }
        }
        letGo(cell, epoch);
    }

    /** {@return whether the worker has been passed on or let go; if not, the caller still holds it} */
    private boolean passToHead(WorkerCell cell, long epoch) {
        while (!cell.retiring() && cell.isLent(epoch) && !cell.hasMail() && handsOver()) {
            switch (queue.poll(cell)) {
                case null -> {
                    return false;
                }
                case TaskRecord<?> task -> {
                    if (!task.stillWaits()) {
                        continue;
                    }
                    handOver(cell, epoch, task);
                    return true;
                }
                case CheckoutWaiter waiter -> {
                    if (!waiter.claim()) {
                        continue;
                    }
                    if (cell.relend(epoch)) {
                        waiter.grant(cell, epoch + 1);
                        wakeHead();
                    } else {
                        // Revoked in this moment: the waiter waits on, at the end of the line. Until it stood there,
                        // a worker that became free did not see it, so one that is free is looked for once more.
                        waiter.unclaim();
                        queue.offer(waiter);
                        letGo(cell, epoch);
                        wakeHead();
                    }
                    return true;
                }
            }
        }
        return false;
    }

    private void handOver(WorkerCell cell, long epoch, TaskRecord<?> task) {
        boolean mine = cell.fence(epoch);
        if (mine && cell.handOver(epoch + 1, task)) {
            cell.wake();
            wakeHead();
        } else {
            // The lease was stale or revoked: the task goes back, and the close does nothing or ends the worker.
            dispatch(task);
            letGo(cell, mine ? epoch + 1 : epoch);
        }
    }

    /** {@return whether a returned worker goes to the head of the queue, rather than to whoever comes first} */
    private boolean handsOver() {
        if (!overtaking()) {
            return true;
        }
        Waiting head = queue.firstWaiting();
        return head != null && plane.clock.now() - head.waitsSinceNanos() > OVERTAKE_NANOS;
    }

    // The supervisor.

    /** {@return where a wish for more workers is left} */
    public BurstWish burst() {
        return burst;
    }

    /** {@return the cells that serve} */
    public WorkerCell[] cells() {
        return free.cells();
    }

    /** {@return where leases are made} */
    public Lending lending() {
        return lending;
    }

    /** Replaces the cells that probes look at. */
    public void publish(WorkerCell[] cells) {
        free.publish(cells);
    }

    /** From now on nobody is lent a worker who does not wait for it already. */
    void closeIntake() {
        detours.set(Detours.CLOSED, true);
    }

    /** From now on nothing is taken out of the queue and nothing is lent; what was taken out before still begins. */
    public void pause() {
        detours.set(Detours.PAUSED, true);
    }

    boolean isPaused() {
        return detours.among(Detours.PAUSED) != 0;
    }

    private boolean overtaking() {
        return detours.among(Detours.STRICT) == 0;
    }

    /** {@return whether somebody may be passing a worker on who looked before the pause} */
    public boolean isPassingOn() {
        return passing.get() != 0;
    }

    /** The pause is over: what waits is served. */
    public void resume() {
        detours.set(Detours.PAUSED, false);
        // Order: said first, then the look; whoever leaves work or a worker alone for the pause leaves it first, and
        // then looks whether it still lasts.
        wakeHead();
    }

    /** Goes by other rules from now on. */
    void follow(WorkerOrder order, boolean mayBurst) {
        burst.follow(mayBurst);
        free.follow(order);
        detours.set(Detours.STRICT, order != WorkerOrder.AFFINE);
        // Who is served by the one order is not looked for by the other: so whoever waits is looked at once more.
        wakeHead();
    }

    /** Wakes every checkout that waits, so that it sees that the pool hands back. */
    public void wakeWaiters() {
        for (Waiting entry : queue.waiting()) {
            if (entry instanceof CheckoutWaiter waiter) {
                waiter.nudge();
            }
        }
    }

    /** {@return whether work waits although a worker seems free} For a moment that is ordinary. */
    public boolean isStalled() {
        return !isPaused() && !queue.isEmpty() && !free.isEmpty() && queue.firstWaiting() != null;
    }

    /**
     * Wakes one more free worker although the search token is held. The one who holds it, or the checkout that was
     * nudged, may be a virtual thread that finds no carrier because others spin; its turn must not be everybody's.
     */
    public void relieve() {
        WorkerCell cell = free.claim(CellState.SEARCHING);
        if (cell != null) {
            cell.wake();
        }
    }

    /** A new worker is ready: it becomes free and is given work, if there is some. */
    public boolean admit(WorkerCell cell) {
        if (!cell.publish()) {
            return false;
        }
        free.list(cell);
        wakeHead();
        return true;
    }
}
