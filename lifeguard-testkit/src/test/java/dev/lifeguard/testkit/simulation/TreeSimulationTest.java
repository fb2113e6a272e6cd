package dev.lifeguard.testkit.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lifeguard.lifecycle.Edges;
import dev.lifeguard.lifecycle.TransitionTable;
import dev.lifeguard.testkit.Seeds;
import dev.lifeguard.tree.ChildLifecycle;
import dev.lifeguard.tree.SupervisorLifecycle;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Real trees through many short lives: failures, hangs, overruns and ends in all orders. */
@Isolated // A dump of all threads, as other tests make, can crash JDK 25 beside these.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TreeSimulationTest {
    private static final int QUICK = 1_500;

    @Test
    @Order(1)
    @Timeout(value = 12, unit = TimeUnit.HOURS)
    void everyTreeKeepsThePromises() {
        Seeds.of(QUICK).check(seed -> new TreeSimulation(seed).run());
    }

    @Test
    @Order(2)
    void noIllegalRowIsTakenAndNoOtherIsLeftOut() {
        Map<String, Long> taken = Edges.counts();
        Set<String> wrong = new TreeSet<>();
        judge(ChildLifecycle.TABLE, taken, wrong);
        judge(SupervisorLifecycle.TABLE, taken, wrong);
        assertEquals("", String.join("\n", wrong));
    }

    private static <S extends Enum<S>, G extends Enum<G>> void judge(
            TransitionTable<S, G> table, Map<String, Long> taken, Set<String> wrong) {
        for (TransitionTable.Cell<S, G> cell : table.rows()) {
            String row = table.name() + " " + cell.from() + " " + cell.signal();
            boolean illegal = cell.kind() == TransitionTable.Kind.ILLEGAL;
            if (illegal && taken.containsKey(row)) {
                wrong.add("taken, but illegal: " + row);
            } else if (!illegal && !taken.containsKey(row)) {
                wrong.add("never taken: " + row);
            }
        }
    }
}
