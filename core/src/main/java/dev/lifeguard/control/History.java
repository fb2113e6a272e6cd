package dev.lifeguard.control;

import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.WorkerId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the supervisor remembers for those who look: the newest deaths, the stacks of stuck workers, and the counters of
 * the last minute. Every part is bounded. Supervisor only; what it hands out are immutable values.
 */
final class History {

    /** How many deaths are remembered. */
    static final int DEATHS = 32;

    /** How many stuck workers are remembered, those that have not come back first. */
    static final int STUCK = 16;

    /** How many calls of a stack are kept. */
    static final int CALLS = 64;

    /** How many looks are remembered: one minute of them. */
    static final int LOOKS = 60;

    /** How many decisions about the size are remembered. */
    static final int SIZES = 32;

    /** A decision about the size. */
    record Sized(long atNanos, int from, int to, String reason) {

        PoolSnapshot.Sized seen(long now) {
            return new PoolSnapshot.Sized(ago(now, atNanos), from, to, reason);
        }
    }

    /** A death. The words of its cause are made by whoever looks, because they can be user code. */
    record Death(
            WorkerId worker,
            long atNanos,
            String reason,
            @Nullable Throwable cause) {

        PoolSnapshot.Death seen(long now) {
            return new PoolSnapshot.Death(worker, ago(now, atNanos), reason + Words.cause(cause));
        }
    }

    /** A worker that was given up. */
    record Stuck(WorkerId worker, long atNanos, String reason, List<StackTraceElement> stack, boolean returned) {

        PoolSnapshot.Stuck seen(long now) {
            return new PoolSnapshot.Stuck(worker, ago(now, atNanos), reason, stack, returned);
        }
    }

    /** The counters at one look. */
    record Look(long atNanos, PoolSnapshot.Counts counts) {

        PoolSnapshot.Recent recent(long now, PoolSnapshot.Counts counted) {
            return new PoolSnapshot.Recent(ago(now, atNanos), counted.minus(counts));
        }
    }

    private final Deque<Death> deaths = new ArrayDeque<>();
    private final Deque<Stuck> stuck = new ArrayDeque<>();
    private final Deque<Look> looks = new ArrayDeque<>();
    private final Deque<Sized> sizes = new ArrayDeque<>();

    static Duration ago(long now, long thenNanos) {
        return Duration.ofNanos(Math.max(0, now - thenNanos));
    }

    /** {@return the death of the incarnation in this slot, for the slot to remember} */
    Death died(WorkerId worker, long now, String reason, @Nullable Throwable cause) {
        var death = new Death(worker, now, reason, cause);
        deaths.addLast(death);
        if (deaths.size() > DEATHS) {
            deaths.removeFirst();
        }
        return death;
    }

    /** Keeps the stack of a worker that was given up. {@return what is kept} */
    Stuck stuck(WorkerId worker, long now, String reason, @Nullable Throwable stack) {
        List<StackTraceElement> calls = stack == null
                ? List.of()
                : Arrays.stream(stack.getStackTrace()).limit(CALLS).toList();
        var kept = new Stuck(worker, now, reason, calls, false);
        stuck.addLast(kept);
        if (stuck.size() > STUCK) {
            Optional<Stuck> back = stuck.stream().filter(Stuck::returned).findFirst();
            stuck.remove(back.orElse(stuck.getFirst()));
        }
        return kept;
    }

    /** A worker that was given up has come back. */
    void returned(WorkerId worker) {
        List<Stuck> known = List.copyOf(stuck);
        stuck.clear();
        for (Stuck entry : known) {
            stuck.addLast(
                    entry.worker().equals(worker)
                            ? new Stuck(worker, entry.atNanos(), entry.reason(), entry.stack(), true)
                            : entry);
        }
    }

    /** Remembers the counters of this look. */
    void look(long now, PoolSnapshot.Counts counts) {
        looks.addLast(new Look(now, counts));
        if (looks.size() > LOOKS) {
            looks.removeFirst();
        }
    }

    /** Remembers a decision about the size. */
    void scaled(long now, int from, int to, String reason) {
        sizes.addLast(new Sized(now, from, to, reason));
        if (sizes.size() > SIZES) {
            sizes.removeFirst();
        }
    }

    List<Sized> sizes() {
        return List.copyOf(sizes);
    }

    /** {@return the oldest look that is remembered; there is one from the start of the pool on} */
    Look oldest() {
        return looks.getFirst();
    }

    List<Death> deaths() {
        return List.copyOf(deaths);
    }

    List<Stuck> stuck() {
        return List.copyOf(stuck);
    }
}
