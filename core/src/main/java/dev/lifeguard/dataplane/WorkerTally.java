package dev.lifeguard.dataplane;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a worker counts for itself and what was last said on it, for those who look. The owner alone counts, so an
 * addition need not be atomic; anybody reads, and only the newest value matters, so no order is needed. What was said is
 * published with its value.
 */
abstract class WorkerTally extends WorkerWord {

    private static final VarHandle SUCCEEDED;
    private static final VarHandle BEGUN;
    private static final VarHandle HOOKS;
    private static final VarHandle SAID;
    private static final VarHandle READINGS;

    static {
        try {
            var lookup = MethodHandles.lookup();
            SUCCEEDED = lookup.findVarHandle(WorkerTally.class, "succeeded", long.class);
            BEGUN = lookup.findVarHandle(WorkerTally.class, "begun", long.class);
            READINGS = lookup.findVarHandle(WorkerTally.class, "readings", long.class);
            HOOKS = lookup.findVarHandle(WorkerTally.class, "hooks", long.class);
            SAID = lookup.findVarHandle(WorkerTally.class, "said", Said.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    @SuppressWarnings("unused") // through SUCCEEDED
    private long succeeded;

    @SuppressWarnings("unused") // through BEGUN
    private long begun;

    @SuppressWarnings("unused") // through HOOKS
    private long hooks;

    /** Whoever reports progress: the newest report. */
    @SuppressWarnings("unused") // through SAID
    private @Nullable Said said;

    /** Owner: what the flight recording keeps while the worker is lent. */
    private @Nullable Object span;

    /** A report of progress, by the task with this number. */
    private record Said(long task, Object value) {}

    /** Odd while a message is read. */
    @SuppressWarnings("unused") // through READINGS
    private long readings;

    /** {@return how many tasks succeeded here} */
    public final long succeeded() {
        return (long) SUCCEEDED.getOpaque(this);
    }

    /** {@return how many tasks were begun here} */
    public final long begun() {
        return (long) BEGUN.getOpaque(this);
    }

    /** {@return how many hooks were begun here: tells one hook from the next of its kind} */
    public final long hooks() {
        return (long) HOOKS.getOpaque(this);
    }

    /** {@return the last report of this task, if it ran here and said something} */
    public final Optional<Object> said(long task) {
        Said newest = (Said) SAID.getAcquire(this);
        return newest == null || newest.task() != task ? Optional.empty() : Optional.of(newest.value());
    }

    /** Keeps the newest report. Any thread that runs code of the task. */
    final void say(long task, Object value) {
        SAID.setRelease(this, new Said(task, value));
    }

    /** {@return whether the loan that is out is recorded} Owner only. */
    final boolean isRecorded() {
        return span != null;
    }

    /** Keeps the span of the loan that begins. Owner only. */
    final void record(Object begun) {
        span = begun;
    }

    /** {@return the span of the loan that ends} Owner only. */
    final @Nullable Object takeSpan() {
        Object begun = span;
        span = null;
        return begun;
    }

    /** {@return a number that tells the reading of one message from that of the next} */
    public final long readings() {
        return (long) READINGS.getOpaque(this);
    }

    /** {@return whether a message is read now} */
    public final boolean isReading() {
        return (readings() & 1) != 0;
    }

    /** A message begins to be read, or is read. Worker's thread. */
    public final void countReading() {
        READINGS.setOpaque(this, readings() + 1);
    }

    final void countSuccess() {
        SUCCEEDED.setOpaque(this, succeeded() + 1);
    }

    final void countBegun() {
        BEGUN.setOpaque(this, begun() + 1);
    }

    /** A hook begins. Owner only. */
    public final void countHook() {
        HOOKS.setOpaque(this, hooks() + 1);
    }
}
