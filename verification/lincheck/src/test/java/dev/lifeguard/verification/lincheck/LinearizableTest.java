package dev.lifeguard.verification.lincheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each racing structure does what it does in single steps, whoever comes in between. */
final class LinearizableTest {

    @ParameterizedTest
    @EnumSource
    void eachOperationIsOneStep(Check check) {
        Explored explored = check.run();
        System.out.println(check + ": " + explored);
        assertEquals(check.scenarios(), explored.scenarios());
        // A checker that lets nobody come in between sees the same each time.
        assertTrue(explored.differ() * 2 > explored.scenarios(), explored::toString);
        assertTrue(explored.runs() > 10L * explored.scenarios(), explored::toString);
    }
}
