package dev.lifeguard;

import dev.lifeguard.bounds.Durations;
import java.time.Duration;
import java.util.Optional;

/**
 * The time limits of a task. Each is absent by default; immutable.
 *
 * <p>Limits are enforced by scans, not by a timer for each task: they fire a few milliseconds late, at most a tenth of
 * the shortest limit in use or 20 ms.
 */
public final class Limits {

    private static final Limits NONE = new Limits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    private final long queueNanos;
    private final long runNanos;
    private final long silenceNanos;
    private final long totalNanos;

    private Limits(long queueNanos, long runNanos, long silenceNanos, long totalNanos) {
        this.queueNanos = queueNanos;
        this.runNanos = runNanos;
        this.silenceNanos = silenceNanos;
        this.totalNanos = totalNanos;
    }

    /** {@return no limits} */
    public static Limits none() {
        return NONE;
    }

    /**
     * Limits the time from submission to the begin of the first attempt.
     *
     * @param limit positive
     * @return these limits with that one
     */
    public Limits withQueue(Duration limit) {
        return new Limits(Durations.positiveNanos("queue limit", limit), runNanos, silenceNanos, totalNanos);
    }

    /**
     * Limits each attempt.
     *
     * @param limit positive
     * @return these limits with that one
     */
    public Limits withRun(Duration limit) {
        return new Limits(queueNanos, Durations.positiveNanos("run limit", limit), silenceNanos, totalNanos);
    }

    /**
     * Limits the time an attempt may go without {@link TaskContext#progress}.
     *
     * @param limit positive
     * @return these limits with that one
     */
    public Limits withSilence(Duration limit) {
        return new Limits(queueNanos, runNanos, Durations.positiveNanos("silence limit", limit), totalNanos);
    }

    /**
     * Limits the time from submission to the outcome.
     *
     * @param limit positive
     * @return these limits with that one
     */
    public Limits withTotal(Duration limit) {
        return new Limits(queueNanos, runNanos, silenceNanos, Durations.positiveNanos("total limit", limit));
    }

    /**
     * {@return the value of a limit, if it is set}
     *
     * @param limit which one
     */
    public Optional<Duration> of(Limit limit) {
        long nanos = nanos(limit);
        return nanos == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }

    /**
     * {@return the value of a limit in nanoseconds, {@link Long#MAX_VALUE} when it is not set}
     *
     * @param limit which one
     */
    public long nanos(Limit limit) {
        return switch (limit) {
            case QUEUE -> queueNanos;
            case RUN -> runNanos;
            case SILENCE -> silenceNanos;
            case TOTAL -> totalNanos;
        };
    }

    /** {@return the shortest limit in nanoseconds, {@link Long#MAX_VALUE} when none is set} */
    public long shortestNanos() {
        return Math.min(Math.min(queueNanos, runNanos), Math.min(silenceNanos, totalNanos));
    }

    @Override
    public String toString() {
        var text = new StringBuilder("Limits[");
        for (Limit limit : Limit.values()) {
            of(limit)
                    .ifPresent(value -> text.append(text.length() > 7 ? ", " : "")
                            .append(limit.name().toLowerCase(java.util.Locale.ROOT))
                            .append('=')
                            .append(value));
        }
        return text.append(']').toString();
    }
}
