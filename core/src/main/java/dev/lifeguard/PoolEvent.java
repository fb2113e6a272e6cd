package dev.lifeguard;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A supervised change. Per-task edges are counted ({@link PoolSnapshot.Counts}), not reported one by one. */
public sealed interface PoolEvent {

    /** {@return the name of the pool} */
    String pool();

    /** {@return what happened, in words, as the log has it} */
    String message();

    /** {@return what was thrown, when something was} */
    default @Nullable Throwable cause() {
        return null;
    }

    /** {@return how loud the log tells it} */
    default System.Logger.Level level() {
        return System.Logger.Level.DEBUG;
    }

    /**
     * A worker changed its state.
     *
     * @param worker who
     * @param from its state before
     * @param to its state now
     * @param reason why
     * @param cause what was thrown, when something was
     */
    record WorkerChanged(
            WorkerId worker,
            WorkerState from,
            WorkerState to,
            String reason,
            @Nullable Throwable cause) implements PoolEvent {

        @Override
        public String pool() {
            return worker.pool();
        }

        @Override
        public String message() {
            return "worker " + worker + ": " + from + " -> " + to + ": " + reason;
        }

        @Override
        public System.Logger.Level level() {
            return cause == null ? System.Logger.Level.DEBUG : System.Logger.Level.INFO;
        }
    }

    /**
     * The pool changed its state.
     *
     * @param pool the name of the pool
     * @param from its state before
     * @param to its state now
     * @param reason why
     */
    record PoolChanged(String pool, PoolState from, PoolState to, String reason) implements PoolEvent {

        @Override
        public String message() {
            return from + " -> " + to + ": " + reason;
        }
    }

    /**
     * Fewer workers serve than were asked for, or all serve again.
     *
     * @param pool the name of the pool
     * @param degraded whether it is degraded now
     * @param reason why
     * @param cause the last failure of a worker, when there was one
     */
    record ConditionChanged(
            String pool,
            boolean degraded,
            String reason,
            @Nullable Throwable cause) implements PoolEvent {

        @Override
        public String message() {
            return (degraded ? "degraded: " : "healthy again: ") + reason;
        }

        @Override
        public System.Logger.Level level() {
            return System.Logger.Level.WARNING;
        }
    }

    /**
     * More comes than the workers do, so that tasks are shed for their time in the queue; or that is over.
     *
     * @param pool the name of the pool
     * @param overloaded whether it is overloaded now
     * @param reason why
     * @see dev.lifeguard.policy.Shedding
     */
    record OverloadChanged(String pool, boolean overloaded, String reason) implements PoolEvent {

        @Override
        public String message() {
            return (overloaded ? "overloaded: " : "no longer overloaded: ") + reason;
        }

        @Override
        public System.Logger.Level level() {
            return System.Logger.Level.WARNING;
        }
    }

    /**
     * Work stopped moving although workers are free, or nobody serves; or that is over.
     *
     * @param pool the name of the pool
     * @param from the verdict before
     * @param now the verdict now; {@link Liveness#isAlarm} says whether this is the alarm or its end
     */
    record LivenessChanged(String pool, Liveness.Verdict from, Liveness now) implements PoolEvent {

        @Override
        public String message() {
            return from + " -> " + now.verdict() + ": " + now.reason();
        }

        @Override
        public System.Logger.Level level() {
            return System.Logger.Level.WARNING;
        }
    }

    /**
     * A worker that worked is followed by another one, which serves now; the old one leaves after its use.
     *
     * @param worker the old one
     * @param successor the new one
     * @param why what for
     * @param reason the same in words, with values
     */
    record WorkerReplaced(WorkerId worker, WorkerId successor, StopReason why, String reason) implements PoolEvent {

        @Override
        public String pool() {
            return worker.pool();
        }

        @Override
        public String message() {
            return "worker " + successor + " serves in the place of worker " + worker + ", because " + reason;
        }
    }

    /**
     * A roll began, came further, is held up or is over.
     *
     * @param pool the name of the pool
     * @param roll how it stands
     */
    record RollChanged(String pool, RenewalSnapshot.Roll roll) implements PoolEvent {

        @Override
        public String message() {
            return "roll of generation " + roll.generation() + " (operation " + roll.operation() + ") is "
                    + roll.stage() + ": " + roll.note();
        }

        @Override
        public System.Logger.Level level() {
            return roll.stage() == RenewalSnapshot.RollStage.STOPPED
                    ? System.Logger.Level.WARNING
                    : System.Logger.Level.INFO;
        }
    }

    /**
     * The size of the pool was changed.
     *
     * @param pool the name of the pool
     * @param from the number of workers before
     * @param to the number of workers now asked for
     */
    record Resized(String pool, int from, int to) implements PoolEvent {

        @Override
        public String message() {
            return "resized from " + from + " to " + to + " workers";
        }
    }

    /**
     * The size of the pool followed its load.
     *
     * @param pool the name of the pool
     * @param from the number of workers before
     * @param to the number of workers now asked for
     * @param reason why
     */
    record Scaled(String pool, int from, int to, String reason) implements PoolEvent {

        @Override
        public String message() {
            return "scaled from " + from + " to " + to + " workers: " + reason;
        }
    }

