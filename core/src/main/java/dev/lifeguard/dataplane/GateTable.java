package dev.lifeguard.dataplane;

import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The gates of one sort (keys, kinds or lanes), by name. It holds only those at which somebody is inside or waits.
 *
 * <p>Order: every step at one gate runs inside {@code compute} of the JDK's map, which is a small lock of that name's
 * bin, with nothing but a few fields under it. So the steps at one gate are in one order; the one that finds no place
 * stands in line before the one that gives a place back looks at the line, or comes after it and finds the place. The
 * width is read under that lock, too: a width that was raised before is seen, and who raised it looks at the line after.
 *
 * <p>Not a lock of its own for each gate: it would have to outlive the last who uses it, and be found by the next.
 */
final class GateTable {

    /**
     * A gate, as it was seen.
     *
     * @param name the key, kind or lane
     * @param holder one of those inside: a task, or a worker that was abandoned
     * @param inside how many are inside
     * @param waiting how many wait
     * @param sinceNanos when a task last got a place
     */
    record Seen(String name, @Nullable Object holder, int inside, int waiting, long sinceNanos) {}

    private final ConcurrentHashMap<String, Gate> gates = new ConcurrentHashMap<>();

    /** Which gate of the sort a task must pass, or {@code null} for none. */
    private final Function<TaskRecord<?>, @Nullable String> name;

    private final ToIntFunction<String> width;

    /** Those who wait at any gate, the oldest first. Changed under the lock of the gate. */
    private final NavigableMap<Long, TaskRecord<?>> waiting;

    GateTable(
            Function<TaskRecord<?>, @Nullable String> name,
            ToIntFunction<String> width,
            NavigableMap<Long, TaskRecord<?>> waiting) {
        this.name = name;
        this.width = width;
        this.waiting = waiting;
    }

    /** {@return whether the task may go on; if not, it waits here, or does not wait for anything any more} */
    boolean enter(TaskRecord<?> task, long now) {
        String gate = name.apply(task);
        if (gate == null || isOpen(gate)) {
            return true;
        }
        boolean[] inside = new boolean[1];
        gates.compute(gate, (same, there) -> {
            // Order: under the lock. A task that ends after this look leaves this gate after this, and finds itself.
            if (!task.stillWaits()) {
                return there;
            }
            Gate entered = there == null ? new Gate() : there;
            inside[0] = entered.enter(task, width.applyAsInt(gate), now);
            if (!inside[0]) {
                waiting.put(task.id(), task);
            }
            return entered;
        });
        return inside[0];
    }

    private boolean isOpen(String gate) {
        return width.applyAsInt(gate) == Integer.MAX_VALUE;
    }

    /**
     * Somebody gives his place back, or his turn in line. Without a place it changes nothing.
     *
     * @param of whose gate it is
     * @param holder the task, or the worker that was abandoned with it
     * @param admitting whether the next in line is let in
     * @return who is inside in his place, and must be brought on by the caller
     */
    @Nullable
    TaskRecord<?> leave(TaskRecord<?> of, Object holder, boolean admitting, long now) {
        String gate = name.apply(of);
        if (gate == null) {
            return null;
        }
        // Not a look whether the table is empty first: its count is behind what stands in it.
        @Nullable TaskRecord<?>[] next = new TaskRecord<?>[1];
        gates.computeIfPresent(gate, (same, there) -> {
            there.leave(holder);
            next[0] = admitting ? admitted(there, gate, now) : null;
            return there.isEmpty() ? null : there;
        });
        return next[0];
    }

    private @Nullable TaskRecord<?> admitted(Gate gate, String named, long now) {
        TaskRecord<?> next = gate.admit(width.applyAsInt(named), now);
        if (next != null) {
            waiting.remove(next.id());
        }
        return next;
    }

    /** A worker was abandoned with this task: it keeps a place of its own. */
    void keep(TaskRecord<?> of, WorkerCell abandoned) {
        String gate = name.apply(of);
        if (gate != null && !isOpen(gate)) {
            gates.compute(gate, (same, there) -> {
                Gate kept = there == null ? new Gate() : there;
                kept.keep(abandoned);
                return kept;
            });
        }
    }

    /** {@return the next in line for a place that is free, at this gate; the caller must bring it on} */
    @Nullable
    TaskRecord<?> admitMore(String gate, long now) {
        @Nullable TaskRecord<?>[] next = new TaskRecord<?>[1];
        gates.computeIfPresent(gate, (same, there) -> {
            next[0] = admitted(there, gate, now);
            return there.isEmpty() ? null : there;
        });
        return next[0];
    }

    /** {@return what a look at one gate shows} Under its lock; {@code null} when nobody is there. */
    @Nullable
    Seen look(String gate) {
        @Nullable Seen[] seen = new Seen[1];
        gates.computeIfPresent(gate, (same, there) -> {
            seen[0] = new Seen(gate, there.holder(), there.size(), there.waiting(), there.sinceNanos());
            return there;
        });
        return seen[0];
    }

    /** {@return whether this task is at its gate without anybody beside it, or has none} */
    boolean isAlone(TaskRecord<?> task) {
        String gate = name.apply(task);
        boolean[] alone = {gate == null};
        if (gate != null) {
            gates.computeIfPresent(gate, (same, there) -> {
                alone[0] = there.isOnly(task);
                return there;
            });
        }
        return alone[0];
    }

    /** {@return the gate of this sort that the task must pass} */
    @Nullable
    String of(TaskRecord<?> task) {
        return name.apply(task);
    }

    /** {@return the names of the gates at which somebody is} */
    List<String> names() {
        return List.copyOf(gates.keySet());
    }

    /** {@return how many gates there are} */
    int size() {
        return (int) gates.mappingCount();
    }
}
