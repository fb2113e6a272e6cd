package dev.lifeguard.policy;

/**
 * What becomes of a task whose workers die. Immutable.
 *
 * <p>A death is counted for the task under which the worker died: by a failure that is fatal to the worker, by the task's
 * own verdict that the worker is broken, or by an abandonment because it passed a limit and did not leave. Failures that
 * the worker survives are not counted, and neither is what a cancel, a resize or the end of the pool interrupts. With so
 * many deaths there is no further attempt, whatever the retry policy says, and the task goes to the dead letters with
 * its history.
 *
 * @param deaths with how many deaths a task is quarantined, at least 1; 0 for no quarantine
 * @param keepsFailed whether tasks go to the dead letters too when their last attempt failed or passed a limit
 */
public record Quarantine(int deaths, boolean keepsFailed) {

    /** More deaths than these of one task are no small number. */
    private static final int MOST = 1_000;

    private static final Quarantine NONE = new Quarantine(0, false);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it can never act
     */
    public Quarantine {
        if (deaths < 0 || deaths > MOST) {
            throw new IllegalArgumentException("A task is quarantined after 1 to " + MOST
                    + " deaths of its workers, but got " + deaths + "; 2 or 3 are usual, none() is for no quarantine.");
        }
    }

    /** {@return no task is quarantined, and none goes to the dead letters} */
    public static Quarantine none() {
        return NONE;
    }

    /**
     * Quarantines a task with its so manieth death. Below that, its retry policy decides; a task that may have fewer
     * attempts than this ends before, as without a quarantine.
     *
     * @param deaths at least 1; 2 or 3 are usual
     * @return the policy
     */
    public static Quarantine after(int deaths) {
        if (deaths < 1) {
            throw new IllegalArgumentException("A task is quarantined after 1 to " + MOST
                    + " deaths of its workers, but got " + deaths + "; 2 or 3 are usual, none() is for no quarantine.");
        }
        return new Quarantine(deaths, false);
    }

    /**
     * Sends tasks to the dead letters, too, whose last attempt failed, lost its worker or passed a limit, without any
     * quarantine. Not those that were cancelled or refused.
     *
     * @return this policy, which also keeps what failed
     */
    public Quarantine keepFailed() {
        return new Quarantine(deaths, true);
    }

    /** {@return whether no task ever goes to the dead letters} */
    public boolean isNone() {
        return deaths == 0 && !keepsFailed;
    }

    /**
     * {@return whether a task with so many deaths has no further attempt}
     *
     * @param counted how many workers have died under it
     */
    public boolean forbids(int counted) {
        return deaths > 0 && counted >= deaths;
    }

    @Override
    public String toString() {
        return isNone()
                ? "none"
                : (deaths == 0 ? "none" : "after " + deaths + " deaths")
                        + (keepsFailed ? ", failed tasks are kept" : "");
    }
}
