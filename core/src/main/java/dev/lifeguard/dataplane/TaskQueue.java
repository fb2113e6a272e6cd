package dev.lifeguard.dataplane;

import dev.lifeguard.timing.Interleave;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The one queue, first in first out, for tasks and checkouts alike. Its bound is the {@link Admission} before it.
 *
 * <p>What is cancelled while it waits stays as a dead entry and is skipped; it counts as nothing. Dead entries are
 * bounded: when there are more than {@value #DEAD_LIMIT} and more than live ones, whoever adds the next one sweeps
 * them out ({@code removeIf} of the JDK's queue unlinks in the middle), so a flood of submit and cancel in front of
 * stuck workers does not grow memory.
 *
 * <p>Order: {@link #offer} and {@link #isEmpty} are volatile operations, so the pair "offer, then look for an idle
 * worker" and the pair "become idle, then look at the queue" cannot both miss each other.
 *
 * <p>Upstream: {@link Dispatcher}. Downstream: the workers' threads and returning lessees, which poll.
 */
public final class TaskQueue {

    /** How many dead entries may stand in the queue before they are swept out. */
    static final int DEAD_LIMIT = 1024;

    private final ConcurrentLinkedQueue<Waiting> entries = new ConcurrentLinkedQueue<>();
    private final AtomicInteger dead = new AtomicInteger();

    /** Adds an entry at the end. */
    void offer(Waiting entry) {
        Interleave.point();
        entries.offer(entry);
        Interleave.point();
    }

    /** {@return the first entry, removed, dead or alive; the caller must claim it and take the next if it is dead} */
    @Nullable
    Waiting poll() {
        Interleave.point();
        Waiting entry = entries.poll();
        if (entry != null && !entry.stillWaits()) {
            // Only an estimate, which the sweep corrects: an entry can die between its poll and its claim.
            dead.getAndUpdate(count -> Math.max(0, count - 1));
        }
        return entry;
    }

    /** {@return whether nothing stands in the queue, not even a dead entry} */
    public boolean isEmpty() {
        Interleave.point();
        return entries.isEmpty();
    }

    /** {@return the first entry that still waits; dead ones before it are removed} */
    @Nullable
    Waiting firstWaiting() {
        for (Waiting head = entries.peek(); head != null; head = entries.peek()) {
            if (head.stillWaits()) {
                return head;
            }
            // Not poll: it could remove a live entry that meanwhile stands at the head.
            entries.remove(head);
        }
        return null;
    }

    /** {@return the task that waits longest of those that may be shed} */
    @Nullable
    TaskRecord<?> oldestToShed() {
        for (Waiting entry : entries) {
            if (entry instanceof TaskRecord<?> task && task.stillWaits() && task.mayBeShed()) {
                return task;
            }
        }
        return null;
    }

    /** Notes that an entry died while it stood here. */
    void noteDead() {
        int count = dead.incrementAndGet();
        if (count > DEAD_LIMIT && count % DEAD_LIMIT == 1) {
            sweep();
        }
    }

    /** Removes the dead entries. Any thread; linear in the length of the queue. */
    public void sweep() {
        dead.set(0);
        entries.removeIf(entry -> !entry.stillWaits());
    }

    /** {@return what waits now} Linear; for reports and for the scan of limits. */
    public List<Waiting> waiting() {
        var waiting = new ArrayList<Waiting>();
        for (Waiting entry : entries) {
            if (entry.stillWaits()) {
                waiting.add(entry);
            }
        }
        return waiting;
    }

    /** {@return the entries, for a scan} Weakly consistent. */
    public Iterable<Waiting> entries() {
        return entries;
    }
}
