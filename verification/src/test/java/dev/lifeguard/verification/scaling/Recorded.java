package dev.lifeguard.verification.scaling;

import java.util.ArrayList;
import java.util.List;

/**
 * What a pool did under a shape.
 *
 * @param shape the load
 * @param samples how it was, at equal distances
 * @param changes every decision about the size
 */
record Recorded(Shape shape, List<Sample> samples, List<Change> changes) {

    /**
     * The pool at one moment.
     *
     * @param second when
     * @param rate how many come in a second
     * @param size how many workers it wants
     * @param serving how many serve
     * @param waitMillis the longest wait of a task that began since the sample before, or still waits
     */
    record Sample(double second, double rate, int size, int serving, double waitMillis) {}

    /**
     * A decision.
     *
     * @param second when
     * @param from the size before
     * @param to the size afterwards
     * @param reason why
     */
    record Change(double second, int from, int to, String reason) {

        boolean grows() {
            return to > from;
        }
    }

    /** {@return how often the size changed its direction} */
    int turns() {
        int turns = 0;
        for (int next = 1; next < changes.size(); next++) {
            turns += changes.get(next).grows() == changes.get(next - 1).grows() ? 0 : 1;
        }
        return turns;
    }

    /** {@return the changes in this time} */
    List<Change> between(double from, double to) {
        return changes.stream()
                .filter(change -> change.second() >= from && change.second() < to)
                .toList();
    }

    /** {@return the longest wait of a task in this time} */
    double longestWaitMillis(double from, double to) {
        return during(from, to).stream().mapToDouble(Sample::waitMillis).max().orElse(0);
    }

    /** {@return the largest size in this time} */
    int largest(double from, double to) {
        return during(from, to).stream().mapToInt(Sample::size).max().orElse(0);
    }

    private List<Sample> during(double from, double to) {
        return samples.stream()
                .filter(sample -> sample.second() >= from && sample.second() < to)
                .toList();
    }

    /** {@return the changes, one a line, for whoever reads a failed test} */
    String story() {
        List<String> lines = new ArrayList<>();
        changes.forEach(change -> lines.add(
                "%6.2f s: %d -> %d, %s".formatted(change.second(), change.from(), change.to(), change.reason())));
        return "turns " + turns() + "\n" + String.join("\n", lines);
    }
}
