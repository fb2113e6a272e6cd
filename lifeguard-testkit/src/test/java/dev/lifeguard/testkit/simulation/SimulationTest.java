package dev.lifeguard.testkit.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lifeguard.lifecycle.Edges;
import dev.lifeguard.lifecycle.PoolLifecycle;
import dev.lifeguard.lifecycle.TaskLifecycle;
import dev.lifeguard.lifecycle.TransitionTable;
import dev.lifeguard.lifecycle.WorkerLifecycle;
import dev.lifeguard.testkit.CommandSequences;
import dev.lifeguard.testkit.Seeds;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** The real pool through many short lives: faults, limits, cancels, leases, resizes and ends in all orders. */
@Isolated // A dump of all threads, as other tests make, can crash JDK 25 beside these.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SimulationTest {
    private static final int QUICK = 1_500;

    /** Rows that no signal reaches, because whoever would send it looks before, and why. */
    private static final Map<String, String> GUARDED = guarded();

    @Test
    @Order(1)
    @Timeout(value = 12, unit = TimeUnit.HOURS)
    void everyLifeKeepsThePromises() {
        CommandSequences.of(Command::draw, (seed, commands) -> new Simulation(seed, commands).run())
                .check(Seeds.of(QUICK));
    }

    @Test
    @Order(1)
    void oneSeedIsOneLife() {
        for (long seed : Seeds.of(20)) {
            List<Command> commands = Command.draw(new SplittableRandom(seed));
            Simulation first = new Simulation(seed, commands);
            Simulation again = new Simulation(seed, commands);
            first.run();
            again.run();
            assertEquals(first.choices(), again.choices(), () -> "seed " + seed);
        }
    }

    @Test
    @Order(2)
    void noIllegalRowIsTakenAndNoOtherIsLeftOut() {
        Map<String, Long> taken = Edges.counts();
        Set<String> wrong = new TreeSet<>();
        judge(PoolLifecycle.TABLE, taken, wrong);
        judge(WorkerLifecycle.TABLE, taken, wrong);
        judge(TaskLifecycle.TABLE, taken, wrong);
        assertEquals("", String.join("\n", wrong));
    }

    private static <S extends Enum<S>, G extends Enum<G>> void judge(
            TransitionTable<S, G> table, Map<String, Long> taken, Set<String> wrong) {
        for (S state : table.states()) {
            for (G signal : table.signals()) {
                String row = table.name() + " " + state + " " + signal;
                boolean illegal = table.at(state, signal).kind() == TransitionTable.Kind.ILLEGAL;
                if (illegal && taken.containsKey(row)) {
                    wrong.add("taken, but illegal: " + row);
                } else if (!illegal && !taken.containsKey(row) && !GUARDED.containsKey(row)) {
                    wrong.add("never taken: " + row);
                }
            }
        }
    }

    private static Map<String, String> guarded() {
        Map<String, String> rows = new TreeMap<>();
        String gate = "the gate of the start is looked at only while the pool is STARTING";
        for (String state : List.of("RUNNING", "DRAINING", "STOPPING", "STOPPED")) {
            rows.put("pool " + state + " READY", gate);
            rows.put("pool " + state + " GATE_FAILED", gate);
        }
        rows.put("pool STOPPED DRAIN", "the supervisor of a pool that has ended takes no further notice");
        rows.put("pool STOPPED OVERDUE", "and no further timer");
        rows.put("worker LEAVING RETIRED", "who is leaving is not chosen again");
        rows.put("worker STOPPING RETIRED", "who is leaving is not chosen again");
        for (String signal : List.of("STARTED", "START_FAILED", "CRASHED", "EXITED", "RETIRED")) {
            rows.put("worker STOPPED " + signal, "a stopped worker has no slot, so its signals find nobody");
        }
        rows.put("task CANCELLING WITHDRAWN", "needs a begin and a request between two reads of one loop; seldom");
        rows.put("task DONE DUE", "needs a cancel between two looks of one timer; seldom");
        return rows;
    }
}
