package dev.lifeguard.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class FlowTest {
    private static CompletableFuture<Boolean> waiting(Flow flow) {
        var answer = new CompletableFuture<Boolean>();
        Thread reader = Thread.ofPlatform().daemon().start(() -> {
            try {
                answer.complete(flow.awaitRoom());
            } catch (InterruptedException unwanted) {
                answer.completeExceptionally(unwanted);
            }
        });
        Awaitility.await()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> reader.getState() == Thread.State.WAITING || !reader.isAlive());
        return answer;
    }

    @Test
    void readingWaitsUntilATaskHasSettled() throws InterruptedException {
        var flow = new Flow(2, 10);
        for (int i = 0; i < 2; i++) {
            assertTrue(flow.awaitRoom());
            assertTrue(flow.admit());
        }
        CompletableFuture<Boolean> third = waiting(flow);
        assertFalse(third.isDone());
        flow.settled();
        assertTrue(third.join());
    }

    @Test
    void readingWaitsUntilATaskHasBeenTold() {
        var flow = new Flow(10, 1);
        assertTrue(flow.admit());
        flow.settled();
        CompletableFuture<Boolean> second = waiting(flow);
        assertFalse(second.isDone());
        flow.told();
        assertTrue(second.join());
    }

    @Test
    void aStopWakesTheReaderAndAdmitsNothing() {
        var flow = new Flow(1, 1);
        assertTrue(flow.admit());
        CompletableFuture<Boolean> second = waiting(flow);
        assertTrue(flow.stop(StopCause.INTERRUPT));
        assertFalse(second.join());
        assertFalse(flow.admit());
        assertFalse(flow.finished(), "one task is still on its way");
        flow.settled();
        flow.told();
        assertTrue(flow.finished());
    }

    @Test
    void theFirstCauseStays() {
        var flow = new Flow(1, 1);
        assertTrue(flow.stop(StopCause.INTERRUPT));
        assertFalse(flow.stop(StopCause.TERMINATION));
        assertEquals(Optional.of(StopCause.INTERRUPT), flow.stopped());
    }

    @Test
    void anEndOfInputIsAnEndWhenNothingIsOnItsWay() {
        var flow = new Flow(1, 1);
        assertTrue(flow.admit());
        flow.endInput();
        assertFalse(flow.finished());
        flow.settled();
        flow.told();
        assertTrue(flow.finished());
    }
}
