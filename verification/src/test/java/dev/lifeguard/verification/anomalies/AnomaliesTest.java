package dev.lifeguard.verification.anomalies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.testkit.Seeds;
import dev.lifeguard.verification.anomalies.Anomaly.Kind;
import dev.lifeguard.verification.anomalies.Anomaly.Occasion;
import dev.lifeguard.verification.anomalies.Anomaly.Times;
import java.util.EnumSet;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever goes wrong, and whenever: each task ends once, nobody waits for ever, and somebody is told. */
@Isolated // A dump of all threads, as other tests make, can crash JDK 25 beside these.
final class AnomaliesTest {

    @ParameterizedTest
    @EnumSource(names = {"EXCEPTION", "NO_MEMORY", "STACK_OVERFLOW", "SNEAKY_INTERRUPTED"})
    void noThreadCanBeStarted(Kind kind) {
        sweep(Occasion.THREAD_START, kind, Times.ONCE);
        sweep(Occasion.THREAD_START, kind, Times.FOR_GOOD);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXCEPTION", "NO_MEMORY", "STACK_OVERFLOW", "SNEAKY_INTERRUPTED"})
    void noThreadOfTheMachineCanBeStarted(Kind kind) {
        sweep(Occasion.PLATFORM_THREAD_START, kind, Times.ONCE);
        sweep(Occasion.PLATFORM_THREAD_START, kind, Times.FOR_GOOD);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXCEPTION", "NO_MEMORY", "STACK_OVERFLOW", "SNEAKY_INTERRUPTED", "INTERRUPT_FLAG"})
    void codeOfTheUserFails(Kind kind) {
        sweep(Occasion.CALLBACK, kind, Times.ONCE);
        sweep(Occasion.CALLBACK, kind, Times.FOR_GOOD);
    }

    @ParameterizedTest
    @EnumSource(names = "NULL")
    void codeOfTheUserGivesNothing(Kind kind) {
        sweep(Occasion.CALLBACK, kind, Times.ONCE);
        sweep(Occasion.CALLBACK, kind, Times.FOR_GOOD);
    }

    @ParameterizedTest
    @EnumSource(names = {"WAKES_AT_ONCE", "WAKES_EARLY", "WAKES_LATE", "LEAPS_AHEAD", "INTERRUPT_FLAG"})
    void waitsEndInTheWrongMoment(Kind kind) {
        sweep(Occasion.PARK, kind, Times.ONCE);
    }

    @ParameterizedTest
    @EnumSource(names = {"A_YEAR_BACK", "A_YEAR_AHEAD"})
    void theClockOnTheWallIsWrong(Kind kind) {
        sweep(Occasion.WALL_CLOCK, kind, Times.ONCE);
        sweep(Occasion.WALL_CLOCK, kind, Times.FOR_GOOD);
    }

    private static void sweep(Occasion occasion, Kind kind, Times times) {
        Seeds.of(1).check(seed -> {
            Sweep sweep = new Sweep(occasion, kind, times).run(seed);
            System.out.println(sweep);
            assertTrue(sweep.tried() > 0, sweep::toString);
            if (occasion == Occasion.CALLBACK && kind != Kind.NULL && times == Times.ONCE) {
                assertEquals(EnumSet.allOf(UserCode.Place.class), sweep.places(), "code that was called");
            }
        });
    }
}
