package dev.lifeguard.dataplane;

import dev.lifeguard.policy.Discipline;
import dev.lifeguard.timing.CoarseClock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where entries stand while they wait, in the order of one {@link Discipline}. Any thread.
 *
 * <p>Order: {@link #offer} ends with a volatile write that {@link #isEmpty} reads, or after one that is still true; see
 * {@link TaskQueue}.
 */
interface Line {

    /**
     * One of the lines side by side of a discipline that has several.
     *
     * @param name what it is called; empty when there is only one
     * @param entries who stands in it
     * @param servedNanos when somebody was served here last, or came to stand here while nobody did; 0 when not known
     */
    record Part(String name, Iterable<Waiting> entries, long servedNanos) {}

    /** {@return an empty line for a discipline} */
    static Line of(Discipline discipline, CoarseClock clock, Affinity affinity) {
        return switch (discipline) {
            case Discipline.Fifo fifo -> new FifoLine(affinity);
            case Discipline.Priorities levels -> new LevelLine(levels, clock);
            case Discipline.Weighted levels -> new LevelLine(levels, clock);
            case Discipline.Fair lanes -> new LaneLine(lanes, clock);
        };
    }

    /** Adds an entry. */
    void offer(Waiting entry);

    /**
     * {@return the next entry for this worker, removed, dead or alive; {@code null} when none may be taken now}
     *
     * @param by the worker that it is for
     */
    @Nullable
    Waiting poll(WorkerCell by);

    /** {@return the next entry for whomever, removed, dead or alive, because it goes to another line} */
    @Nullable
    Waiting take();

    /** {@return whether nothing may be taken now, not even a dead entry} */
    boolean isEmpty();

    /** {@return the entry that would be next, if it still waits; dead ones before it are removed} */
    @Nullable
    Waiting firstWaiting();

    /** Removes the dead entries. */
    void sweep();

    /** {@return all entries, dead ones too} Weakly consistent, the oldest of each part first. */
    Iterable<Waiting> entries();

    /** {@return the parts in which somebody stands; just one, without a name, when the discipline has one line} */
    List<Part> parts();

    /** {@return the line in which an entry that was offered here stands} */
    default Line itself() {
        return this;
    }

    /** Takes over what it is to take over from a line before it, if anything. */
    default void settle() {}
}
