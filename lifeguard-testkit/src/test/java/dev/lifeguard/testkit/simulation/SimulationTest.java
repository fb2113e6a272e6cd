package dev.lifeguard.testkit.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.lifeguard.lifecycle.Edges;
import dev.lifeguard.lifecycle.PoolLifecycle;
import dev.lifeguard.lifecycle.TaskLifecycle;
import dev.lifeguard.lifecycle.TransitionTable;
import dev.lifeguard.lifecycle.WorkerLifecycle;
import dev.lifeguard.testkit.CommandSequences;
import dev.lifeguard.testkit.Seeds;
import dev.lifeguard.testkit.simulation.Command.Kind;
import dev.lifeguard.testkit.simulation.SimulatedTask.Script;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** The real pool through many short lives: faults, limits, cancels, leases, resizes and ends in all orders. */
@Isolated // A dump of all threads, as other tests make, can crash JDK 25 beside these.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 12, unit = TimeUnit.HOURS) // The long form takes as long as it is told to.
final class SimulationTest {
    private static final int QUICK = 1_500;
    private static final int AIMED = 500;
    private static final int MANY_WAIT = 150;
    private static final int MANY_LETTERS = 150;
    private static final int MUCH_MAIL = 150;

    @Test
    @Order(1)
    void everyLifeKeepsThePromises() {
        CommandSequences.of(Command::draw, (seed, commands) -> new Simulation(seed, commands).run())
                .check(Seeds.of(QUICK));
    }

    /**
     * What a million lives found, each by its seed: a task that is cancelled in the moment in which its backoff ended, after
     * its total limit and beside an abandoned attempt of its key, for which the supervisor set its timer for ever (107003); a
     * worker that was woken for work and was sent away, or read its mail, beside work that relied on it (334529, 526899); a
     * quarantine that began while an attempt failed, and kept an attempt without words (290345, 747964).
     */
    @Test
    @Order(1)
    void livesThatWereNotKeptOnceAreKept() {
        for (long seed : List.of(107_003L, 290_345L, 334_529L, 526_899L, 747_964L)) {
            new Simulation(seed, Command.draw(new SplittableRandom(seed))).run();
        }
    }

    /** A life drawn at random seldom has many who wait at gates. */
    @Test
    @Order(1)
    void livesWithManyKeysAndCapsKeepThePromises() {
        CommandSequences.of(GateLives::draw, (seed, commands) -> new Simulation(seed, commands).run())
                .check(Seeds.of(MANY_WAIT));
    }

    /** A life drawn at random seldom has many dead letters. */
    @Test
    @Order(1)
    void livesWithManyDeadLettersKeepThePromises() {
        CommandSequences.of(LetterLives::draw, (seed, commands) -> new Simulation(seed, commands).run())
                .check(Seeds.of(MANY_LETTERS));
    }

