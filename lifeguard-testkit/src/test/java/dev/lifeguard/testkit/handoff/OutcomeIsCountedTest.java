package dev.lifeguard.testkit.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lifeguard.WorkerOrder;
import dev.lifeguard.dataplane.Counters;
import dev.lifeguard.testkit.Exploration;
import dev.lifeguard.testkit.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Who finds an outcome finds it in the counts: a failure that was awaited is in the snapshot that is taken next. */
@Isolated // A dump of all threads, as other tests make, can crash JDK 25 beside these.
final class OutcomeIsCountedTest {

    private static final Scenario FAILURE = scheduler -> {
        var crew = new Crew(scheduler, WorkerOrder.AFFINE);
        crew.idle();
        crew.actor("submitter", () -> {
            crew.submit(() -> {
                        throw new IllegalStateException("planted");
                    })
                    .await();
            var nobody = new Counters.Workers(0, 0, List.of());
            assertEquals(1, crew.plane().counters().read(nobody, 0).failed());
        });
        crew.goHomeAtTheEnd();
        return () -> {};
    };

    @Test
    void aFailureThatIsFoundIsCounted() {
        Exploration.random(500).check(FAILURE);
        Exploration.exhaustive(8_000, 2).check(FAILURE);
    }
}
