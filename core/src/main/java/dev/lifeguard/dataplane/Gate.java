package dev.lifeguard.dataplane;

import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * One key, one kind or one lane: who is inside, and who waits for a place, in the order of their arrival. Not safe by
 * itself: {@link GateTable} holds the lock of its name around every call.
 *
 * <p>Inside are tasks by their identity, and cells whose abandoned attempt may still run. So a place that is given back
 * twice, or by somebody who has none, changes nothing.
 */
@SuppressWarnings("ReferenceEquality") // Whoever holds a place is told by his identity.
final class Gate {

    /** How many dead entries may stand in the line of a gate before they are swept out, if they are the most. */
    static final int DEAD_LIMIT = 16;

    /** Most gates have one place; a set is made only when there are more. */
    private @Nullable Object first;

    private @Nullable Set<Object> others;

    private final Queue<TaskRecord<?>> line = new ConcurrentLinkedQueue<>();

    /** Entries of the line, dead ones included: the queue would have to count them each time. */
    private int length;

    /** At most so many died in the line since the last sweep. */
    private int dead;

    /** When a task last got a place. */
    private long sinceNanos;

    /** {@return whether the newcomer is inside; if not, it waits in line} */
    boolean enter(TaskRecord<?> task, int width, long now) {
        trim();
        if (length == 0 && size() < width) {
            sinceNanos = now;
            take(task);
            return true;
        }
        line.add(task);
        length++;
        return false;
    }

    /** A place beyond the width, for a worker that was abandoned inside. */
    void keep(WorkerCell abandoned) {
        take(abandoned);
    }

    private void take(Object holder) {
        if (first == null) {
            first = holder;
        } else {
            if (others == null) {
                others = new HashSet<>();
            }
            others.add(holder);
        }
    }

    /** Whoever leaves gives his place back, or his turn in the line. */
    void leave(Object holder) {
        if (first == holder) {
            first = null;
        } else if ((others == null || !others.remove(holder)) && ++dead > DEAD_LIMIT && dead > length / 2) {
            sweep();
        }
    }

    private void sweep() {
        line.removeIf(task -> !task.stillWaits());
        length = line.size();
        dead = 0;
    }

    /** {@return the next in line, who is inside from now on, or {@code null} when nobody waits or no place is free} */
    @Nullable
    TaskRecord<?> admit(int width, long now) {
        trim();
        if (length == 0 || size() >= width) {
            return null;
        }
        TaskRecord<?> next = line.remove();
        length--;
        sinceNanos = now;
        take(next);
        return next;
    }

    /** Takes the dead from the head of the line. */
    private void trim() {
        for (TaskRecord<?> head = line.peek(); head != null && !head.stillWaits(); head = line.peek()) {
            line.remove();
            length--;
        }
    }

    /** {@return whether nobody is inside and nobody alive waits} */
    boolean isEmpty() {
        trim();
        return length == 0 && size() == 0;
    }

    /** {@return how many are inside} */
    int size() {
        return (first == null ? 0 : 1) + (others == null ? 0 : others.size());
    }

    /** {@return how many wait} Linear. */
    int waiting() {
        return (int) line.stream().filter(TaskRecord::stillWaits).count();
    }

    /** {@return whether this one is inside, and nobody else} */
    boolean isOnly(TaskRecord<?> task) {
        return size() == 1 && (first == task || (others != null && others.contains(task)));
    }

    /** {@return one of those inside} A task rather than a worker that was abandoned. */
    @Nullable
    Object holder() {
        return first instanceof TaskRecord<?> || others == null || others.isEmpty()
                ? first
                : others.iterator().next();
    }

    /** {@return when a task last got a place} */
    long sinceNanos() {
        return sinceNanos;
    }
}
