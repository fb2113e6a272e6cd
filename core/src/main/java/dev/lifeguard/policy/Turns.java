package dev.lifeguard.policy;

/**
 * Which of several lines is next: the one with the lowest rank; of equal ones the one that was made first. The rank of
 * a line changes only when its head does, so whoever holds the lines need not ask about all of them again.
 *
 * <p>Ranks are compared by difference, like values of {@code nanoTime}. Not thread-safe: the lines and their turns are
 * under one lock. Time comes in as an argument, or not at all.
 */
public sealed interface Turns {

    /**
     * {@return the turns of a discipline with several lines}
     *
     * @param discipline not first in, first out, which has one line and needs none
     */
    static Turns of(Discipline discipline) {
        return switch (discipline) {
            case Discipline.Fifo fifo -> throw new IllegalArgumentException("One line has no turns.");
            case Discipline.Priorities levels -> Seniority.of(levels);
            case Discipline.Weighted weighted -> new Shares();
            case Discipline.Fair fair -> new Shares();
        };
    }

    /**
     * {@return the rank of a line in which somebody stands now, and nobody did; or whose head was just served}
     *
     * @param value what the line counts for: its level, or its weight
     * @param sinceNanos when its head queued
     */
    long enter(int value, long sinceNanos);

    /**
     * {@return the rank of a line whose head went away without being served}
     *
     * @param value what the line counts for
     * @param sinceNanos when its new head queued
     * @param rank its rank before
     */
    long shift(int value, long sinceNanos, long rank);

    /**
     * The head of the line with this rank was served.
     *
     * @param rank the lowest
     */
    void served(long rank);

    /**
     * By level and by age: a level is worth a step of waiting, and who has waited longest for his level is next.
     *
     * <p>Not whole steps: if one rose at once from level to level, then whoever has waited for all his steps would be at
     * the top, and in an overload, when priorities matter, that is everybody. So a newcomer of level 0 keeps his <em>n</em>
     * steps before one of level <em>n</em>, however long all wait. The rank needs no present time: it is when a task of
     * level 0 would have come to stand at the same place.
     *
     * @param stepNanos how much waiting a level is worth; 0 for an age that does not count, so that the level alone does
     */
    record Seniority(long stepNanos) implements Turns {

        /** A longer step is cut, so that ranks can be compared: two years. */
        private static final long LONGEST_NANOS = 1L << 56;

        static Seniority of(Discipline.Priorities levels) {
            return new Seniority(levels.aging()
                    .map(step -> step.compareTo(java.time.Duration.ofNanos(LONGEST_NANOS)) >= 0
                            ? LONGEST_NANOS
                            : step.toNanos())
                    .orElse(0L));
        }

        @Override
        public long enter(int level, long sinceNanos) {
            return stepNanos == 0 ? level : sinceNanos + level * stepNanos;
        }

        @Override
        public long shift(int level, long sinceNanos, long rank) {
            return enter(level, sinceNanos);
        }

        @Override
        public void served(long rank) {}
    }

    /**
     * By weight. Each line pays for its head before that is served: its rank is what it will have paid by then, one
     * stride for each, the longer the smaller its weight. The clock stands at what the last one served had paid; a line
     * that begins starts from there. So an idle line saves nothing up, and one that comes and goes with each of its
     * tasks gets no more than one that stays, without anybody remembering lines that are gone.
     *
     * <p>Source: the self-clocked fair queueing of S. J. Golestani (1994), with tasks of one length; strides as in C. A.
     * Waldspurger's stride scheduling (1995).
     */
    final class Shares implements Turns {

        /** The stride of weight 1. That of weight 1,000 is still exact to a millionth. */
        static final long STRIDE = 1L << 32;

        private long clock;

        /** A clock at its start. */
        public Shares() {}

        @Override
        public long enter(int weight, long sinceNanos) {
            return clock + STRIDE / weight;
        }

        @Override
        public long shift(int weight, long sinceNanos, long rank) {
            return rank;
        }

        @Override
        public void served(long rank) {
            clock = rank;
        }
    }
}
