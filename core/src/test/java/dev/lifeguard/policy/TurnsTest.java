package dev.lifeguard.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The pure piece alone: shares over a long run, and ages. */
final class TurnsTest {

    private static final int LONG_RUN = 100_000;

    /** Lines of equal entries, of which only the number counts. */
    private static final class Lines {
        private final Turns turns = new Turns.Shares();
        private final int[] weights;
        private final long[] ranks;
        private final int[] waiting;
        private final long[] served;

        Lines(int... weights) {
            this.weights = weights;
            ranks = new long[weights.length];
            waiting = new int[weights.length];
            served = new long[weights.length];
        }

        void add(int line, int entries) {
            if (waiting[line] == 0) {
                ranks[line] = turns.enter(weights[line], 0);
            }
            waiting[line] += entries;
        }

        /** {@return the line that was served, or -1} */
        int serve() {
            int next = -1;
            for (int line = 0; line < weights.length; line++) {
                if (waiting[line] > 0 && (next < 0 || ranks[line] - ranks[next] < 0)) {
                    next = line;
                }
            }
            if (next >= 0) {
                turns.served(ranks[next]);
                waiting[next]--;
                ranks[next] = turns.enter(weights[next], 0);
                served[next]++;
            }
            return next;
        }

        /** Demands that these lines got their shares of so many dispatches, within a tenth. */
        void assertShares(long dispatches, int... lines) {
            int sum = Arrays.stream(lines).map(line -> weights[line]).sum();
            for (int line : lines) {
                double fair = (double) dispatches * weights[line] / sum;
                assertTrue(
                        Math.abs(served[line] - fair) <= fair / 10,
                        () -> "line " + line + " got " + served[line] + " of " + dispatches + ", its share is " + fair);
            }
        }
    }

    @Test
    void linesThatAreNeverEmptyGetTheirSharesExactly() {
        var lines = new Lines(6, 3, 1);
        for (int line = 0; line < 3; line++) {
            lines.add(line, LONG_RUN);
        }
        for (int dispatch = 0; dispatch < LONG_RUN; dispatch++) {
            lines.serve();
        }
        assertEquals(
                List.of(60_000L, 30_000L, 10_000L),
                Arrays.stream(lines.served).boxed().toList());
    }

    @Test
    void uglyWeightsAreFairToo() {
        var lines = new Lines(1_000, 999, 7, 1);
        for (int line = 0; line < 4; line++) {
            lines.add(line, LONG_RUN);
        }
        for (int dispatch = 0; dispatch < LONG_RUN; dispatch++) {
            lines.serve();
        }
        lines.assertShares(LONG_RUN, 0, 1, 2, 3);
    }

    @Test
    void aLineThatComesAndGoesWithEachOfItsTasksGetsNoMoreThanOneThatStays() {
        var lines = new Lines(9, 1);
        lines.add(0, LONG_RUN);
        for (int dispatch = 0; dispatch < LONG_RUN / 2; dispatch++) {
            if (lines.waiting[1] == 0) {
                lines.add(1, 1);
            }
            lines.serve();
        }
        lines.assertShares(LONG_RUN / 2, 0, 1);
    }

    @Test
    void anIdleLineSavesNothingUp() {
        var lines = new Lines(1, 1);
        lines.add(0, LONG_RUN);
        for (int dispatch = 0; dispatch < 10_000; dispatch++) {
            lines.serve();
        }
        lines.served[0] = 0;
        lines.add(1, LONG_RUN);
        for (int dispatch = 0; dispatch < 100; dispatch++) {
            lines.serve();
        }
        assertEquals(List.of(50L, 50L), Arrays.stream(lines.served).boxed().toList());
    }

    @Test
    void whoeverHasWorkSharesWhatTheOthersLeaveInEveryPhase() {
        var random = new SplittableRandom(7);
        var lines = new Lines(5, 3, 2, 1);
        for (int phase = 0; phase < 50; phase++) {
            int[] present =
                    random.ints(0, 4).distinct().limit(2 + random.nextInt(3)).toArray();
            Arrays.fill(lines.waiting, 0);
            Arrays.fill(lines.served, 0);
            for (int line : present) {
                lines.add(line, LONG_RUN);
            }
            for (int dispatch = 0; dispatch < 2_000; dispatch++) {
                lines.serve();
            }
            lines.assertShares(2_000, present);
        }
    }

    @Test
    void sharesSurviveTheEndOfTheNumbers() {
        var turns = new Turns.Shares();
        turns.served(Long.MAX_VALUE - 1);
        long rank = turns.enter(1, 0);
        assertTrue(rank < 0, "past the end");
        assertTrue(rank - (Long.MAX_VALUE - 1) > 0, "and still later");
    }

    @Test
    void aLevelIsWorthAStepOfWaiting() {
        Turns turns = Turns.of(Discipline.priorities(3).withAging(Duration.ofNanos(100)));
        long low = turns.enter(2, 1_000);
        assertTrue(turns.enter(0, 1_199) - low < 0, "a newcomer of the top level is first for two steps");
        assertEquals(low, turns.enter(0, 1_200));
        assertTrue(turns.enter(0, 1_201) - low > 0, "and then no more");
        assertTrue(turns.enter(1, 1_099) - low < 0, "one of the middle for one step");
        assertEquals(turns.enter(1, 5), turns.shift(1, 5, 77));
    }

    @Test
    void withoutAgingTheLevelAloneCounts() {
        Turns turns = Turns.of(Discipline.priorities(3).withoutAging());
        assertTrue(turns.enter(0, Long.MAX_VALUE / 2) < turns.enter(1, 0));
    }

    @Test
    void anAgeBeyondAllMeasureIsCut() {
        Turns turns = Turns.of(Discipline.priorities(16).withAging(Duration.ofDays(1_000_000)));
        assertTrue(turns.enter(15, Long.MAX_VALUE / 4) - turns.enter(0, Long.MAX_VALUE / 4) > 0);
    }
}
