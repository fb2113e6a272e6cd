package dev.lifeguard.control;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many workers the elastic pools of one JVM may start at a time, all together, so that a load that hits many pools
 * at once does not have them all start workers at once. Only growth asks: the first workers of a pool and replacements
 * of the dead do not.
 *
 * <p>A pool has one ticket at a time, for one start. It stands in line with it behind the other pools, gets the permit
 * when its turn comes, keeps it until the start hook is over, and gives it back; then it may stand in line again. So no
 * pool holds up another for longer than one start. Nobody waits here: who is served is told, and comes back. Any thread.
 *
 * <p>Order: who asks stands in line and then looks for a free permit; who gives one back frees it and then looks at the
 * line. Both are volatile operations, so one of the two sees the other. One compare-and-set on the ticket decides
 * between the grant and the withdrawal.
 */
public final class StartBudget {

    /** How many starts each processor may have under way. */
    static final int PER_PROCESSOR = 2;

    private static final StartBudget OF_JVM =
            new StartBudget(PER_PROCESSOR * Runtime.getRuntime().availableProcessors());

    private static final int WAITING = 0;
    private static final int GRANTED = 1;
    private static final int OVER = 2;

    /** A place in the line, and then the permit. */
    static final class Ticket {

        private final AtomicInteger state = new AtomicInteger(WAITING);
        private final Runnable served;

        private Ticket(Runnable served) {
            this.served = served;
        }

        /** {@return whether it is a permit now} */
        boolean isGranted() {
            return state.get() == GRANTED;
        }
    }

    private final AtomicInteger free;
    private final ConcurrentLinkedQueue<Ticket> line = new ConcurrentLinkedQueue<>();

    /**
     * Makes a budget.
     *
     * @param permits how many starts may be under way, at least 1
     */
    public StartBudget(int permits) {
        if (permits < 1) {
            throw new IllegalArgumentException("With " + permits + " permits no elastic pool could ever grow.");
        }
        this.free = new AtomicInteger(permits);
    }

    /** {@return the one that all pools share: twice as many permits as processors} */
    static StartBudget ofJvm() {
        return OF_JVM;
    }

    /** {@return how many permits nobody has} */
    public int free() {
        return free.get();
    }

    /**
     * Stands in line.
     *
     * @param served told once when the permit is there, perhaps at once; on any thread, so it must not block
     */
    Ticket ask(Runnable served) {
        var ticket = new Ticket(served);
        line.add(ticket);
        serve();
        return ticket;
    }

    /** Gives a permit back, or leaves the line. Without effect when that has been done. */
    void giveBack(Ticket ticket) {
        switch (ticket.state.getAndSet(OVER)) {
            case GRANTED -> {
                free.incrementAndGet();
                serve();
            }
            case WAITING -> line.remove(ticket);
            default -> {}
        }
    }

    private void serve() {
        while (!line.isEmpty() && take()) {
            Ticket next = line.poll();
            if (next != null && next.state.compareAndSet(WAITING, GRANTED)) {
                next.served.run();
            } else {
                // It was withdrawn, or somebody else served it. Whoever came meanwhile found no permit: look again.
                free.incrementAndGet();
            }
        }
    }

    private boolean take() {
        for (int now = free.get(); now > 0; now = free.get()) {
            if (free.compareAndSet(now, now - 1)) {
                return true;
            }
        }
        return false;
    }
}
