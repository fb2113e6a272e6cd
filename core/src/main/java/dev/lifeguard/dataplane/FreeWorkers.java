package dev.lifeguard.dataplane;

import dev.lifeguard.WorkerOrder;
import dev.lifeguard.timing.Interleave;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * Finds a free worker in the order asked for.
 *
 * <p>Every idle cell stands in the list, or is about to be put there by whoever made it idle; so an empty list means
 * that no worker is idle, or that somebody is about to look at the queue. In the affine order a few cells are tried
 * first, from a place that depends on the thread: a thread that lends and returns in a loop meets the same cell and
 * never touches the list. The list then holds entries of cells that are in use; whoever takes one out drops it.
 *
 * <p>Not a tagged stack of reused nodes: the list of the JDK makes a fresh node for each entry, so the ABA fault
 * cannot happen, and a cell enters it once for each rest, not for each use.
 */
final class FreeWorkers {

    /** How many cells are tried before the list; more would let the cost of a busy pool grow with its size. */
    private static final int PROBES = 8;

    /** Supervisor writes. The list keeps what it has, in whatever order that came. */
    private volatile WorkerOrder order;

    private final ConcurrentLinkedDeque<WorkerCell> list = new ConcurrentLinkedDeque<>();

    /** The published cells. Written by the supervisor only, as a whole. */
    private volatile WorkerCell[] cells = {};

    FreeWorkers(WorkerOrder order) {
        this.order = order;
    }

    void follow(WorkerOrder other) {
        order = other;
    }

    WorkerCell[] cells() {
        return cells;
    }

    void publish(WorkerCell[] published) {
        cells = published;
        // Who probes never looks at the list, so entries of the dead would stay there for as long as probes succeed.
        list.removeIf(cell -> switch (cell.state()) {
            case ENDING, ABANDONED, GONE -> true;
            case STARTING, IDLE, SEARCHING, RUNNING, LEASED, RECEIVING, RESETTING, CHECKING, REVOKED -> false;
        });
    }

    /** Puts an idle cell into the list; only after a transition that said so. */
    void list(WorkerCell cell) {
        Interleave.point();
        if (order == WorkerOrder.FIFO) {
            list.addLast(cell);
        } else {
            list.addFirst(cell);
        }
    }

    /** {@return the same, that worker if it is idle; where to look for it is a guess by its number} */
    @Nullable
    WorkerCell claim(CellState to, int home) {
        WorkerCell[] all = cells;
        if (home >= 0 && home < all.length && all[home].id.worker() == home && all[home].claim(to)) {
            return all[home];
        }
        return claim(to);
    }

    /** {@return a cell that was idle and now is in the given state, owned by the caller} */
    @Nullable
    WorkerCell claim(CellState to) {
        if (order == WorkerOrder.AFFINE) {
            WorkerCell cell = probe(to);
            if (cell != null) {
                return cell;
            }
        }
        for (WorkerCell cell = list.pollFirst(); cell != null; cell = list.pollFirst()) {
            Interleave.point();
            if (cell.claimListed(to)) {
                return cell;
            }
        }
        return null;
    }

    private @Nullable WorkerCell probe(CellState to) {
        WorkerCell[] all = cells;
        // Not a ThreadLocal of the last cell: with virtual threads there are millions of threads.
        // Not a remainder: the high half of a product is as even, and a division is the dearest step of a loan.
        long hash = Interleave.spread(Thread.currentThread()) * 0x9E3779B97F4A7C15L;
        int home = (int) (((hash >>> 32) * all.length) >>> 32);
        if (home >= all.length) {
            return null;
        }
        // The first by itself: it is nearly always enough, and the loop would be in its way.
        return all[home].claim(to) ? all[home] : probeBeyond(home, all, to);
    }

    private static @Nullable WorkerCell probeBeyond(int home, WorkerCell[] all, CellState to) {
        int index = home;
        for (int tries = Math.min(PROBES, all.length); tries > 1; tries--) {
            index = index + 1 == all.length ? 0 : index + 1;
            if (all[index].claim(to)) {
                return all[index];
            }
        }
        return null;
    }

    /** {@return whether the list is empty: then nobody is idle, or somebody is about to look at the queue} */
    boolean isEmpty() {
        return list.isEmpty();
    }
}
