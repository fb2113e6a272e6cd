package dev.lifeguard.control;

import dev.lifeguard.WorkerState;
import dev.lifeguard.dataplane.CellState;
import dev.lifeguard.dataplane.Waiting;
import dev.lifeguard.policy.Load;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Looks at the load of a pool, and remembers as much of earlier looks as a {@link Load} tells. Bounded: so many looks,
 * and of the free workers only those lows that a later look can still find the lowest, which are fewer than the workers.
 * Supervisor only.
 */
final class LoadWatch {

    /** How many looks are remembered, for the pace of a worker. */
    static final int LOOKS = 60;

    /** How many of them tell how much comes and goes: these change faster than the pace does. */
    static final int RATES = 10;

    /** How many entries of the queue are counted, unless the pool may have a quarter as many workers. */
    static final int COUNTED = 1_024;

    private static final double SECOND_NANOS = 1e9;

    /** Counters at one look. All of them only grow. */
    private record Look(long atNanos, long entered, long left, double busySeconds) {}

    /** So few were free then, and fewer at no look since. */
    private record Low(long atNanos, int idle) {}

    private final Desk desk;
    private final Roster roster;
    private final Deque<Look> looks = new ArrayDeque<>();
    private final Deque<Low> lows = new ArrayDeque<>();
    private long lowsSinceNanos;
    private long steadySinceNanos;
    private int wasBusy;

    LoadWatch(Desk desk, Roster roster) {
        this.desk = desk;
        this.roster = roster;
        forget();
        steadySinceNanos = desk.now;
    }

    /** What was seen until now says nothing about what comes. */
    void forget() {
        looks.clear();
        growing();
    }

    private void growing() {
        lows.clear();
        lowsSinceNanos = desk.now;
    }

    /** The size was changed. */
    void resized(int from, int to) {
        steadySinceNanos = desk.now;
        if (to > from) {
            growing();
            return;
        }
        // Those who leave were free all the time; so many fewer were the others.
        for (int left = lows.size(); left > 0; left--) {
            Low low = lows.removeFirst();
            lows.addLast(new Low(low.atNanos(), Math.max(0, low.idle() - (from - to))));
        }
    }

    /** Looks. {@code memoryNanos} says how far back the fewest free workers are told. */
    Load look(int min, int max, long memoryNanos) {
        int busy = 0;
        int idle = 0;
        int starting = 0;
        for (WorkerSlot slot : roster.slots()) {
            if (!slot.stays()) {
                continue;
            }
            if (slot.supervised != null) {
                starting += slot.supervised == WorkerState.FAILED ? 0 : 1;
            } else if (slot.cell != null && slot.cell.state() == CellState.IDLE) {
                idle++;
            } else {
                busy++;
            }
        }
        int queued = 0;
        long oldest = 0;
        for (Waiting entry : desk.plane.queue().entries()) {
            if (entry.stillWaits()) {
                queued++;
                oldest = Math.max(oldest, desk.now - entry.waitsSinceNanos());
                if (queued >= Math.max(COUNTED, 4L * max)) {
                    break;
                }
            }
        }
        note(busy);
        int least = least(idle, memoryNanos);
        Look last = looks.getLast();
        Look recent = recent();
        double seconds = (last.atNanos() - recent.atNanos()) / SECOND_NANOS;
        double worked = last.busySeconds() - looks.getFirst().busySeconds();
        return new Load(
                roster.size(),
                min,
                max,
                busy,
                idle,
                starting,
                queued,
                Duration.ofNanos(oldest),
                seconds <= 0 ? 0 : (last.entered() - recent.entered()) / seconds,
                seconds <= 0 ? 0 : (last.left() - recent.left()) / seconds,
                worked <= 0 ? 0 : (last.left() - looks.getFirst().left()) / worked,
                least,
                History.ago(desk.now, steadySinceNanos));
    }

    private void note(int busy) {
        // Those who have left first, as the bound counts them: then nobody has left who did not enter.
        long unfinished = desk.plane.admission().taken();
        long entered = desk.plane.admission().entered();
        Look before = looks.peekLast();
        double worked = before == null
                ? 0
                : before.busySeconds() + (busy + wasBusy) / 2.0 * (desk.now - before.atNanos()) / SECOND_NANOS;
        long left = Math.max(before == null ? 0 : before.left(), entered - unfinished);
        looks.addLast(new Look(desk.now, entered, left, worked));
        wasBusy = busy;
        if (looks.size() > LOOKS) {
            looks.removeFirst();
        }
    }

    private Look recent() {
        Iterator<Look> newest = looks.descendingIterator();
        Look look = newest.next();
        for (int gone = 0; gone < RATES && newest.hasNext(); gone++) {
            look = newest.next();
        }
        return look;
    }

    /** The lowest of a sliding window: a low that a later look undercut cannot be the lowest any more. */
    private int least(int idle, long memoryNanos) {
        while (!lows.isEmpty() && lows.getLast().idle() >= idle) {
            lows.removeLast();
        }
        lows.addLast(new Low(desk.now, idle));
        while (desk.now - lows.getFirst().atNanos() > memoryNanos) {
            lows.removeFirst();
        }
        return desk.now - lowsSinceNanos < memoryNanos ? 0 : lows.getFirst().idle();
    }
}
