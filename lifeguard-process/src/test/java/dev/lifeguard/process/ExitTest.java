package dev.lifeguard.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExitTest {
    @Test
    void ordinaryCodesAreNoSignals() {
        assertEquals("exit code 3", new Exit(3, false).words());
        assertFalse(new Exit(255, false).crashed());
        assertFalse(new Exit(128, false).crashed());
    }

    @Test
    void aSignalThatWeDidNotSendIsACrash() {
        assertTrue(new Exit(139, false).crashed());
        assertEquals("signal 11 (SEGV)", new Exit(139, false).words());
        assertEquals(
                "signal 9 (KILL), killed by the system, probably out of memory, or by a person",
                new Exit(137, false).words());
    }

    @Test
    void aKillOfOursIsNone() {
        assertFalse(new Exit(137, true).crashed());
        assertEquals("signal 9 (KILL), killed by the pool", new Exit(137, true).words());
    }

    @Test
    void aSignalWithoutANameHasItsNumber() {
        assertEquals("signal 40", new Exit(168, false).words());
    }
}
