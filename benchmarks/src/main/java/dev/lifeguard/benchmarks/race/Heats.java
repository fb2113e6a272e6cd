package dev.lifeguard.benchmarks.race;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The matrix: all heats, in the order of the report. */
final class Heats {

    private Heats() {}

    static List<Heat> all() {
        return Stream.of(CheckoutHeats.all(), SubmitHeats.all(), LifeHeats.all(), GrowthHeats.all(), PoolboyHeats.all())
                .flatMap(List::stream)
                .toList();
    }

    /** {@return the names by which heats can be asked for, in their order} */
    static List<String> groups() {
        return all().stream().map(Heat::group).distinct().toList();
    }

    /** {@return the heats of these groups; of all when none is named} */
    static List<Heat> of(List<String> groups) {
        List<String> unknown =
                groups.stream().filter(group -> !groups().contains(group)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("There is no group " + String.join(", ", unknown)
                    + ", so nothing was run; the groups are " + String.join(", ", groups()) + ".");
        }
        return all().stream()
                .filter(heat -> groups.isEmpty() || groups.contains(heat.group()))
                .collect(Collectors.toUnmodifiableList());
    }
}
