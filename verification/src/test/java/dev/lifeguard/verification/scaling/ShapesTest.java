package dev.lifeguard.verification.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.policy.Scaling;
import dev.lifeguard.policy.ScalingPolicy.Wish;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The size comes to rest: it follows each shape with as few turns as the shape has, and waits are short again soon. */
final class ShapesTest {
    private static final double TARGET_MILLIS = 250;

    /** In how many looks (of 250 ms) after a step up the last worker more is wanted. */
    private static final int LOOKS_UP = 12;

    /** How long the linger is, in looks. */
    private static final int LOOKS_LINGER = 20;

    /** In how many looks what is needless, after the linger, is gone: a worker a look, and jitter. */
    private static final int LOOKS_DOWN = 10;

    private static final double LOOK_SECONDS = 0.25 * 1.2;

    /** By how many turns chance may exceed those of the shape, in 90 seconds: a lull and the end of it. */
    private static final int TURNS_OF_CHANCE = 4;

    static List<Shape> shapes() {
        return Shape.ALL;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theSizeTurnsNoOftenerThanTheLoad(Shape shape) {
        Recorded recorded = ShapeRun.of(shape, ShapeRun.SCALING);
        assertTrue(recorded.turns() <= shape.turns(), recorded::story);
        assertTrue(recorded.largest(0, shape.seconds()) > 8, recorded::story);
    }

    static Stream<Arguments> chances() {
        return Shape.ALL.stream().flatMap(shape -> Stream.of(1L, 2L, 3L).map(seed -> Arguments.of(shape, seed)));
    }

    @ParameterizedTest
    @MethodSource("chances")
    void chanceDoesNotMakeItSwing(Shape shape, long seed) {
        Recorded recorded = ShapeRun.of(shape, ShapeRun.SCALING, seed, true);
        assertTrue(recorded.turns() <= shape.turns() + TURNS_OF_CHANCE, recorded::story);
    }

    @Test
    void afterAStepUpItSettlesAndChangesNoMore() {
        Recorded recorded = ShapeRun.of(Shape.STEPS, ShapeRun.SCALING);
        double grown = 10 + LOOKS_UP * LOOK_SECONDS;
        double settled = grown + (LOOKS_LINGER + LOOKS_DOWN) * LOOK_SECONDS;
        assertTrue(recorded.between(grown, 50).stream().noneMatch(Recorded.Change::grows), recorded::story);
        assertEquals(List.of(), recorded.between(settled, 50), recorded::story);
        // 40 a second of 200 ms each are 8 workers at work.
        assertEquals(8, recorded.largest(settled, 50), recorded::story);
        assertTrue(recorded.longestWaitMillis(grown + 2, 50) < TARGET_MILLIS, recorded::story);
        assertTrue(recorded.largest(10, 50) <= 2 * 8, recorded::story);
    }

    @Test
    void afterAStepDownItShrinksWhenTheLingerIsOverAndNotBefore() {
        Recorded recorded = ShapeRun.of(Shape.STEPS, ShapeRun.SCALING);
        double lingered = 50 + LOOKS_LINGER * 0.25 * 0.8;
        double settled = 50 + (LOOKS_LINGER + LOOKS_DOWN) * LOOK_SECONDS;
        assertEquals(List.of(), recorded.between(50, lingered), recorded::story);
        assertEquals(List.of(), recorded.between(settled, 90), recorded::story);
        assertEquals(2, recorded.largest(settled, 90), recorded::story);
        assertTrue(recorded.longestWaitMillis(50, 90) < TARGET_MILLIS, recorded::story);
    }

    @Test
    void everySpikeIsWorkedOffAndForgotten() {
        Recorded recorded = ShapeRun.of(Shape.SPIKES, ShapeRun.SCALING);
        for (double spike : new double[] {25, 50, 75}) {
            assertTrue(recorded.longestWaitMillis(spike + 5, spike + 14) < TARGET_MILLIS, recorded::story);
            assertEquals(1, recorded.samples().get((int) ((spike + 14) * 4)).size(), recorded::story);
        }
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        assertEquals(
                ShapeRun.of(Shape.SINE, ShapeRun.SCALING, 7, true), ShapeRun.of(Shape.SINE, ShapeRun.SCALING, 7, true));
    }

    /** Not the spikes: they swing by themselves. */
    static List<Shape> smoothShapes() {
        return List.of(Shape.STEPS, Shape.RAMP, Shape.SINE);
    }

    @ParameterizedTest
    @MethodSource("smoothShapes")
    void aPlantedPolicyWithoutHysteresisIsSeenToSwing(Shape shape) {
        Scaling swinging = Scaling.custom(1, 24, load -> {
                    boolean late = load.oldestWait().toMillis() >= TARGET_MILLIS;
                    return new Wish(load.size() + (late ? 4 : -1), late ? "work waits" : "no work waits");
                })
                .every(Duration.ofMillis(250));
        Recorded recorded = ShapeRun.of(shape, swinging);
        assertTrue(recorded.turns() > 2 * (shape.turns() + TURNS_OF_CHANCE), recorded::story);
    }
}
