package dev.lifeguard.distributed.client;

import dev.lifeguard.Outcome;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one client: those without an outcome, each with a permit of the bound, and those that have theirs while
 * something of them may still be at the engine or at a host.
 *
 * @param <R> the result
 */
final class Ledger<R extends @Nullable Object> {

    /** How many decided tasks are remembered until they are settled; the oldest is forgotten. */
    static final int LINGERING = 10_000;

    private final ConcurrentHashMap<String, RemoteTask<R>> open = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, RemoteTask<R>> lingering = new ConcurrentHashMap<>();
    private final Semaphore permits;

    Ledger(int bound) {
        this.permits = new Semaphore(bound, true);
    }

    boolean tryEnter() {
        return permits.tryAcquire();
    }

    boolean enter(long limitNanos) throws InterruptedException {
        return permits.tryAcquire(limitNanos, TimeUnit.NANOSECONDS);
    }

    void add(RemoteTask<R> task) {
        open.put(task.key(), task);
    }

    /** Gives a task its outcome. {@return whether this call decided it} The task lingers until it is settled. */
    boolean decide(RemoteTask<R> task, Outcome<R> outcome) {
        // Order: it is found in one of the two maps at every moment, so that no result meets an unknown task.
        lingering.put(task.key(), task);
        if (!task.decide(outcome)) {
            if (task.isSettled()) {
                lingering.remove(task.key(), task);
            }
            return false;
        }
        if (open.remove(task.key(), task)) {
            permits.release();
        }
        return true;
    }

    /** Nothing of the task is anywhere any more. */
    void settle(RemoteTask<R> task) {
        task.settle();
        lingering.remove(task.key(), task);
    }

    /** {@return the task, unless it is unknown or settled} */
    Optional<RemoteTask<R>> find(String id) {
        RemoteTask<R> task = open.get(id);
        return Optional.ofNullable(task != null ? task : lingering.get(id));
    }

    int unfinished() {
        return open.size();
    }

    Collection<RemoteTask<R>> open() {
        return open.values();
    }

    Collection<RemoteTask<R>> lingering() {
        return lingering.values();
    }

    /** {@return the task that waits longest and has not begun, unless it is kept from being shed} */
    Optional<RemoteTask<R>> oldestWaiting() {
        return open.values().stream()
                .filter(task -> task.attempt() == 0 && !task.card().kept())
                .min(Comparator.comparingLong(RemoteTask::id));
    }

    /** Forgets the oldest of those that linger, when they are too many. {@return how many} */
    int forgetTooMany() {
        int tooMany = lingering.size() - LINGERING;
        if (tooMany <= 0) {
            return 0;
        }
        List<RemoteTask<R>> oldest = lingering.values().stream()
                .sorted(Comparator.comparingLong(RemoteTask::id))
                .limit(tooMany)
                .toList();
        oldest.forEach(this::settle);
        return oldest.size();
    }
}
