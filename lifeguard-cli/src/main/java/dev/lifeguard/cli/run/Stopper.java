package dev.lifeguard.cli.run;

import dev.lifeguard.Drain;
import dev.lifeguard.TaskPool;
import dev.lifeguard.process.ExecResult;
import java.time.Duration;

/**
 * Stops a run: no more is read, what waits is handed back, and what runs may end or is cancelled. Any thread; never
 * blocks.
 */
final class Stopper {
    /** A drain needs a deadline; what runs may take as long as it likes, so this is a very long one. */
    private static final Duration NO_HURRY = Duration.ofDays(1000);

    private final RunState state;
    private final TaskPool<RunTask, ExecResult> pool;

    Stopper(RunState state, TaskPool<RunTask, ExecResult> pool) {
        this.state = state;
        this.pool = pool;
    }

    /** Stops for a cause; false when the run was stopped already. */
    boolean stop(StopCause cause) {
        boolean first = state.flow().stop(cause);
        if (first) {
            Thread.ofPlatform().name("lifeguard-drain").daemon().start(this::drain);
            state.events().add(new Event.FlowChanged());
        }
        if (cause.cancelsRunning()) {
            cancelAll();
        }
        return first;
    }

    /** Cancels what runs; false when that was done already. */
    boolean cancelAll() {
        return state.inFlight().cancelAll();
    }

    private void drain() {
        try {
            pool.drain(Drain.within(NO_HURRY).handBackQueued());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
