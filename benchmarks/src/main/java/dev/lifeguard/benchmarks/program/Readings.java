package dev.lifeguard.benchmarks.program;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How a program tells what it read: a line for each number, which the race finds among whatever else is printed. */
public final class Readings {
    private static final String MARK = "reading ";

    /** A system property: the run shall end soon, and its numbers mean nothing. */
    public static final String QUICK = "quick";

    private Readings() {}

    /**
     * Prints a number.
     *
     * @param measure what it is, in one word that ends with the unit
     * @param value the number
     */
    public static void tell(String measure, double value) {
        System.out.printf(Locale.ROOT, "%s%s %s%n", MARK, measure, value);
    }

    /** {@return the numbers in what a program printed, by measure} */
    public static Map<String, Double> in(String printed) {
        Map<String, Double> readings = new TreeMap<>();
        printed.lines()
                .filter(line -> line.startsWith(MARK))
                .map(line -> line.substring(MARK.length()).split(" ", 2))
                .forEach(words -> readings.put(words[0], Double.valueOf(words[1])));
        return readings;
    }

    /** {@return the first when there is time, the second in a quick run} */
    static int of(int thorough, int quick) {
        return Boolean.getBoolean(QUICK) ? quick : thorough;
    }

    /** {@return that many words} The race gives the right ones; a person who starts a program by hand is told which. */
    static String[] expect(String[] given, int count, String usage) {
        if (given.length != count) {
            throw new IllegalArgumentException(
                    "Expected " + usage + ", got " + String.join(" ", given) + "; give " + count + " words.");
        }
        return given;
    }
}
