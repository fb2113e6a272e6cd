package dev.lifeguard.dataplane;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a worker counts for itself. Its owner alone writes, so an addition need not be atomic; anybody reads, and only
 * the newest value matters, so no order is needed.
 */
abstract class WorkerTally extends WorkerWord {

    private static final VarHandle SUCCEEDED;
    private static final VarHandle BEGUN;
    private static final VarHandle HOOKS;

    static {
        try {
            var lookup = MethodHandles.lookup();
            SUCCEEDED = lookup.findVarHandle(WorkerTally.class, "succeeded", long.class);
            BEGUN = lookup.findVarHandle(WorkerTally.class, "begun", long.class);
            HOOKS = lookup.findVarHandle(WorkerTally.class, "hooks", long.class);
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

    final void countSuccess() {
        SUCCEEDED.setOpaque(this, succeeded() + 1);
    }

    final void countBegun() {
        BEGUN.setOpaque(this, begun() + 1);
    }

    final void countHook() {
        HOOKS.setOpaque(this, hooks() + 1);
    }
}
