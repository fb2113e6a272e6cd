package dev.lifeguard.dataplane;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One line takes the place of another. Whoever comes while that lasts first takes over what stands in the old one, or
 * waits until somebody has; so nobody who comes gets in front of those who were there, and nobody polls past them.
 *
 * <p>It lasts as long as it takes to put what waits into its new order, once for each change. The lock is held for that.
 *
 * <p>Order: {@code settled} is written after everything stands in the new line. Who reads that it is not says that there
 * is something to look for, and finds out under the lock.
 */
final class ChangingLine implements Line {

    private final Line before;
    private final Line after;
    private final ReentrantLock moving;
    private volatile boolean settled;

    /**
     * A line in place of another.
     *
     * @param moving held by whoever moves entries between lines of this queue
     */
    ChangingLine(Line before, Line after, ReentrantLock moving) {
        this.before = before;
        this.after = after;
        this.moving = moving;
    }

    @Override
    public void settle() {
        if (settled) {
            return;
        }
        moving.lock();
        try {
            if (!settled) {
                move();
                settled = true;
            }
        } finally {
            moving.unlock();
        }
    }

    /** What goes from one line to the other, with its age at that moment: a cancel may change it during the sort. */
    private record Moved(Waiting entry, long aheadNanos) {}

    /** By age, so that the order of those who go on in one line is that in which they came. */
    private void move() {
        List<Moved> moved = new ArrayList<>();
        long start = 0;
        for (Waiting entry = before.take(); entry != null; entry = before.take()) {
            if (entry.stillWaits()) {
                start = moved.isEmpty() ? entry.queuedNanos() : start;
                moved.add(new Moved(entry, entry.queuedNanos() - start));
            }
        }
        // The sort is stable: of the same age, those of one old line keep their order.
        moved.sort(Comparator.comparingLong(Moved::aheadNanos));
        moved.forEach(one -> after.offer(one.entry()));
    }

    private Line settledLine() {
        settle();
        return after;
    }

    @Override
    public Line itself() {
        return after;
    }

    @Override
    public void offer(Waiting entry) {
        settledLine().offer(entry);
    }

    @Override
    public @Nullable Waiting poll(WorkerCell by) {
        return settledLine().poll(by);
    }

    @Override
    public @Nullable Waiting take() {
        return settledLine().take();
    }

    @Override
    public boolean isEmpty() {
        return settled && after.isEmpty();
    }

    @Override
    public @Nullable Waiting firstWaiting() {
        return settledLine().firstWaiting();
    }

    @Override
    public void sweep() {
        settledLine().sweep();
    }

    @Override
    public Iterable<Waiting> entries() {
        return settledLine().entries();
    }

    @Override
    public List<Part> parts() {
        return settledLine().parts();
    }
}
