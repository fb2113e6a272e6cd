package dev.lifeguard.verification.rows;

import dev.lifeguard.Message;
import dev.lifeguard.StopReason;
import dev.lifeguard.WorkerContext;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.WorkerId;

/** Workers that are no more than their names, with hooks that a scene replaces while they live. */
final class Hooks implements WorkerDefinition<WorkerId> {

    /** What a hook does. */
    @FunctionalInterface
    interface Hook {
        void run() throws Exception;
    }

    volatile Hook start = () -> {};
    volatile Hook receive = () -> {};
    volatile Hook reset = () -> {};
    volatile Hook healthy = () -> {};
    volatile Hook stop = () -> {};

    @Override
    public WorkerId start(WorkerContext context) throws Exception {
        start.run();
        return context.id();
    }

    @Override
    public boolean healthy(WorkerId worker) throws Exception {
        healthy.run();
        return true;
    }

    @Override
    public void reset(WorkerId worker) throws Exception {
        reset.run();
    }

    @Override
    public void receive(WorkerId worker, Message message) throws Exception {
        receive.run();
    }

    @Override
    public void stop(WorkerId worker, StopReason reason) throws Exception {
        stop.run();
    }
}
