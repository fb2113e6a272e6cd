package dev.lifeguard.benchmarks.race;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Numbers of one kind, one for each round. */
final class Scores {
    private static final double LARGE = 100;
    private static final double SMALL = 0.1;
    private static final double TINY = 0.001;

    private final List<Double> scores = new ArrayList<>();

    void add(double score) {
        scores.add(score);
    }

    boolean isEmpty() {
        return scores.isEmpty();
    }

    double median() {
        List<Double> sorted = new ArrayList<>(scores);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double least() {
        return Collections.min(scores);
    }

    double most() {
        return Collections.max(scores);
    }

    List<Double> all() {
        return List.copyOf(scores);
    }

    /** {@return the median, and the least and the most of all rounds} */
    String text() {
        if (scores.isEmpty()) {
            return "none";
        }
        return scores.size() == 1
                ? number(median())
                : number(median()) + " (" + number(least()) + " to " + number(most()) + ")";
    }

    /** {@return three digits or so, whatever the size of the number} */
    static String number(double value) {
        double size = Math.abs(value);
        String format = size >= LARGE ? "%,.0f" : size >= SMALL || size == 0 ? "%.2f" : size >= TINY ? "%.3f" : "%.1e";
        return String.format(Locale.ROOT, format, value);
    }
}
