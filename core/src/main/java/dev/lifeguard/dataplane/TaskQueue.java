package dev.lifeguard.dataplane;

import dev.lifeguard.policy.Discipline;
import dev.lifeguard.timing.CoarseClock;
import dev.lifeguard.timing.Interleave;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one queue, for tasks and checkouts alike, in the order of a {@link Discipline}: its {@link Line}. Its bound is the
 * {@link Admission} before it.
 *
 * <p>What is cancelled while it waits stays as a dead entry and is skipped; it counts as nothing. Dead entries are
 * bounded: when there are more than {@value #DEAD_LIMIT} and more than live ones, whoever adds the next one sweeps
 * them out ({@code removeIf} of the JDK's queue unlinks in the middle), so a flood of submit and cancel in front of
 * stuck workers does not grow memory.
 *
 * <p>Order: {@link #offer} and {@link #isEmpty} are volatile operations, so the pair "offer, then look for an idle
 * worker" and the pair "become idle, then look at the queue" cannot both miss each other.
 *
 * <p><b>The discipline changes while the queue is used.</b> The supervisor puts a {@link ChangingLine} in place of the
 * old line, and the new line in place of that when everything has been taken over. An offer first adds its entry to the
 * line that it finds, and then looks whether that is still the one; who changes it first says so, and then takes over
 * what stands in the old one. So an entry is taken over, or its owner sees that it stands in a line that nobody looks at,
 * and brings it over himself. When an offer has returned, its entry stands in the line that everybody polls, or has been
 * polled. After each move somebody looks for a worker: while it was under way, one may have gone to rest beside it.
 *
 * <p>Upstream: {@link Dispatcher}. Downstream: the workers' threads and returning lessees, which poll.
 */
public final class TaskQueue {

    /** How many dead entries may stand in the queue before they are swept out. */
    static final int DEAD_LIMIT = 1024;

    private final CoarseClock clock;
    private final Affinity affinity;

    /** Supervisor writes. */
    private volatile Line line;

    /** Held while entries go from one line to another, so that nobody takes part of them past the rest. */
    private final ReentrantLock moving = new ReentrantLock();

    private final AtomicInteger dead = new AtomicInteger();

    TaskQueue(Discipline discipline, CoarseClock clock, Affinity affinity) {
        this.clock = clock;
        this.affinity = affinity;
        this.line = Line.of(discipline, clock, affinity);
    }

    /**
     * Adds an entry at the end of its line.
     *
     * @return whether others may have come into the queue with it: then the caller looks for a worker for whoever is
     *     next, and not only for himself
     */
    boolean offer(Waiting entry) {
        Line into = line;
        Interleave.point();
        into.offer(entry);
        Interleave.point();
        // Order: added first, then the look; who changes the line says so first, and then takes over what is there.
        return !isSame(line, into) && bring(into.itself());
    }

    @SuppressWarnings("ReferenceEquality") // A line is equal to none but itself.
    private static boolean isSame(Line one, Line other) {
        return one == other;
    }

    /** Brings over what stands in a line that has been replaced. */
    private boolean bring(Line past) {
        moving.lock();
        try {
            // What was there before the change goes first.
            line.settle();
            if (!isSame(line.itself(), past)) {
                for (Waiting entry = past.take(); entry != null; entry = past.take()) {
                    if (entry.stillWaits()) {
                        line.offer(entry);
                    }
                }
            }
        } finally {
            moving.unlock();
        }
        return true;
    }

    /** Puts what waits into another order. Supervisor; it looks for a worker afterwards. */
    void change(Discipline discipline) {
        Line before = line;
        var changing = new ChangingLine(before, Line.of(discipline, clock, affinity), moving);
        // Dead entries stay behind; those who die after this are counted, as after a sweep.
        dead.set(0);
        line = changing;
        Interleave.point();
        changing.settle();
        Interleave.point();
        line = changing.itself();
        Interleave.point();
    }

    /**
     * {@return the next entry, removed, dead or alive; the caller must claim it and take the next if it is dead}
     *
     * @param by the worker that it is for
     */
    @Nullable
    Waiting poll(WorkerCell by) {
        Line from = line;
        Interleave.point();
        Waiting entry = from.poll(by);
        if (entry != null && !entry.stillWaits()) {
            // Only an estimate, which the sweep corrects: an entry can die between its poll and its claim.
            dead.getAndUpdate(count -> Math.max(0, count - 1));
        }
        return entry;
    }

    /** {@return which worker should be woken for this task, or {@link Affinity#NOBODY}} */
    int homeOf(TaskRecord<?> task) {
        return affinity.homeOf(task);
    }

    /** {@return whether nothing stands in the queue, not even a dead entry} */
    public boolean isEmpty() {
        Line seen = line;
        Interleave.point();
        return seen.isEmpty();
    }

    /** {@return the entry that would be next, if it still waits; dead ones before it are removed} */
    @Nullable
    Waiting firstWaiting() {
        return line.firstWaiting();
    }

    /** {@return the task that waits longest of those that may be shed} */
    @Nullable
    TaskRecord<?> oldestToShed() {
        TaskRecord<?> oldest = null;
        for (Line.Part part : line.parts()) {
            for (Waiting entry : part.entries()) {
                if (entry instanceof TaskRecord<?> task && task.stillWaits() && task.mayBeShed()) {
                    oldest = oldest == null || task.queuedNanos() - oldest.queuedNanos() < 0 ? task : oldest;
                    break;
                }
            }
        }
        return oldest;
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
        line.sweep();
    }

    /** {@return what waits now} Linear; for reports and for the scan of limits. */
    public List<Waiting> waiting() {
        var waiting = new ArrayList<Waiting>();
        for (Waiting entry : line.entries()) {
            if (entry.stillWaits()) {
                waiting.add(entry);
            }
        }
        return waiting;
    }

    /** {@return the entries, for a scan} Weakly consistent. */
    public Iterable<Waiting> entries() {
        return line.entries();
    }

    /**
     * What waits in one line.
     *
     * @param name what it is called; empty when there is only one
     * @param waiting how many wait in it, at least 1
     * @param sinceNanos when the first of them began to wait
     * @param servedNanos when somebody was served here last, or came to stand here while nobody did; 0 when not known
     */
    public record Standing(String name, int waiting, long sinceNanos, long servedNanos) {}

    /** {@return the lines in which somebody waits} Linear; for reports. */
    public List<Standing> standings() {
        var standings = new ArrayList<Standing>();
        for (Line.Part part : line.parts()) {
            int waiting = 0;
            long since = 0;
            for (Waiting entry : part.entries()) {
                if (entry.stillWaits()) {
                    since = waiting++ == 0 ? entry.waitsSinceNanos() : since;
                }
            }
            if (waiting > 0) {
                standings.add(new Standing(part.name(), waiting, since, part.servedNanos()));
            }
        }
        return standings;
    }
}
