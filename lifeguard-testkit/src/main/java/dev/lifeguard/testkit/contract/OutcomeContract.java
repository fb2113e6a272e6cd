package dev.lifeguard.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lifeguard.Change;
import dev.lifeguard.Outcome;
import dev.lifeguard.PoolBuilder;
import dev.lifeguard.Retry;
import dev.lifeguard.TaskHandle;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.TaskPool;
import dev.lifeguard.WhenFull;
import dev.lifeguard.Worker;
import dev.lifeguard.WorkerOrder;
import dev.lifeguard.policy.Caps;
import dev.lifeguard.policy.Discipline;
import dev.lifeguard.policy.Recycling;
import dev.lifeguard.policy.Rollout;
import dev.lifeguard.testkit.CommandSequences;
import dev.lifeguard.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/**
 * What becomes of a task depends on the task alone: not on how many workers there are, in what order they are used, in
 * what order tasks are, how they came, or what is done to the pool meanwhile. Each test sends scripts that are drawn at
 * random through a pool of another kind and demands the same outcomes, with the same number of attempts; a list of
 * scripts that fails is made shorter before it is told. A kind of worker that passes has the same outcomes as every
 * other.
 */
@SuppressWarnings({"InterruptedExceptionSwallowed", "FutureReturnValueIgnored"}) // JUnit handles both.
public abstract class OutcomeContract extends PoolContract {

    private static final int ATTEMPTS = 3;
    private static final int LISTS = 5;
    private static final int SCRIPTS = 30;
    private static final Duration ONE = Duration.ofMillis(1);
    private static final Caps TWO_KINDS = Caps.none().kind("odd", 1).kind("even", 2);

    /** Made by JUnit. */
    protected OutcomeContract() {}

    /** How a pool is made. */
    @FunctionalInterface
    private interface Opening {

        /** {@return the pool, started} */
        TaskPool<Script, String> open() throws InterruptedException;
    }

    /** What is done to a pool behind the back of its tasks. */
    @FunctionalInterface
    private interface Disturbance {

        /** Does something, after so many tasks were submitted. */
        void after(int tasks, TaskPool<Script, String> pool) throws InterruptedException;
    }

    @Test
    final void inOneWorkerOrMany() {
        for (int size : List.of(1, 2, 5)) {
            demand(() -> start(retrying().size(size)));
        }
    }

    @Test
    final void inEachOrderOfWorkers() {
        for (WorkerOrder order : WorkerOrder.values()) {
            demand(() -> start(retrying().order(order)));
        }
    }

    @Test
    final void inEachOrderOfTasks() {
        for (Discipline lines : List.of(Discipline.priorities(4), Discipline.weighted(1, 2, 4, 8), Discipline.fair())) {
            demand(
                    () -> start(retrying().discipline(lines)),
                    number -> TaskOptions.none().withPriority(number % 4).withLane("lane " + number % 3));
        }
    }

    @Test
    final void oneAfterTheOtherOrBesideEachOther() {
        demand(
                () -> start(retrying().size(3).caps(TWO_KINDS)),
                number -> TaskOptions.none()
                        .withKey("key " + number % 5)
                        .withKind(number % 2 == 0 ? "even" : "odd")
                        .withDelay(Duration.ofMillis(number % 4)));
    }

    @Test
    final void inWorkersThatAreReplacedAllTheTime() {
        demand(() -> start(retrying().recycle(Recycling.none().afterUses(1))));
    }

    @Test
    final void whateverIsDoneToThePool() {
        List<Change> changes = List.of(
                new Change.Resize(1),
                new Change.Pause(),
                new Change.Lines(Discipline.priorities(3)),
                new Change.Resume(),
                new Change.DrainWorker(0),
                new Change.Order(WorkerOrder.LIFO),
                new Change.Resize(4),
                new Change.Roll(Rollout.standard().goodAfter(1, ONE)),
                new Change.Concurrency(TWO_KINDS),
                new Change.Lines(Discipline.fair()),
                new Change.Recycle(Recycling.none().afterUses(2)),
                new Change.Lines(Discipline.fifo()),
                new Change.Order(WorkerOrder.FIFO));
        demand(
                () -> start(retrying().size(3)),
                number -> TaskOptions.none(),
                (tasks, pool) ->
                        pool.workers().operate(changes.get(tasks % changes.size()), "the test", "it must not matter"));
    }

    @Test
    final void inABatch() {
        CommandSequences.of(OutcomeContract::draw, (seed, scripts) -> {
                    try (var pool = start(retrying())) {
                        compare(scripts, pool.submitAll(scripts));
                    }
                })
                .check(Seeds.of(LISTS));
    }

