package dev.lifeguard.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.policy.Backoff.Jitter;
import dev.lifeguard.policy.ScalingPolicy.Wish;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What was chosen is what there is, and what snapshots, JMX and the record of operations say. */
final class PoliciesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Caps CAPS = Caps.none().kind("ocr", 2).lane("anna", 3).eachLane(1);

    static Stream<Arguments> words() {
        return Stream.of(
                Arguments.of("no caps", Caps.none()),
                Arguments.of("kind ocr <= 2, lane anna <= 3, each lane <= 1", CAPS),
                Arguments.of("lane anna <= 3", Caps.none().lane("anna", 3)),
                Arguments.of("none", RateLimit.none()),
                Arguments.of(
                        "5 tasks in PT1S, burst 2, refusing",
                        RateLimit.perSecond(5).burst(2)),
                Arguments.of(
                        "5 tasks in PT1S, burst 5, delaying up to PT1M",
                        RateLimit.perSecond(5).delaying(MINUTE)),
                Arguments.of("none", Shedding.none()),
                Arguments.of("controlled delay, target PT1S, interval PT1M", Shedding.controlledDelay(SECOND, MINUTE)),
                Arguments.of("none", Quarantine.none()),
                Arguments.of("after 2 deaths", Quarantine.after(2)),
                Arguments.of("none, failed tasks are kept", Quarantine.none().keepFailed()),
                Arguments.of("fixed", Scaling.fixed()),
                Arguments.of(
                        "elastic from 1 to 8 workers, target PT1S looked at every PT0.1S, up by 2, down by 1 or 50 %"
                                + " after PT1M, 3 spares",
                        Scaling.elastic(1, 8)
                                .target(SECOND)
                                .up(2, 0)
                                .down(1, 0.5)
                                .linger(MINUTE)
                                .spares(3)),
                Arguments.of(
                        "custom from 2 to 4 workers, asked every PT1M",
                        Scaling.custom(2, 4, load -> new Wish(2, "few")).every(MINUTE)),
                Arguments.of("none", Recycling.none()),
                Arguments.of(
                        "after 7 uses, after PT1M, asked for health every PT1S, jitter 0.1, 2 at a time",
                        Recycling.none()
                                .afterUses(7)
                                .afterAge(MINUTE)
                                .checkEvery(SECOND)
                                .withAtATime(2)),
                Arguments.of(
                        "2 at a time, good after 5 uses or PT1S, stopped by 4 failures",
                        Rollout.standard().withAtATime(2).goodAfter(5, SECOND).stopAfter(4)),
                Arguments.of("custom up to PT1M", Backoff.custom(MINUTE, (attempt, failure, previous) -> SECOND)),
                Arguments.of("PT1S, jitter=NONE", Backoff.fixed(SECOND)),
                Arguments.of("PT1S..PT1M, jitter=0.2", Backoff.exponential(SECOND, MINUTE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("words")
    void aPolicySaysWhatItDoes(String words, Object policy) {
        assertEquals(words, policy.toString());
    }

    @Test
    void capsKnowTheirNumbers() {
        assertEquals(2, CAPS.ofKind("ocr"));
        assertEquals(Caps.NONE, CAPS.ofKind("print"));
        assertEquals(3, CAPS.ofLane("anna"));
        assertEquals(1, CAPS.ofLane("ben"));
        assertTrue(Caps.none().isNone());
        assertFalse(Caps.none().kind("ocr", 1).isNone());
        assertFalse(Caps.none().lane("anna", 1).isNone());
        assertFalse(Caps.none().eachLane(1).isNone());
    }

    @Test
    void aQuarantineForbidsFromItsNumberOn() {
        assertFalse(Quarantine.after(2).forbids(1));
        assertTrue(Quarantine.after(2).forbids(2));
        assertTrue(Quarantine.after(2).forbids(3));
        assertFalse(Quarantine.none().keepFailed().forbids(9));
    }

    @Test
    void aScalingKeepsASizeInItsBounds() {
        Scaling custom = Scaling.custom(2, 4, load -> new Wish(2, "few"));
        assertEquals(2, custom.nearest(1));
        assertEquals(3, custom.nearest(3));
        assertEquals(4, custom.nearest(5));
        assertEquals(4, custom.most(1));
        assertEquals(7, Scaling.fixed().nearest(7));
    }

    @Test
    void aRateRefusesAgain() {
        RateLimit.Spaced limit = RateLimit.perSecond(5).burst(2);
        assertEquals(limit, limit.delaying(SECOND).refusing());
    }

    @Test
    void aBackoffKnowsItsJitter() {
        Backoff growing = Backoff.exponential(SECOND, MINUTE);
        assertEquals(Jitter.FULL, growing.withFullJitter().jitter());
        assertFalse(growing.looksBack());
        assertTrue(growing.withDecorrelatedJitter().looksBack());
        assertTrue(
                Backoff.custom(MINUTE, (attempt, failure, previous) -> SECOND).looksBack());
        assertEquals(Jitter.NONE, growing.withJitterOf(Backoff.fixed(SECOND)).jitter());
        assertEquals(
                Jitter.NONE, Backoff.fixed(Duration.ZERO).withJitterOf(growing).jitter());
    }

    @Test
    void policiesAreExchangedOneByOne() {
        Policies all = Policies.standard()
                .with(Discipline.fair())
                .with(CAPS)
                .with(RateLimit.perSecond(1))
                .with(Shedding.controlledDelay(SECOND, MINUTE))
                .with(RetryBudget.share(0.5))
                .with(Quarantine.after(3))
                .with(Scaling.elastic(1, 2))
                .with(Recycling.none().afterUses(1));
        assertEquals(
                new Policies(
                        Discipline.fair(),
                        CAPS,
                        RateLimit.perSecond(1),
                        Shedding.controlledDelay(SECOND, MINUTE),
                        RetryBudget.share(0.5),
                        Quarantine.after(3),
                        Scaling.elastic(1, 2),
                        Recycling.none().afterUses(1)),
                all);
    }
}
