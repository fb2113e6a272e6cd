package dev.lifeguard;

import dev.lifeguard.bounds.Durations;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one task may choose for itself. Immutable; what is not set comes from the pool. */
public final class TaskOptions {

    private static final TaskOptions NONE = new TaskOptions(null, null, null, null, null, null, 0, 0, false);

    private final @Nullable String name;
    private final @Nullable Limits limits;
    private final @Nullable Retry retry;
    private final @Nullable String key;
    private final @Nullable String kind;
    private final @Nullable String lane;
    private final int priority;
    private final long delayNanos;
    private final boolean kept;

    private TaskOptions(
            @Nullable String name,
            @Nullable Limits limits,
            @Nullable Retry retry,
            @Nullable String key,
            @Nullable String kind,
            @Nullable String lane,
            int priority,
            long delayNanos,
            boolean kept) {
        this.name = name;
        this.limits = limits;
        this.retry = retry;
        this.key = key;
        this.kind = kind;
        this.lane = lane;
        this.priority = priority;
        this.delayNanos = delayNanos;
        this.kept = kept;
        long total = limits == null ? Long.MAX_VALUE : limits.nanos(Limit.TOTAL);
        if (delayNanos > 0 && delayNanos >= total) {
            throw new IllegalArgumentException("The delay of a task is " + Duration.ofNanos(delayNanos)
                    + ", but its total limit is " + Duration.ofNanos(total)
                    + " and runs meanwhile, so it could never begin; raise the limit or shorten the delay.");
        }
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
        return new TaskOptions(
                Objects.requireNonNull(name), limits, retry, key, kind, lane, priority, delayNanos, kept);
    }

    /**
     * Replaces the pool's limits for this task, all four.
     *
     * @param limits the limits
     * @return these options with those limits
     */
    public TaskOptions withLimits(Limits limits) {
        return new TaskOptions(
                name, Objects.requireNonNull(limits), retry, key, kind, lane, priority, delayNanos, kept);
    }

    /**
     * Replaces the pool's retry policy for this task.
     *
     * @param retry the policy
     * @return these options with that policy
     */
    public TaskOptions withRetry(Retry retry) {
        return new TaskOptions(
                name, limits, Objects.requireNonNull(retry), key, kind, lane, priority, delayNanos, kept);
    }

    /**
     * Gives the task a key: tasks of one key run one after another, in the order in which they were submitted. Each waits
     * until the one before is settled, its further attempts and those that were abandoned included.
     *
     * @param key the key, not empty
     * @return these options with that key
     */
    public TaskOptions withKey(String key) {
        return new TaskOptions(name, limits, retry, written("key", key), kind, lane, priority, delayNanos, kept);
    }

    /**
     * Says of which kind the task is, for the caps of kinds.
     *
     * @param kind the kind, not empty
     * @return these options with that kind
     */
    public TaskOptions withKind(String kind) {
        return new TaskOptions(name, limits, retry, key, written("kind", kind), lane, priority, delayNanos, kept);
    }

    /**
     * Puts the task into a lane, for example that of a tenant, for fair disciplines and the caps of lanes.
     *
     * @param lane the lane, not empty
     * @return these options with that lane
     */
    public TaskOptions withLane(String lane) {
        return new TaskOptions(name, limits, retry, key, kind, written("lane", lane), priority, delayNanos, kept);
    }

    /**
     * Says how important the task is, for disciplines with priorities. Others do not look at it.
     *
     * @param priority from 0, the most important; beyond the last level of the discipline it counts as the last
     * @return these options with that priority
     */
    public TaskOptions withPriority(int priority) {
        if (priority < 0) {
            throw new IllegalArgumentException("A priority is a number from 0, the most important, but is " + priority
                    + "; give 0 for what must come first.");
        }
        return new TaskOptions(name, limits, retry, key, kind, lane, priority, delayNanos, kept);
    }

    /**
     * Lets the task begin to wait for a worker only after a while. It counts as unfinished from its submission on, and its
     * total limit runs meanwhile; its limit for the time in the queue does not. Its place in the order of its key is that
     * of the moment in which the delay is over.
     *
     * @param delay from zero, which is none; shorter than the total limit, if these options have one
     * @return these options with that delay
     */
    public TaskOptions withDelay(Duration delay) {
        return new TaskOptions(
                name,
                limits,
                retry,
                key,
                kind,
                lane,
                priority,
                Durations.nanosFromZero("delay of a task", delay),
                kept);
    }

    /**
     * Keeps the task from being shed: neither its time in the queue nor a newcomer makes it leave, however overloaded the
     * pool is. Its own limits still act, and a full queue still refuses it.
     *
     * @return these options, not to be shed
     */
    public TaskOptions kept() {
        return new TaskOptions(name, limits, retry, key, kind, lane, priority, delayNanos, true);
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

    /** {@return the key, if one was given} */
    public Optional<String> key() {
        return Optional.ofNullable(key);
    }

    /** {@return the kind, if one was given} */
    public Optional<String> kind() {
        return Optional.ofNullable(kind);
    }

    /** {@return the lane, if one was given} */
    public Optional<String> lane() {
        return Optional.ofNullable(lane);
    }

    /** {@return the priority, 0 if none was given} */
    public int priority() {
        return priority;
    }

    /** {@return how long it does not wait for a worker yet, in nanoseconds; 0 if no delay was given} */
    public long delayNanos() {
        return delayNanos;
    }

    /** {@return whether it may stand in the queue at once: it has neither key nor kind nor lane nor delay} */
    public boolean isDirect() {
        return key == null && kind == null && lane == null && delayNanos == 0;
    }

    /** {@return whether it is kept from being shed} */
    public boolean isKept() {
        return kept;
    }

    private static String written(String what, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("The " + what + " of a task is a text that can be read, but is \""
                    + value + "\"; leave it out for none.");
        }
        return value;
    }
}
