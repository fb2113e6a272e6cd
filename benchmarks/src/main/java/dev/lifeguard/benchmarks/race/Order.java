package dev.lifeguard.benchmarks.race;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What somebody asked for.
 *
 * @param pace how thorough
 * @param into the directory of the report
 * @param groups which heats; all when none is named
 */
record Order(Pace pace, Path into, List<String> groups) {
    private static final String USAGE = "Usage: benchmarks/bench [--quick] [--into DIRECTORY] [GROUP...]";
    private static final Path TARGET = Path.of("benchmarks", "target", "race");

    Order {
        groups = List.copyOf(groups);
    }

    /**
     * Reads the words of a command.
     *
     * @throws IllegalArgumentException when one of them means nothing here
     */
    static Order of(List<String> words) {
        Pace pace = Pace.THOROUGH;
        Path into = TARGET;
        List<String> groups = new ArrayList<>();
        for (Iterator<String> left = words.iterator(); left.hasNext(); ) {
            String word = left.next();
            switch (word) {
                case "--quick" -> pace = Pace.QUICK;
                case "--into" -> {
                    if (!left.hasNext()) {
                        throw new IllegalArgumentException(
                                "--into has no directory after it, so nothing was run; name one. " + USAGE);
                    }
                    into = Path.of(left.next());
                }
                default -> {
                    if (word.startsWith("-")) {
                        throw new IllegalArgumentException(
                                "There is no option " + word + ", so nothing was run; leave it out. " + USAGE
                                        + ", with the groups " + String.join(", ", Heats.groups()) + ".");
                    }
                    groups.add(word);
                }
            }
        }
        return new Order(pace, into, groups);
    }

    List<Heat> heats() {
        return Heats.of(groups);
    }
}
