package dev.lifeguard;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Maps the hooks of a definition to the methods of a typed worker. */
record TypedWorkerDefinition<T, R extends @Nullable Object>(Callable<? extends Worker<T, R>> factory)
        implements WorkerDefinition<Worker<T, R>> {

    @Override
    public Worker<T, R> start(WorkerContext context) throws Exception {
        Worker<T, R> worker = factory.call();
        worker.start(context);
        return worker;
    }

    @Override
    public boolean healthy(Worker<T, R> worker) throws Exception {
        return worker.healthy();
    }

    @Override
    public void reset(Worker<T, R> worker) throws Exception {
        worker.reset();
    }

    @Override
    public void receive(Worker<T, R> worker, Message message) throws Exception {
        worker.receive(message);
    }

    @Override
    public void stop(Worker<T, R> worker, StopReason reason) throws Exception {
        worker.stop(reason);
    }

    @Override
    public boolean fatal(Worker<T, R> worker, Throwable failure) {
        return worker.fatal(failure);
    }
}
