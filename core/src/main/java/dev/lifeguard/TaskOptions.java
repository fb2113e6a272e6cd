package dev.lifeguard;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one task may choose for itself. Immutable; what is not set comes from the pool. */
public final class TaskOptions {

    private static final TaskOptions NONE = new TaskOptions(null, null, null);

    private final @Nullable String name;
    private final @Nullable Limits limits;
    private final @Nullable Retry retry;

    private TaskOptions(@Nullable String name, @Nullable Limits limits, @Nullable Retry retry) {
        this.name = name;
        this.limits = limits;
        this.retry = retry;
    }

    /** {@return the pool's choices} */
    public static TaskOptions none() {
        return NONE;
    }

    /**
     * Names the task in events, reports and the log.
     *
     * @param name the name
     * @return these options with that name
     */
    public TaskOptions withName(String name) {
        return new TaskOptions(Objects.requireNonNull(name), limits, retry);
    }

    /**
     * Replaces the pool's limits for this task, all four.
     *
     * @param limits the limits
     * @return these options with those limits
     */
    public TaskOptions withLimits(Limits limits) {
        return new TaskOptions(name, Objects.requireNonNull(limits), retry);
    }

    /**
     * Replaces the pool's retry policy for this task.
     *
     * @param retry the policy
     * @return these options with that policy
     */
    public TaskOptions withRetry(Retry retry) {
        return new TaskOptions(name, limits, Objects.requireNonNull(retry));
    }

    /** {@return the name, if one was given} */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** {@return the limits, if some were given} */
    public Optional<Limits> limits() {
        return Optional.ofNullable(limits);
    }

    /** {@return the retry policy, if one was given} */
    public Optional<Retry> retry() {
        return Optional.ofNullable(retry);
    }
}
