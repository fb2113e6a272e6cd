package dev.lifeguard.control;

import dev.lifeguard.StopReason;
import dev.lifeguard.WorkerState;
import dev.lifeguard.dataplane.CellState;
import dev.lifeguard.dataplane.WorkerCell;
import dev.lifeguard.policy.Recycling;
import dev.lifeguard.timing.Timers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A place for a worker and its incarnations, one after another. Plain fields; the supervisor owns them all. */
final class WorkerSlot {

    final int number;

    /** The incarnation that lives, or lived last. */
    @Nullable
    WorkerCell cell;

    int incarnation;

    /** The state while the supervisor has the say; {@code null} while the worker serves and its word tells. */
    @Nullable
    WorkerState supervised = WorkerState.BACKOFF;

    /** Whether a fresh incarnation follows the one that is on its way out. */
    boolean renewing;

    /** What it follows, when it is a successor that does not serve yet. */
    Successions.@Nullable Succession succession;

    /** Which roll the incarnation was made for; 1 for those before the first. */
    int generation = 1;

    /** Whether incarnations start from what is being rolled out, and whether this one has shown that it is good. */
    boolean ahead;

    boolean good;

    /** Why it stops when its start returns, once it is not wanted any more. */
    StopReason dismissal = StopReason.SHRUNK;

    /** Recycling: the limits that an incarnation has drawn, why and since when they are passed, the next check. */
    Recycling.@Nullable Term term;

    int termOf;

    String over = "";

    long overSinceNanos;

    long checkAtNanos;

    /** Why it is there. */
    String reason = "new";

    /** Since when the supervisor has known it there. */
    long sinceNanos;

    /** Whether its first start is growth of an elastic pool, which needs a permit. */
    boolean growth;

    /** The permit of the start that is under way, if it needed one. */
    StartBudget.@Nullable Ticket permit;

    /** How many incarnations died. */
    int deaths;

    /** How the last of them died. */
    History.@Nullable Death lastDeath;

    /** How many died in a row without living long. */
    int failuresInRow;

    /** When the last incarnation was started, and when it began to serve. */
    long startedNanos;

    long servesSinceNanos;

    /** Whether an abandoned incarnation is compensated here, on a platform thread. */
    boolean compensating;

    /** The timer of the backoff. */
    Timers.@Nullable Timer<Alarm> timer;

    /** The timer of the start hook that runs. */
    private Timers.@Nullable Timer<Alarm> startLimit;

    /** When the backoff ends. */
    long restartAtNanos;

    /** Hook watch: which hook was seen, and since when. */
    long watchedHooks = -1;

    long watchedSinceNanos;

    /** Linger watch: what the idle worker had done, and since when. */
    long restedUses = -1;

    long restedSinceNanos;

    /** Lease watch: which loan was seen, since when, and whether it was told of. */
    @Nullable
    WorkerCell loanOf;

    long loan;

    long loanSinceNanos;

    boolean loanTold;

    /** What the worker was last seen doing by itself. */
    Sighting seen = Sighting.NEVER;

    /**
     * What a worker was doing at a look, and since which look it has been the same use of it.
     *
     * @param state the state of its word
     * @param uses how many uses had begun then
     * @param sinceNanos the first look that saw it so
     */
    record Sighting(CellState state, long uses, long sinceNanos) {

        static final Sighting NEVER = new Sighting(CellState.GONE, -1, 0);

        static Sighting of(WorkerCell cell, long now) {
            return new Sighting(cell.state(), cell.begun() + cell.epoch() + cell.hooks(), now);
        }

        /** {@return how long it has been so, at the least: no time, when it has done something else since} */
        Duration lasts(WorkerCell cell, long now) {
            return isSame(of(cell, now)) ? History.ago(now, sinceNanos) : Duration.ZERO;
        }

        private boolean isSame(Sighting other) {
            return state == other.state && uses == other.uses;
        }
    }

    WorkerSlot(int number) {
        this.number = number;
    }

    /** It serves in the place of another one, which was idle for so long: a worker beyond the size lingers no longer for it. */
    void restAs(WorkerSlot old) {
        WorkerCell before = old.cell;
        if (before != null && old.restedUses == before.begun() + before.epoch()) {
            restedUses = 0;
            restedSinceNanos = old.restedSinceNanos;
        }
    }

    /** Looks what the worker does by itself. */
    void look(long now) {
        WorkerCell living = cell;
        Sighting next = living == null ? Sighting.NEVER : Sighting.of(living, now);
        seen = next.isSame(seen) ? seen : next;
    }

    /** It moved, by the supervisor's hand. */
    void moved(String why, long now) {
        reason = why;
        sinceNanos = now;
    }

    WorkerState view() {
        WorkerState seen = supervised;
        if (seen != null) {
            return seen;
        }
        WorkerCell living = cell;
        return living == null ? WorkerState.STOPPED : living.view();
    }

    /** {@return whether it is on its way out for good} */
    boolean leaves() {
        WorkerCell living = cell;
        return supervised == WorkerState.STOPPING
                || supervised == WorkerState.STOPPED
                || (supervised == null && living != null && living.retiring());
    }

    /** {@return whether the pool counts on it: it is not on its way out, or a fresh incarnation follows} */
    boolean stays() {
        // While a successor starts, the pool still counts on the one that it follows.
        return succession == null && (renewing || !leaves());
    }

    /** {@return whether its start hook runs, wanted or not any more} */
    boolean isStarting() {
        WorkerCell living = cell;
        return (supervised == WorkerState.STARTING || supervised == WorkerState.STOPPING)
                && living != null
                && living.state() == CellState.STARTING;
    }

    /** {@return whether it serves, or will serve when its present use is over} */
    boolean serves() {
        return supervised == null && !leaves();
    }

    /** {@return whether it stays closed, because too many abandoned workers have not come back} */
    boolean isBarred() {
        return supervised == WorkerState.FAILED;
    }

    /** The start hook of this incarnation has time until then. */
    void limitStart(Timers<Alarm> timers, long untilNanos) {
        startEnded(timers);
        startLimit = timers.schedule(untilNanos, new Alarm.StartOverdue(this, incarnation));
    }

    /** The start hook returned, threw, or was given up: a timer left behind would keep the worker in memory. */
    void startEnded(Timers<Alarm> timers) {
        if (startLimit != null) {
            timers.cancel(startLimit);
            startLimit = null;
        }
    }

    /** The backoff, if there is one, is over in another way. */
    void stopTimer(Timers<Alarm> timers) {
        if (timer != null) {
            timers.cancel(timer);
            timer = null;
        }
    }
}
