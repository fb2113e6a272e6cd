package dev.lifeguard.benchmarks.race;

import java.util.Locale;

/**
 * How far a comparison should get.
 *
 * @param goal the line of the table that it belongs to
 * @param atLeast whether the bound is the least; otherwise it is the most
 * @param bound of the ratio, or of the number itself where nobody is compared with
 */
record Aim(Goal goal, boolean atLeast, double bound) {

    static Aim atLeast(Goal goal, double bound) {
        return new Aim(goal, true, bound);
    }

    static Aim atMost(Goal goal, double bound) {
        return new Aim(goal, false, bound);
    }

    boolean isReachedBy(double value) {
        return atLeast ? value >= bound : value <= bound;
    }

    /** {@return how far a value is on the good side, 1 at the bound: by it the worst of several comparisons is found} */
    double margin(double value) {
        return atLeast ? value / bound : bound / value;
    }

    String text() {
        String number = String.format(Locale.ROOT, "%,.1f", bound);
        return (atLeast ? "≥ " : "≤ ") + (number.endsWith(".0") ? number.substring(0, number.length() - 2) : number);
    }
}