    // The comparison.

    private PoolBuilder<Worker<Script, String>, TaskPool<Script, String>> retrying() {
        return pool().queue(SCRIPTS, WhenFull.block(SOON))
                .retry(Retry.attempts(ATTEMPTS).backoff(ONE, ONE).on(failure -> true));
    }

    private void demand(Opening opening) {
        demand(opening, number -> TaskOptions.none());
    }

    private void demand(Opening opening, IntFunction<TaskOptions> options) {
        demand(opening, options, (tasks, pool) -> {});
    }

    private void demand(Opening opening, IntFunction<TaskOptions> options, Disturbance disturbance) {
        CommandSequences.of(OutcomeContract::draw, (seed, scripts) -> {
                    try (var pool = opening.open()) {
                        List<TaskHandle<String>> handles = new ArrayList<>();
                        for (Script script : scripts) {
                            handles.add(pool.submit(script, options.apply(handles.size())));
                            disturbance.after(handles.size(), pool);
                        }
                        pool.workers().resume();
                        compare(scripts, handles);
                    }
                })
                .check(Seeds.of(LISTS));
    }

    private static void compare(List<Script> scripts, List<TaskHandle<String>> handles) throws InterruptedException {
        for (int number = 0; number < scripts.size(); number++) {
            Script script = scripts.get(number);
            TaskHandle<String> handle = handles.get(number);
            Outcome<String> outcome = handle.await(SOON)
                    .orElseThrow(() -> new AssertionError(script + " has no outcome after " + SOON + ": " + handle));
            assertEquals(expected(script), told(outcome), () -> "the outcome of " + script + ", which is " + outcome);
        }
    }

    private static String told(Outcome<String> outcome) {
        int attempts = outcome.report().attempts();
        return switch (outcome) {
            case Outcome.Success<String> success -> success.value() + " after " + attempts;
            case Outcome.Failed<String> failed -> "failed: " + failed.cause().getMessage() + " after " + attempts;
            case Outcome.WorkerLost<String> lost -> "lost after " + attempts;
            case Outcome.TimedOut<String> late -> "late after " + attempts;
            case Outcome.Cancelled<String> cancelled -> "cancelled after " + attempts;
            case Outcome.Refused<String> refused -> "refused: " + refused;
        };
    }

    /** What becomes of a script, whoever carries it out. */
    private static String expected(Script script) {
        return switch (script) {
            case Script.Say say -> say.value() + " after 1";
            case Script.Soil soil -> soil.value() + " after 1";
            case Script.Break broken -> broken.value() + " after 1";
            case Script.Fail fail -> "failed: " + fail.message() + " after " + ATTEMPTS;
            case Script.Die die -> "lost after " + ATTEMPTS;
            case Script.FailUntil until ->
                until.attempt() > ATTEMPTS
                        ? "failed: attempt " + ATTEMPTS + " after " + ATTEMPTS
                        : until.attempt() + " after " + until.attempt();
            case Script.DieUntil until ->
                until.attempt() > ATTEMPTS ? "lost after " + ATTEMPTS : until.attempt() + " after " + until.attempt();
            case Script.Climb climb -> climbed(climb);
            default -> throw new IllegalArgumentException(script + " depends on more than itself.");
        };
    }

    private static String climbed(Script.Climb climb) {
        List<String> begun = new ArrayList<>();
        int next = 1;
        while (begun.size() < ATTEMPTS) {
            begun.add(String.valueOf(next));
            next += climb.inOneAttempt();
            if (next > climb.steps()) {
                return String.join(" ", begun) + " after " + begun.size();
            }
        }
        return "lost after " + ATTEMPTS;
    }

    private static List<Script> draw(SplittableRandom random) {
        List<Script> scripts = new ArrayList<>();
        for (int number = 0; number < SCRIPTS; number++) {
            String words = "script " + number;
            scripts.add(
                    switch (random.nextInt(12)) {
                        case 0 -> new Script.Fail(words);
                        case 1 -> new Script.Die(words);
                        case 2 -> new Script.Soil(words);
                        case 3 -> new Script.Break(words);
                        case 4 -> new Script.FailUntil(1 + random.nextInt(ATTEMPTS + 1));
                        case 5 -> new Script.DieUntil(1 + random.nextInt(ATTEMPTS + 1));
                        case 6 -> new Script.Climb(1 + random.nextInt(7), 1 + random.nextInt(3));
                        default -> new Script.Say(words);
                    });
        }
        return scripts;
    }
}
