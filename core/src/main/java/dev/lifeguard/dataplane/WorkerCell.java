package dev.lifeguard.dataplane;

import dev.lifeguard.StopReason;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerState;
import dev.lifeguard.lifecycle.Edges;
import dev.lifeguard.lifecycle.WorkerLifecycle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One incarnation of a worker, and the transitions of its {@link WorkerWord}.
 *
 * <p>Each transition is a method that is named for it and returns what the caller must do next. Whoever moved the
 * word to a state of use owns the worker object and every plain field marked <em>owner</em> until he moves the word
 * on; that move publishes them.
 *
 * <p>Upstream: {@link Dispatcher} (claims, lends, releases), the worker's own thread. Beside it: the supervisor
 * (publishes, retires, abandons).
 */
public final class WorkerCell extends WorkerLoan {

    private static final VarHandle CURRENT;

    static {
        try {
            CURRENT = MethodHandles.lookup().findVarHandle(WorkerCell.class, "current", TaskRecord.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** What {@link #lend} returns when the worker is not RUNNING: no loan has this number. */
    static final long NOT_LENT = -1;

    /** Who this is. */
    public final WorkerId id;

    /** Owner: the worker object, from its start hook on. */
    private @Nullable Object object;

    /** Owner: a task handed over by the caller who returned the lease. */
    private @Nullable TaskRecord<?> handoff;

    /** Owner: why the worker dies, set by whoever moves the word to ENDING for a fault. */
    private @Nullable StopReason fault;

    /** Supervisor: why the worker is retired, set before the word. */
    private @Nullable StopReason retirement;

    /** The task that runs or ran last; read by the scan of limits, which checks it against the task's own word. */
    @SuppressWarnings("unused") // through CURRENT
    private @Nullable TaskRecord<?> current;

    /**
     * Makes a cell in the state STARTING.
     *
     * @param id who it is
     */
    public WorkerCell(WorkerId id) {
        this.id = id;
    }

    // Reading.

    /** {@return the number of the current or next loan} */
    public long epoch() {
        return epoch(word());
    }

    /** {@return the task that runs or ran last} */
    public @Nullable TaskRecord<?> current() {
        return (TaskRecord<?>) CURRENT.getAcquire(this);
    }

    /** {@return the state as the lifecycle table names it, as far as the word alone tells; the supervisor adds the rest} */
    public WorkerState view() {
        long word = word();
        boolean leaving = (word & RETIRING) != 0;
        return switch (state(word)) {
            case STARTING -> WorkerState.STARTING;
            case IDLE -> WorkerState.IDLE;
            case SEARCHING -> leaving ? WorkerState.LEAVING : WorkerState.RUNNING;
            case RUNNING -> leaving ? WorkerState.LEAVING : cancelling() ? WorkerState.CANCELLING : WorkerState.RUNNING;
            case LEASED -> leaving ? WorkerState.LEAVING : WorkerState.LEASED;
            case RECEIVING -> leaving ? WorkerState.LEAVING : WorkerState.RECEIVING;
            case RESETTING -> leaving ? WorkerState.LEAVING : WorkerState.RESETTING;
            case CHECKING -> leaving ? WorkerState.LEAVING : WorkerState.CHECKING;
            case REVOKED -> WorkerState.STOPPING;
            // Until the supervisor hears that it is gone, it is on its way.
            case ENDING, GONE -> leaving ? WorkerState.STOPPING : WorkerState.CONDEMNED;
            case ABANDONED -> WorkerState.STOPPED;
        };
    }

    private boolean cancelling() {
        TaskRecord<?> task = current();
        return task != null && task.isLeaving(this);
    }

    // The worker's own thread.

    /** Keeps the object that the start hook made. Worker's thread, before the cell is published. */
    public void hold(Object made) {
        this.object = made;
    }

    /** {@return the worker object} Owner only. */
    public Object object() {
        Object held = object;
        if (held == null) {
            throw new IllegalStateException("Worker " + id + " has no object yet; only a started worker is used.");
        }
        return held;
    }

    /** SEARCHING → RUNNING: the thread woke with the token. */
    public void arrive() {
        for (long word = word(); is(word, CellState.SEARCHING); word = word()) {
            if (change(word, with(word, CellState.RUNNING))) {
                return;
            }
        }
    }

    /** {@return the task handed over, if one was} Owner only. */
    public @Nullable TaskRecord<?> takeHandoff() {
        TaskRecord<?> task = handoff;
        handoff = null;
        return task;
    }

    /** Publishes which task is here. Owner only. */
    void enter(@Nullable TaskRecord<?> task) {
        if (Edges.COUNTING && task != null && current() != task && (current() != null || retiring())) {
            Edges.taken(WorkerLifecycle.TABLE, inUse(retiring(), false), WorkerLifecycle.Signal.CLAIMED);
        }
        CURRENT.setRelease(this, task);
    }

    /** RUNNING → IDLE when the queue is empty; → ENDING when the worker is retiring. */
    CellNext rest() {
        return release(CellState.RUNNING, epoch());
    }

    /** IDLE → RUNNING by the worker itself, which saw work after it had said that it is idle. */
    boolean reclaim() {
        long word = word();
        return is(word, CellState.IDLE) && change(word, with(word, CellState.RUNNING));
    }

    /** RUNNING or RECEIVING → RESETTING, or → ENDING when it retires. Whether its task had been asked to leave names the edge. */
    public void soil(boolean asked) {
        countHook();
        for (long word = word(); reads(word) || is(word, CellState.RUNNING); word = word()) {
            boolean last = (word & RETIRING) != 0;
            if (change(word, with(word, last ? CellState.ENDING : CellState.RESETTING))) {
                Edges.taken(
                        WorkerLifecycle.TABLE,
                        reads(word) && !last ? WorkerState.RECEIVING : inUse(last, asked),
                        WorkerLifecycle.Signal.SOILED);
                return;
            }
        }
    }

    private static boolean reads(long word) {
        return is(word, CellState.RECEIVING);
    }

    /** RECEIVING → IDLE when the mail is read; → ENDING when the worker is retiring. */
    CellNext doneReading() {
        return release(CellState.RECEIVING, epoch());
    }

    /** RESETTING or CHECKING → IDLE after the hook; → ENDING when the worker is retiring. */
    CellNext clean() {
        return release(state() == CellState.CHECKING ? CellState.CHECKING : CellState.RESETTING, epoch());
    }

    /**
     * RUNNING, RECEIVING, RESETTING or CHECKING → ENDING because of a fault.
     *
     * @param reason the fault
     * @param asked whether its task had been asked to leave, for the name of the edge
     * @return the state that it left, as the table names it, or {@code null} when the worker was abandoned
     */
    public @Nullable WorkerState crash(StopReason reason, boolean asked) {
        countHook();
        this.fault = reason;
        for (long word = word(); ; word = word()) {
            CellState state = state(word);
            if (state != CellState.RUNNING && !runsHook(state)) {
                return null;
            }
            boolean last = (word & RETIRING) != 0;
            if (change(word, with(word, CellState.ENDING))) {
                // The states of hooks are named as those of the table.
                return last || !runsHook(state) ? inUse(last, asked) : WorkerState.valueOf(state.name());
            }
        }
    }

    private static boolean runsHook(CellState state) {
        return state == CellState.RECEIVING || state == CellState.RESETTING || state == CellState.CHECKING;
    }

    private static WorkerState inUse(boolean last, boolean asked) {
        return last ? WorkerState.LEAVING : asked ? WorkerState.CANCELLING : WorkerState.RUNNING;
    }

    /** STARTING → ENDING by the worker's thread, whose start failed; {@code false} when it was abandoned. */
    public boolean failStart(StopReason reason) {
        this.fault = reason;
        long word = word();
        return is(word, CellState.STARTING) && change(word, with(word, CellState.ENDING));
    }

    /** ENDING, ABANDONED, or RUNNING under a fenced task → GONE; {@code false} when the worker was abandoned. */
    public boolean exit() {
        while (true) {
            long word = word();
            if (change(word, with(word, CellState.GONE))) {
                return is(word, CellState.ENDING);
            }
        }
    }

    /** {@return why the worker ends} Worker's thread, in the state ENDING or ABANDONED. */
    public StopReason stopReason() {
        if (state() == CellState.ABANDONED) {
            return StopReason.STUCK;
        }
        StopReason died = fault;
        StopReason left = retirement;
        return died != null ? died : left != null ? left : StopReason.POOL_CLOSED;
    }

    // Claims and loans.

    /** IDLE → SEARCHING, LEASED, RECEIVING or CHECKING by a direct probe: the list keeps its entry. */
    boolean claim(CellState to) {
        long word = word();
        return is(word, CellState.IDLE) && change(word, with(word, to));
    }

    /** IDLE → SEARCHING or LEASED by the thread that took the cell's entry out of the list. */
    boolean claimListed(CellState to) {
        for (long word = word(); ; word = word()) {
            if (is(word, CellState.IDLE)) {
                if (change(word, with(word, to) & ~LISTED)) {
                    return true;
                }
            } else if (change(word, word & ~LISTED)) {
                return false;
            }
        }
    }

    /** RUNNING → LEASED: the worker grants itself to the head of the queue; it keeps its retiring bit. */
    long lend() {
        for (long word = word(); is(word, CellState.RUNNING); word = word()) {
            if (change(word, with(word, CellState.LEASED))) {
                return epoch(word);
            }
        }
        return NOT_LENT;
    }

    /** LEASED → LEASED with the next epoch: the returning caller hands the worker to the next in line. */
    boolean relend(long epoch) {
        for (long word = word(); holds(word, epoch); word = word()) {
            if (change(word, word + EPOCH_ONE)) {
                UseEdges.relent(word);
                return true;
            }
        }
        return false;
    }

    /** LEASED → LEASED with the next epoch: the loan is the caller's alone, and nobody's lease. */
    boolean fence(long epoch) {
        for (long word = word(); holds(word, epoch); word = word()) {
            if (change(word, word + EPOCH_ONE)) {
                return true;
            }
        }
        return false;
    }

    /**
     * LEASED → RUNNING: the returning caller hands a task to the worker. The loan must be the caller's alone ({@link
     * #fence}), because two threads can close one lease at once: the task of the one that loses would replace that of
     * the other in the field, and be taken instead of it.
     */
    boolean handOver(long epoch, TaskRecord<?> task) {
        for (long word = word(); holds(word, epoch); word = word()) {
            handoff = task;
            // Whoever looks for the task finds it here, even while its worker's thread does not get to run.
            CURRENT.setRelease(this, task);
            if (change(word, with(word, CellState.RUNNING))) {
                return true;
            }
        }
        return false;
    }

    /** LEASED → IDLE: the lease is returned clean; → ENDING when the worker is retiring or was revoked. */
    CellNext giveBack(long epoch) {
        return release(CellState.LEASED, epoch);
    }

    /** LEASED → RESETTING: the lease is returned dirty; → ENDING when the worker is retiring or was revoked. */
    CellNext giveBackDirty(long epoch) {
        for (long word = word(); epoch(word) == epoch; word = word()) {
            CellState state = state(word);
            if (state != CellState.LEASED && state != CellState.REVOKED) {
                return CellNext.STALE;
            }
            boolean last = state == CellState.REVOKED || (word & RETIRING) != 0;
            countHook();
            if (change(word, with(word, last ? CellState.ENDING : CellState.RESETTING) + EPOCH_ONE)) {
                return CellNext.WAKE;
            }
        }
        return CellNext.STALE;
    }

    /**
     * LEASED → ENDING: the lease is returned broken. The loan must be the caller's alone, as for {@link #handOver}.
     *
     * @return the state that it left, as the table names it, or {@code null} when it was revoked before
     */
    @Nullable
    WorkerState giveBackBroken(long epoch) {
        for (long word = word(); holds(word, epoch); word = word()) {
            WorkerState seen = (word & RETIRING) != 0 ? WorkerState.LEAVING : WorkerState.LEASED;
            countHook();
            fault = StopReason.BROKEN;
            if (change(word, with(word, CellState.ENDING))) {
                return seen;
            }
        }
        return null;
    }

    /** {@return whether the loan with this epoch is out and not revoked} */
    boolean isLent(long epoch) {
        return holds(word(), epoch);
    }

    private static boolean holds(long word, long epoch) {
        return epoch(word) == epoch && is(word, CellState.LEASED);
    }

    private CellNext release(CellState from, long epoch) {
        for (long word = word(); epoch(word) == epoch; word = word()) {
            boolean revoked = from == CellState.LEASED && is(word, CellState.REVOKED);
            if (!is(word, from) && !revoked) {
                return CellNext.STALE;
            }
            long next = from == CellState.LEASED ? word + EPOCH_ONE : word;
            if (revoked || (word & RETIRING) != 0) {
                if (change(word, with(next, CellState.ENDING))) {
                    if (!revoked) {
                        Edges.taken(
                                WorkerLifecycle.TABLE,
                                WorkerState.LEAVING,
                                from == CellState.RESETTING || from == CellState.CHECKING
                                        ? WorkerLifecycle.Signal.CLEANED
                                        : WorkerLifecycle.Signal.FREED);
                    }
                    return CellNext.WAKE;
                }
            } else if (change(word, with(next, CellState.IDLE) | LISTED)) {
                return (word & LISTED) != 0 ? CellNext.DONE : CellNext.LIST;
            }
        }
        return CellNext.STALE;
    }

    // The supervisor.

    /** STARTING → IDLE: the worker is published; it is listed by the caller. */
    public boolean publish() {
        long word = word();
        return is(word, CellState.STARTING) && change(word, with(word, CellState.IDLE) | LISTED);
    }

    /** Sends the worker away: a free one at once, one in use after its use. Returns the state it was in. */
    public CellState retire(StopReason reason) {
        this.retirement = reason;
        for (long word = word(); ; word = word()) {
            CellState state = state(word);
            switch (state) {
                case IDLE -> {
                    if (change(word, with(word, CellState.ENDING) | RETIRING)) {
                        return state;
                    }
                }
                // Also when its thread is gone already: that is known from notices which are on their way.
                case SEARCHING, RUNNING, LEASED, RECEIVING, RESETTING, CHECKING, ENDING, GONE -> {
                    if (change(word, word | RETIRING)) {
                        return state;
                    }
                }
                case STARTING, REVOKED, ABANDONED -> {
                    return state;
                }
            }
        }
    }

    /** STARTING → ENDING: the start returned after the worker was asked to stop. */
    public boolean dismiss(StopReason reason) {
        this.retirement = reason;
        long word = word();
        return is(word, CellState.STARTING) && change(word, with(word, CellState.ENDING) | RETIRING);
    }

    /** LEASED → REVOKED: the lease is fenced; the object is stopped when it comes back. */
    public boolean revoke() {
        for (long word = word(); is(word, CellState.LEASED); word = word()) {
            if (change(word, with(word, CellState.REVOKED))) {
                return true;
            }
        }
        return false;
    }

    /**
     * LEASED → ENDING: the owner of this loan is gone, so nobody uses the object and nobody will return it.
     *
     * @return the state that it left, as the table names it, or {@code null} when the lease is over
     */
    public @Nullable WorkerState reclaim(long epoch) {
        StopReason before = retirement;
        for (long word = word(); holds(word, epoch); word = word()) {
            countHook();
            retirement = StopReason.OWNER_LOST;
            if (change(word, with(word, CellState.ENDING) + EPOCH_ONE)) {
                return (word & RETIRING) != 0 ? WorkerState.LEAVING : WorkerState.LEASED;
            }
        }
        retirement = before;
        return null;
    }

    /** REVOKED → ENDING by the worker's thread, when the owner of the loan has ended and cannot return it. */
    public boolean forgetLessee() {
        long word = word();
        if (!is(word, CellState.REVOKED) || !isForgotten(epoch(word))) {
            return false;
        }
        countHook();
        return change(word, with(word, CellState.ENDING) + EPOCH_ONE);
    }

    /** STARTING, RECEIVING, RESETTING, CHECKING or ENDING → ABANDONED: a hook overran. {@code from} fences against one that just ended. */
    public boolean abandonHook(CellState from) {
        for (long word = word(); is(word, from); word = word()) {
            if (change(word, with(word, CellState.ABANDONED))) {
                return true;
            }
        }
        return false;
    }

    /**
     * RUNNING or SEARCHING → ABANDONED: the caller has fenced the task that runs, or knows that none can begin any more,
     * so the thread can make no transition.
     */
    public boolean abandonRun() {
        for (long word = word(); ; word = word()) {
            if (!is(word, CellState.RUNNING) && !is(word, CellState.SEARCHING)) {
                return false;
            }
            if (change(word, with(word, CellState.ABANDONED))) {
                return true;
            }
        }
    }

    @Override
    public String toString() {
        long word = word();
        return id + "[" + state(word) + ((word & RETIRING) != 0 ? ", retiring" : "")
                + ((word & LISTED) != 0 ? ", listed" : "") + ", epoch " + epoch(word) + "]";
    }
}
