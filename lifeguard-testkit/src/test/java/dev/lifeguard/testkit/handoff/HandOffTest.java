package dev.lifeguard.testkit.handoff;

import dev.lifeguard.WorkerOrder;
import dev.lifeguard.testkit.Exploration;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody sleeps for ever at the moments when the hand-off takes an unusual way. */
@Isolated // A dump of all threads, as other tests make, can crash JDK 25 beside these.
final class HandOffTest {
    static Stream<Arguments> situations() {
        return Stream.of(Situation.values())
                .flatMap(situation -> Stream.of(WorkerOrder.values()).map(order -> Arguments.of(situation, order)));
    }

    @ParameterizedTest
    @MethodSource("situations")
    void everybodyEndsInRandomSchedules(Situation situation, WorkerOrder order) {
        Exploration.random(500).check(situation.with(order));
    }

    @ParameterizedTest
    @MethodSource("situations")
    void everybodyEndsUnderRandomPriorities(Situation situation, WorkerOrder order) {
        Exploration.priorities(500, 4).check(situation.with(order));
    }

    @ParameterizedTest
    @MethodSource("situations")
    void everybodyEndsWithUpToTwoPreemptions(Situation situation, WorkerOrder order) {
        Exploration.exhaustive(8_000, 2).check(situation.with(order));
    }
}
