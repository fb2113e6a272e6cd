package dev.lifeguard.benchmarks.race;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * One kind of work, and who does it.
 *
 * @param group the name by which it can be asked for
 * @param work in words
 * @param comparisons what is told of it
 * @param rounds how often it is run in a thorough race: our goals most often, so that their medians are worth something
 */
record Heat(String group, String work, List<Comparison> comparisons, int rounds) {
    private static final int ROUNDS = 3;
    private static final int FEW_ROUNDS = 1;

    Heat {
        comparisons = List.copyOf(comparisons);
    }

    /** {@return what has to be run, we first and then rival after rival, each once} */
    SequencedSet<Trial> trials() {
        SequencedSet<Trial> trials = new LinkedHashSet<>();
        for (Comparison comparison : comparisons) {
            trials.add(comparison.ours().trial());
            if (comparison.theirs() != null) {
                trials.add(comparison.theirs().entrant().trial());
            }
        }
        return trials;
    }

    /** Begins a heat. */
    static Lineup of(String group, String work) {
        return new Lineup(group, work);
    }

    /** A heat that is being put together. */
    static final class Lineup {
        private final String group;
        private final String work;
        private final List<Comparison> comparisons = new ArrayList<>();
        private @Nullable Entrant ours;
        private Measure measure = Measure.OPS;
        private boolean few;

        private Lineup(String group, String work) {
            this.group = group;
            this.work = work;
        }

        /** Whom the rivals after this are compared with. */
        Lineup ours(String name, Trial trial) {
            ours = new Entrant(name, trial);
            return this;
        }

        /** By what they are compared, throughput unless said. */
        Lineup by(Measure next) {
            measure = next;
            return this;
        }

        Lineup rival(String name, Trial trial) {
            return rival(name, trial, null);
        }

        Lineup rival(String name, Trial trial, @Nullable Aim aim) {
            return rival(name, trial, measure, aim);
        }

        Lineup rival(String name, Trial trial, Measure theirMeasure, @Nullable Aim aim) {
            comparisons.add(
                    new Comparison(us(), measure, new Comparison.Side(new Entrant(name, trial), theirMeasure), aim));
            return this;
        }

        /** Our number by itself. */
        Lineup alone(@Nullable Aim aim) {
            comparisons.add(new Comparison(us(), measure, null, aim));
            return this;
        }

        /** Each run takes long, or says the same each time. */
        Lineup fewRounds() {
            few = true;
            return this;
        }

        Heat build() {
            boolean aimed = comparisons.stream().anyMatch(comparison -> comparison.aim() != null);
            return new Heat(group, work, comparisons, aimed && !few ? ROUNDS : FEW_ROUNDS);
        }

        private Entrant us() {
            if (ours == null) {
                throw new IllegalStateException(
                        "The heat \"" + work + "\" compares with nobody; say first who we are.");
            }
            return ours;
        }
    }
}
