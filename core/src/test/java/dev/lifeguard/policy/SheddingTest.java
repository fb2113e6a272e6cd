package dev.lifeguard.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.policy.Shedding.ControlledDelay;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The step of controlled delay, waits and times in milliseconds. */
class SheddingTest {

    private final ControlledDelay policy = new ControlledDelay(Duration.ofMillis(10), Duration.ofMillis(100));
    private long state = ControlledDelay.CALM;

    /** A worker takes a task. {@return whether it is refused} */
    private boolean take(int at, int waited) {
        return take(at, waited, false);
    }

    private boolean take(int at, int waited, boolean last) {
        state = policy.next(state, waited * 1_000_000L, last, at * 1_000_000L);
        return policy.refuses(state, waited * 1_000_000L);
    }

    @Test
    void nobodyIsRefusedBeforeWaitsWereLongForAnInterval() {
        assertFalse(take(1, 50));
        assertFalse(take(50, 90));
        assertFalse(take(100, 90));
        assertTrue(take(101, 90));
    }

    @Test
    void oneShortWaitInTheIntervalIsEnough() {
        take(1, 50);
        take(99, 10);
        assertEquals(ControlledDelay.CALM, state);
        assertFalse(take(101, 90));
        assertFalse(take(200, 90));
        assertTrue(take(201, 90));
    }

    @Test
    void onlyWhoeverWaitedLongerThanTwiceTheTargetIsRefused() {
        take(1, 50);
        assertTrue(take(101, 21));
        assertFalse(take(102, 20));
        assertFalse(take(103, 11));
        assertTrue(take(104, 21));
    }

    @Test
    void aShortWaitEndsTheOverload() {
        take(1, 50);
        take(101, 50);
        assertTrue(ControlledDelay.overloaded(state));
        assertFalse(take(102, 10));
        assertFalse(ControlledDelay.overloaded(state));
        assertFalse(take(103, 20));
    }

    @Test
    void theLastInTheQueueIsNeverRefusedAndEndsTheOverload() {
        take(1, 50);
        take(101, 50);
        assertFalse(take(102, 50, true));
        assertFalse(ControlledDelay.overloaded(state));
    }

    @Test
    void anOverloadThatWasOverForLessThanAnIntervalIsRemembered() {
        take(1, 50);
        take(101, 50);
        take(150, 10);
        assertFalse(take(200, 20));
        assertFalse(ControlledDelay.overloaded(state));
        assertFalse(take(210, 5));
        assertTrue(take(249, 21));
        assertTrue(ControlledDelay.overloaded(state));
    }

    @Test
    void andThenItIsForgotten() {
        take(1, 50);
        take(101, 50);
        take(150, 10);
        take(160, 5);
        assertFalse(take(250, 50));
        assertFalse(take(349, 50));
        assertTrue(take(350, 50));
    }

    @Test
    void aQuietHourIsNoOverload() {
        take(1, 50, true);
        assertFalse(take(3_600_000, 50));
        assertFalse(ControlledDelay.overloaded(state));
    }
}