    /** A life drawn at random seldom has a worker that fails while it reads. */
    @Test
    @Order(1)
    void livesWithMuchMailKeepThePromises() {
        CommandSequences.of(MailLives::draw, (seed, commands) -> new Simulation(seed, commands).run())
                .check(Seeds.of(MUCH_MAIL));
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

    /** A life drawn at random seldom has a cancel between two looks of one timer; in this script many try to. */
    @Test
    @Order(1)
    void aTaskCanEndInTheMomentInWhichItsBackoffDoes() {
        aimAt("task DONE DUE", seed -> failThenCancel((int) seed % 6));
    }

    /** A life drawn at random seldom shrinks its pool in the moment in which a checkout is served by a task's worker. */
    @Test
    @Order(1)
    void aCheckoutCanBeOnItsWayToAWorkerThatLeaves() {
        aimAt("worker LEAVING LENT", seed -> checkOutAndShrink());
    }

    /** A life drawn at random seldom shrinks its pool in the few moments in which a free worker is asked for its health. */
    @Test
    @Order(1)
    void aWorkerCanBeSentAwayWhileItIsAskedForItsHealth() {
        aimAt("worker CHECKING RETIRED", seed -> checkAndShrink());
    }

    /** A life drawn at random seldom ends between the word of a pause and its effect, which are a step apart. */
    @Test
    @Order(1)
    void aPoolCanBeDrainedWhileAPauseIsOnItsWay() {
        aimAt("pool PAUSING DRAIN", seed -> pauseAndDrain((int) seed % 6));
    }

    private static void aimAt(String row, LongFunction<List<Command>> script) {
        long before = Edges.counts().getOrDefault(row, 0L);
        for (long seed : Seeds.of(AIMED)) {
            new Simulation(seed, script.apply(seed)).run();
        }
        long taken = Edges.counts().getOrDefault(row, 0L) - before;
        assertNotEquals(0, taken, () -> row + " was not taken in " + AIMED + " lives that aim at it");
    }

    private static List<Command> checkAndShrink() {
        var commands = new ArrayList<Command>();
        commands.add(new Command(0, Kind.RESIZE, 3, 0, 0));
        commands.add(new Command(0, Kind.CHANGE, Plan.RECYCLING_CHANGE, 2, 0));
        for (int round = 0; round < 6; round++) {
            commands.add(new Command(0, Kind.NAP, 19, 0, 0));
            commands.add(new Command(0, Kind.NAP, 11 + round, 0, 0));
            commands.add(new Command(0, Kind.RESIZE, 0, 0, 0));
            commands.add(new Command(0, Kind.RESIZE, 3, 0, 0));
        }
        return commands;
    }

    /** Tasks begin all the time, while one client pauses the pool and another, so many steps later, drains it. */
    private static List<Command> pauseAndDrain(int steps) {
        var commands = new ArrayList<Command>();
        commands.addAll(Collections.nCopies(
                8, new Command(0, Kind.SUBMIT, SimulatedTask.SCRIPTS.indexOf(Script.RETURN), 4, 3)));
        commands.addAll(Collections.nCopies(2, new Command(1, Kind.SNAPSHOT, 0, 0, 0)));
        commands.add(new Command(1, Kind.PAUSE, 0, 0, 0));
        commands.addAll(Collections.nCopies(steps, new Command(2, Kind.SNAPSHOT, 0, 0, 0)));
        commands.add(new Command(2, Kind.DRAIN, 4, 0, 0));
        return commands;
    }

    /** Checkouts that wait behind tasks, while the pool grows and shrinks. */
    private static List<Command> checkOutAndShrink() {
        var commands = new ArrayList<Command>();
        for (int round = 0; round < 5; round++) {
            commands.add(new Command(0, Kind.SUBMIT, SimulatedTask.SCRIPTS.indexOf(Script.RETURN), 4, 3));
            commands.add(new Command(0, Kind.CHECKOUT, 39, 1 + round, 0));
            commands.add(new Command(1, Kind.SUBMIT, SimulatedTask.SCRIPTS.indexOf(Script.TAKE_TIME), 4, 3));
            commands.add(new Command(1, Kind.CHECKOUT, 39, 1 + round, 0));
            commands.add(new Command(2, Kind.RESIZE, 2, 0, 0));
            commands.add(new Command(2, Kind.NAP, round, 0, 0));
            commands.add(new Command(2, Kind.RESIZE, 0, 0, 0));
        }
        return commands;
    }

    /** Tasks that fail and are tried again at once, each cancelled so many steps after its submission. */
    private static List<Command> failThenCancel(int looks) {
        var commands = new ArrayList<Command>();
        for (int task = 0; task < 3; task++) {
            for (int client = 0; client < Command.CLIENTS; client++) {
                commands.add(new Command(client, Kind.SUBMIT, SimulatedTask.SCRIPTS.indexOf(Script.FAIL), 4, 2));
                commands.addAll(Collections.nCopies(looks, new Command(client, Kind.AWAIT, task, 50, 0)));
                commands.add(new Command(client, Kind.CANCEL, task, 0, 0));
            }
        }
        return commands;
    }

    /** With more seeds than usual it also says how often, in which state of the pool. */
    @Test
    @Order(2)
    void everyFaultStrikesAndEveryCommandComes() {
        if (Seeds.scale() > 1) {
            FaultCounts.table(Fault.values()).forEach(System.out::println);
            FaultCounts.table(Kind.values()).forEach(System.out::println);
        }
        Set<Enum<?>> never = new LinkedHashSet<>();
        Stream.concat(Stream.of(Fault.values()), Stream.of(Kind.values()))
                .filter(what -> FaultCounts.of(what) == 0)
                .forEach(never::add);
        assertEquals(Set.of(), never, "what never struck or came");
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
                } else if (!illegal && !taken.containsKey(row)) {
                    wrong.add("never taken: " + row);
                }
            }
        }
    }
}
