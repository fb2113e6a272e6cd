package dev.lifeguard.benchmarks.contender;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * An executor, with the future that Java programs wait on.
 *
 * @param door takes the tasks
 * @param service runs them; most often the door itself
 */
record ExecutorTaker(Executor door, ExecutorService service) implements Taker<CompletableFuture<Integer>> {

    ExecutorTaker(ExecutorService service) {
        this(service, service);
    }

    @Override
    public CompletableFuture<Integer> submit(Chore chore) {
        return CompletableFuture.supplyAsync(chore, door);
    }

    @Override
    public int await(CompletableFuture<Integer> future) {
        return future.join();
    }

    @Override
    public void execute(Chore chore) {
        door.execute(chore);
    }

    @Override
    public void resize(int workers) {
        if (!(service instanceof ThreadPoolExecutor executor)) {
            Taker.super.resize(workers);
            return;
        }
        // The maximum may never be less than the core.
        if (workers > executor.getMaximumPoolSize()) {
            executor.setMaximumPoolSize(workers);
            executor.setCorePoolSize(workers);
        } else {
            executor.setCorePoolSize(workers);
            executor.setMaximumPoolSize(workers);
        }
    }

    @Override
    public void close() {
        service.close();
    }
}
