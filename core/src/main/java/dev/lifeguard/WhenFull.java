package dev.lifeguard;

import dev.lifeguard.bounds.Durations;
import java.time.Duration;

/**
 * What happens to a task that is submitted while the queue is full.
 *
 * <p>In every case the task that is not taken ends as {@link Outcome.Refused} with the limit, its value and the state
 * of the pool; nothing is dropped in silence.
 */
public final class WhenFull {

    /** The four choices. */
    public enum Choice {
        /** The submitter waits for a place, for a limited time. */
        BLOCK,
        /** The newcomer is refused at once, with the reason {@link Refusal.Reason#FULL}. */
        REFUSE,
        /** The newcomer is shed at once, with the reason {@link Refusal.Reason#SHED}. */
        SHED_NEWEST,
        /** The task that waits longest is shed, with the reason {@link Refusal.Reason#SHED}, and the newcomer taken. */
        SHED_OLDEST
    }

    private static final WhenFull REFUSE = new WhenFull(Choice.REFUSE, 0);
    private static final WhenFull SHED_NEWEST = new WhenFull(Choice.SHED_NEWEST, 0);
    private static final WhenFull SHED_OLDEST = new WhenFull(Choice.SHED_OLDEST, 0);

    private final Choice choice;
    private final long blockNanos;

    private WhenFull(Choice choice, long blockNanos) {
        this.choice = choice;
        this.blockNanos = blockNanos;
    }

    /**
     * The submitter waits for a place.
     *
     * @param limit how long at most; zero is the same as {@link #refuse}
     * @return the choice
     */
    public static WhenFull block(Duration limit) {
        return new WhenFull(Choice.BLOCK, Durations.nanosFromZero("limit of the wait for a place", limit));
    }

    /** {@return the newcomer is refused at once} */
    public static WhenFull refuse() {
        return REFUSE;
    }

    /** {@return the newcomer is shed at once} */
    public static WhenFull shedNewest() {
        return SHED_NEWEST;
    }

    /** {@return the task that waits longest makes room} */
    public static WhenFull shedOldest() {
        return SHED_OLDEST;
    }

    /** {@return the choice} */
    public Choice choice() {
        return choice;
    }

    /** {@return how long a submitter waits for a place, in nanoseconds; zero unless it blocks} */
    public long blockNanos() {
        return blockNanos;
    }

    @Override
    public String toString() {
        return choice == Choice.BLOCK ? "block up to " + Duration.ofNanos(blockNanos) : choice.toString();
    }
}
