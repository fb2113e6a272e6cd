package dev.lifeguard.dataplane;

import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * Lets the tasks of a key meet the worker that served that key last, because it may still have what they need. Only a
 * wish: a worker looks at the first {@value #LOOK} entries for a key of its own and takes the head when there is none, so
 * none waits for a key, and a worker that takes a key of another takes the whole key with it.
 *
 * <p>Nobody starves: after {@value #OVERTAKES} entries that were taken out of their turn the head is served. An entry is
 * among those that may be overtaken while it is one of the first {@value #LOOK}, so that happens to it at most
 * {@code LOOK * OVERTAKES} times.
 *
 * <p>Where a key was served is remembered by the hash of the key in a table of fixed size. Two keys in one place cost a
 * worse guess and nothing else. A number is kept and not the worker, which would otherwise outlive its end here.
 *
 * <p>Order: none is needed. Whatever a thread reads here only decides which entry it tries first; that it gets that entry
 * alone is up to {@code remove} of the JDK's queue.
 */
final class Affinity {

    /** No worker. */
    static final int NOBODY = -1;

    /** How many entries a worker looks at. */
    static final int LOOK = 16;

    /** How many entries may be taken out of their turn before the head is. */
    static final int OVERTAKES = 8;

    /** How many keys are remembered at the most. */
    static final int PLACES = 4_096;

    /** The number of the worker that served the key in this place last, plus one. */
    private final AtomicIntegerArray homes = new AtomicIntegerArray(PLACES);

    private final AtomicInteger overtaken = new AtomicInteger();

    /** Whether there has been a key. Before that nothing here is asked. */
    private volatile boolean used;

    boolean isUsed() {
        return used;
    }

    /** {@return which worker served the key of this task last, or {@link #NOBODY}} */
    int homeOf(TaskRecord<?> task) {
        String key = task.options().key().orElse(null);
        if (key == null) {
            return NOBODY;
        }
        if (!used) {
            // Written once: a worker asks this of several entries each time it takes one.
            used = true;
        }
        return homes.getOpaque(place(key)) - 1;
    }

    private static int place(String key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (PLACES - 1);
    }

    /** {@return the next entry for this worker, removed, or {@code null} when there is none at all} */
    @Nullable
    Waiting poll(ConcurrentLinkedQueue<Waiting> entries, WorkerCell by) {
        int worker = by.id.worker();
        Waiting warm = overtaken.get() < OVERTAKES ? warm(entries, worker) : null;
        if (warm != null) {
            return warm;
        }
        overtaken.set(0);
        Waiting head = entries.poll();
        if (head instanceof TaskRecord<?> task) {
            task.options().key().ifPresent(key -> homes.setOpaque(place(key), worker + 1));
        }
        return head;
    }

    private @Nullable Waiting warm(ConcurrentLinkedQueue<Waiting> entries, int worker) {
        Iterator<Waiting> first = entries.iterator();
        for (int looked = 0; looked < LOOK && first.hasNext(); looked++) {
            Waiting entry = first.next();
            if (entry instanceof TaskRecord<?> task
                    && homeOf(task) == worker
                    && task.stillWaits()
                    && entries.remove(task)) {
                if (looked > 0) {
                    overtaken.incrementAndGet();
                } else {
                    overtaken.set(0);
                }
                return task;
            }
        }
        return null;
    }
}
