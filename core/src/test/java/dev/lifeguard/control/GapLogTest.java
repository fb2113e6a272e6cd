package dev.lifeguard.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class GapLogTest {
    private static final long PAUSE = GapLog.PAUSE_NANOS;

    private final GapLog log = new GapLog();

    @Test
    void theFirstGapIsToldAtOnceAndThoseOfASecondTogether() {
        assertEquals(3, log.add(3, 0));
        assertEquals(0, log.add(4, 1));
        assertEquals(0, log.add(5, PAUSE - 1));
        assertEquals(10, log.add(1, PAUSE));
        assertEquals(0, log.add(2, PAUSE + 1));
        assertEquals(2, log.rest());
        assertEquals(0, log.rest());
    }

    @Test
    void aClockThatWrapsRoundIsNoReasonForSilence() {
        assertEquals(1, log.add(1, Long.MAX_VALUE));
        assertEquals(0, log.add(1, Long.MIN_VALUE));
        assertEquals(2, log.add(1, Long.MIN_VALUE + PAUSE));
    }
}
