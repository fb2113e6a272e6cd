package dev.lifeguard.testkit;

import java.io.Serial;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A schedule under which a scenario fails: a thread threw, threads wait for each other or for a wake-up that never
 * comes, or the check at the end did not hold. The message holds the seed, the choices, the schedule and the stacks.
 */
public final class ScheduleFailure extends AssertionError {
    @Serial
    private static final long serialVersionUID = 1;

    private final @Nullable Long seed;
    private final transient List<Integer> choices;
    private final long schedules;

    ScheduleFailure(
            String message, @Nullable Throwable cause, @Nullable Long seed, List<Integer> choices, long schedules) {
        super(message, cause);
        this.seed = seed;
        this.choices = List.copyOf(choices);
        this.schedules = schedules;
    }

    /** The same failure, with what the exploration around it knows. */
    ScheduleFailure explored(long tried, String replay) {
        ScheduleFailure told = new ScheduleFailure(
                "In schedule " + tried + ": " + getMessage() + "\n  " + replay, getCause(), seed, choices, tried);
        told.setStackTrace(getStackTrace());
        return told;
    }

    /** {@return the seed of the schedule, empty when it was not chosen at random} */
    public OptionalLong seed() {
        return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    }

    /** {@return the choices made wherever more than one thread could run; {@link Exploration#replay} repeats them} */
    public List<Integer> choices() {
        return choices;
    }

    /** {@return the number of schedules tried, this one included; 1 outside an exploration} */
    public long schedules() {
        return schedules;
    }
}
