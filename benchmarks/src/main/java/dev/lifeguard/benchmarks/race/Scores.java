package dev.lifeguard.benchmarks.race;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What one contestant did, in operations per microsecond, a score for each fork in the order of the forks. */
final class Scores {

    private final List<Double> scores = new ArrayList<>();

    void add(double score) {
        scores.add(score);
    }

    double median() {
        List<Double> sorted = new ArrayList<>(scores);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    List<Double> all() {
        return List.copyOf(scores);
    }

    /** {@return the ratios to what somebody else did in the same rounds: neighbours on the machine met both} */
    Scores by(Scores other) {
        var ratios = new Scores();
        for (int round = 0; round < scores.size(); round++) {
            ratios.add(scores.get(round) / other.scores.get(round));
        }
        return ratios;
    }

    /** {@return the median, and the least and the most of all rounds} */
    String text() {
        return String.format(
                Locale.ROOT, "%.2f (%.2f to %.2f)", median(), Collections.min(scores), Collections.max(scores));
    }
}