    /**
     * A lease is out for longer than {@link LeaseLimits#held}. Told once for each lease; nothing else happens to it.
     *
     * @param worker the worker that is lent
     * @param owner the name of the thread that has it
     * @param task what the owner called it ({@link Lease#named}), or an empty string
     * @param age how long it is out, or with this owner, as far as it was watched
     * @param takenAt the stack of the thread that took it, when its place was kept
     */
    record LeaseHeld(
            WorkerId worker,
            String owner,
            String task,
            Duration age,
            @Nullable Throwable takenAt) implements PoolEvent {

        @Override
        public String pool() {
            return worker.pool();
        }

        @Override
        public String message() {
            return "the lease of worker " + worker + use(task) + " is out for " + age + ", held by thread " + owner
                    + place(takenAt);
        }

        @Override
        public @Nullable Throwable cause() {
            return takenAt;
        }

        @Override
        public System.Logger.Level level() {
            return System.Logger.Level.WARNING;
        }
    }

    /**
     * A lease was taken back, because nobody can return it any more. Its worker is stopped and replaced.
     *
     * @param worker the worker that was lent
     * @param owner the name of the thread that had it
     * @param task what the owner called it ({@link Lease#named}), or an empty string
     * @param reason what happened to the owner or the lease
     * @param takenAt the stack of the thread that took it, when its place was kept
     */
    record LeaseReclaimed(
            WorkerId worker,
            String owner,
            String task,
            String reason,
            @Nullable Throwable takenAt) implements PoolEvent {

        @Override
        public String pool() {
            return worker.pool();
        }

        @Override
        public String message() {
            return "the lease of worker " + worker + use(task) + ", held by thread " + owner
                    + ", was taken back, and the worker is replaced, because " + reason + place(takenAt);
        }

        @Override
        public @Nullable Throwable cause() {
            return takenAt;
        }

        @Override
        public System.Logger.Level level() {
            return System.Logger.Level.WARNING;
        }
    }

    /**
     * Somebody operated the pool.
     *
     * @param pool the name of the pool
     * @param operation who did what, why, and what came of it
     */
    record Operated(String pool, Operation operation) implements PoolEvent {

        @Override
        public System.Logger.Level level() {
            return System.Logger.Level.INFO;
        }

        @Override
        public String message() {
            return operation.message();
        }
    }

    /**
     * A worker told something ({@link WorkerContext#emit}).
     *
     * @param worker who
     * @param body what
     */
    record WorkerMessage(WorkerId worker, Object body) implements PoolEvent {

        @Override
        public String pool() {
            return worker.pool();
        }

        @Override
        public String message() {
            // What it says is the user's, and stays out of the log.
            return "worker " + worker + " sent a message";
        }

        @Override
        public System.Logger.Level level() {
            return System.Logger.Level.TRACE;
        }
    }

    /**
     * A task was quarantined: too many workers died under it.
     *
     * @param pool the name of the pool
     * @param task the number of the task
     * @param name its name
     * @param deaths how many workers died under it
     * @param end how the last one was lost
     */
    record Quarantined(String pool, long task, String name, int deaths, String end) implements PoolEvent {

        @Override
        public String message() {
            return "task " + task + " (" + name + ") is quarantined after " + deaths
                    + " deaths of its workers and gets no further attempt; it is among the dead letters. Last: " + end;
        }

        @Override
        public System.Logger.Level level() {
            return System.Logger.Level.WARNING;
        }
    }

    /**
     * The retry budget had no further attempt for tasks that failed. Told at most once a second.
     *
     * @param pool the name of the pool
     * @param count how many attempts were refused since the last time
     * @param budget the budget, in words
     */
    record RetriesRefused(String pool, long count, String budget) implements PoolEvent {

        @Override
        public String message() {
            return count + " tasks got no further attempt, because the retry budget (" + budget
                    + ") is used up; their failures are their outcomes";
        }

        @Override
        public System.Logger.Level level() {
            return System.Logger.Level.WARNING;
        }
    }

    /**
     * Something went wrong that has no other place: a stop hook, a cancel hook or a listener threw, or outcomes were
     * never looked at.
     *
     * @param pool the name of the pool
     * @param message fact, consequence, remedy
     * @param cause what was thrown, when something was
     */
    record Trouble(String pool, String message, @Nullable Throwable cause) implements PoolEvent {

        @Override
        public System.Logger.Level level() {
            return System.Logger.Level.WARNING;
        }
    }

    /**
     * Events, or messages of workers, were lost because listeners are slower than the pool.
     *
     * @param pool the name of the pool
     * @param count how many
     */
    record Missed(String pool, long count) implements PoolEvent {

        @Override
        public String message() {
            return count + " events were dropped, because listeners are slow";
        }

        @Override
        public System.Logger.Level level() {
            return System.Logger.Level.WARNING;
        }
    }

    private static String use(String task) {
        return task.isEmpty() ? "" : " (" + task + ")";
    }

    private static String place(@Nullable Throwable takenAt) {
        return takenAt == null
                ? "; keep the places of leases (LeaseLimits.placeEvery) to see where it was taken"
                : "; it was taken where the stack says";
    }
}
