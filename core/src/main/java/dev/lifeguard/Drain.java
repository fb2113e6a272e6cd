package dev.lifeguard;

import dev.lifeguard.bounds.Durations;
import java.time.Duration;
import java.util.List;

/**
 * How a pool ends: one deadline over all stages. Immutable.
 *
 * <p>Intake stops at once. Then, with {@link #runQueued}, what is queued runs; without, it is handed back as
 * {@link Outcome.Refused} with {@link Refusal.Reason#DRAINING}. A task that waits for its next attempt runs at once.
 * When the time left is just what the {@link Escalation} needs, everything still queued is handed back and everything
 * still running is cancelled: asked, interrupted, abandoned. Leases that are still out are revoked at the end.
 *
 * @param within the deadline over all
 * @param runQueued whether what is queued runs, or is handed back
 */
public record Drain(Duration within, boolean runQueued) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when the deadline is negative
     */
    public Drain {
        Durations.nanosFromZero("drain deadline", within);
    }

    /**
     * Runs what is queued.
     *
     * @param deadline over all stages
     * @return the plan
     */
    public static Drain within(Duration deadline) {
        return new Drain(deadline, true);
    }

    /** {@return this plan, but what is queued is handed back} */
    public Drain handBackQueued() {
        return new Drain(within, false);
    }

    /**
     * {@return everything is handed back and asked to leave at once} The graces of the {@link Escalation} still apply
     * to what runs, and a second is left to the stop hooks; nothing is waited for beyond that.
     */
    public static Drain now() {
        return new Drain(Duration.ZERO, false);
    }

    /**
     * What became of everything that was unfinished when the pool began to drain.
     *
     * @param tasks the fate of each task
     * @param leasesRevoked the workers whose leases did not come back and were revoked
     * @param workersAbandoned how many workers did not leave and were abandoned, during this drain or before
     * @param took how long it took
     * @param complete whether this is the whole story: {@code false} when the caller was one of the pool's own workers
     *     and could not wait for itself
     */
    public record Report(
            List<Fate> tasks, List<WorkerId> leasesRevoked, int workersAbandoned, Duration took, boolean complete) {

        /** Copies the lists. */
        public Report {
            tasks = List.copyOf(tasks);
            leasesRevoked = List.copyOf(leasesRevoked);
        }

        /**
         * {@return how many of the tasks ended in the given way}
         *
         * @param kind a type of outcome, such as {@code Outcome.Success.class}
         */
        @SuppressWarnings("rawtypes")
        public long count(Class<? extends Outcome> kind) {
            return tasks.stream()
                    .filter(fate -> kind.isInstance(fate.outcome()))
                    .count();
        }
    }

    /**
     * The fate of one task.
     *
     * @param id its number
     * @param name its name
     * @param outcome how it ended
     * @param handle the task itself, for example to submit it to another pool ({@link TaskPool#resubmit})
     */
    public record Fate(long id, String name, Outcome<?> outcome, TaskHandle<?> handle) {}
}
