package dev.lifeguard.benchmarks.contender;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Routers;
import org.jspecify.annotations.Nullable;

/** A pool router of Pekko over supervised actors: <em>ask</em> for a result, <em>tell</em> for none. */
final class PekkoTaker implements Taker<CompletableFuture<Integer>> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ActorSystem<Job> router;

    /** A chore, and who is told the result, if anybody is. */
    private record Job(Chore chore, @Nullable ActorRef<Integer> asker) {}

    private PekkoTaker(ActorSystem<Job> router) {
        this.router = router;
    }

    /** {@return the router over so many actors, on a dispatcher of as many threads} */
    static PekkoTaker start(int workers) {
        String settings = """
                pekko.loglevel = OFF
                pekko.stdout-loglevel = OFF
                pekko.log-dead-letters = off
                workers { type = Dispatcher, executor = thread-pool-executor,
                          thread-pool-executor.fixed-pool-size = %d }
                """.formatted(workers);
        Behavior<Job> actor = Behaviors.supervise(Behaviors.<Job>receiveMessage(job -> {
                    int result = job.chore().get();
                    if (job.asker() != null) {
                        job.asker().tell(result);
                    }
                    return Behaviors.same();
                }))
                .onFailure(SupervisorStrategy.restart());
        Behavior<Job> pool = Routers.pool(workers, actor)
                .withRouteeProps(org.apache.pekko.actor.typed.DispatcherSelector.fromConfig("workers"));
        return new PekkoTaker(ActorSystem.create(
                pool, "rival", ConfigFactory.parseString(settings).withFallback(ConfigFactory.load())));
    }

    @Override
    public CompletableFuture<Integer> submit(Chore chore) {
        return AskPattern.<Job, Integer>ask(router, asker -> new Job(chore, asker), PATIENCE, router.scheduler())
                .toCompletableFuture();
    }

    @Override
    public int await(CompletableFuture<Integer> future) {
        return future.join();
    }

    @Override
    public void execute(Chore chore) {
        router.tell(new Job(chore, null));
    }

    @Override
    public void close() {
        router.terminate();
        var ended = new CountDownLatch(1);
        router.getWhenTerminated().thenRun(ended::countDown);
        try {
            if (!ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("Pekko has not ended within " + PATIENCE + ".");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
