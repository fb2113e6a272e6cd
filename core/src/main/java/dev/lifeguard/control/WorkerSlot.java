package dev.lifeguard.control;

import dev.lifeguard.WorkerState;
import dev.lifeguard.dataplane.WorkerCell;
import dev.lifeguard.timing.Timers;
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

    /** Why it is there. */
    String reason = "new";

    /** How many incarnations died. */
    int deaths;

    /** How many died in a row without living long. */
    int failuresInRow;

    /** When the last incarnation was started. */
    long startedNanos;

    /** Whether an abandoned incarnation is compensated here, on a platform thread. */
    boolean compensating;

    /** The timer of the backoff. */
    Timers.@Nullable Timer<Alarm> timer;

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

    WorkerSlot(int number) {
        this.number = number;
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

    /** {@return whether it serves, or will serve when its present use is over} */
    boolean serves() {
        return supervised == null && !leaves();
    }

    /** {@return whether it stays closed, because too many abandoned workers have not come back} */
    boolean isBarred() {
        return supervised == WorkerState.FAILED;
    }

    /** The backoff, if there is one, is over in another way. */
    void stopTimer(Timers<Alarm> timers) {
        if (timer != null) {
            timers.cancel(timer);
            timer = null;
        }
    }
}
