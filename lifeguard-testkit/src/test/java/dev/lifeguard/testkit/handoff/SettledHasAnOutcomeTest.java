package dev.lifeguard.testkit.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Cancel;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.testkit.Exploration;
import dev.lifeguard.testkit.Scenario;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Who hears that a task has settled finds its outcome, and hears of it once, whoever decided it and wrote it down late. */
@Isolated // A dump of all threads, as other tests make, can crash JDK 25 beside these.
final class SettledHasAnOutcomeTest {

    /** Asks while the worker is between its word and its outcome. */
    private static final Scenario FAILURE = scheduler -> {
        var crew = new Crew(scheduler, WorkerOrder.AFFINE);
        crew.idle();
        var handle = crew.submit(() -> {
            throw new IllegalStateException("planted");
        });
        crew.actor("asker", () -> {
            if (handle.settled().toCompletableFuture().isDone()) {
                assertTrue(handle.outcome().isPresent(), "it has settled, and has no outcome");
            }
            handle.await();
        });
        crew.goHomeAtTheEnd();
        return () -> {};
    };

    /** The code leaves while the canceller is between its word and its outcome. */
    private static final Scenario CANCEL = scheduler -> {
        var crew = new Crew(scheduler, WorkerOrder.AFFINE);
        crew.idle();
        var heard = new CopyOnWriteArrayList<Boolean>();
        var handle = crew.submit(() -> "done");
        var unused = handle.settled().thenRun(() -> heard.add(handle.outcome().isPresent()));
        crew.actor("canceller", () -> {
            handle.cancel(Cancel.ASK);
            handle.await();
        });
        crew.goHomeAtTheEnd();
        return () -> assertEquals(List.of(true), heard);
    };

    @Test
    void aFailure() {
        Exploration.random(500).check(FAILURE);
        Exploration.exhaustive(8_000, 2).check(FAILURE);
    }

    @Test
    void aCancel() {
        Exploration.random(500).check(CANCEL);
        Exploration.exhaustive(8_000, 2).check(CANCEL);
    }
}
