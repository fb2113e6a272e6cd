package dev.lifeguard.testkit.simulation;

import dev.lifeguard.Change;
import dev.lifeguard.Operation;
import dev.lifeguard.PoolSnapshot;
import dev.lifeguard.RenewalSnapshot;
import dev.lifeguard.RenewalSnapshot.RollStage;
import dev.lifeguard.StopReason;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WorkerContext;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.WorkerId;
import dev.lifeguard.WorkerState;
import dev.lifeguard.control.PoolEngine;
import dev.lifeguard.policy.Policies;
import dev.lifeguard.policy.Recycling;
import dev.lifeguard.policy.Rollout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What recycling and rolls owe, one scene for each promise of them. */
final class RenewalScenes {
    private static final Duration START = Duration.ofMillis(200);

    /** More uses than a worker has in a scene: it is good by its age. */
    private static final int NEVER = 1_000;

    private static final Recycling AFTER_TWO = Recycling.none().afterUses(2).withJitter(0);

    private static final Map<String, Stage.Scene> ALL = new TreeMap<>(Map.ofEntries(
            Map.entry("all are past their limits", RenewalScenes::allArePastTheirLimits),
            Map.entry("all grow old at once", RenewalScenes::allGrowOldAtOnce),
            Map.entry("a task takes long", RenewalScenes::aTaskTakesLong),
            Map.entry("a pool is paused", RenewalScenes::aPoolIsPaused),
            Map.entry("the old one dies meanwhile", RenewalScenes::theOldOneDiesMeanwhile),
            Map.entry("a successor is not needed", RenewalScenes::aSuccessorIsNotNeeded),
            Map.entry("a roll goes well", RenewalScenes::aRollGoesWell),
            Map.entry("a roll brings what cannot start", RenewalScenes::aRollBringsWhatCannotStart),
            Map.entry("a roll is stopped", RenewalScenes::aRollIsStopped),
            Map.entry("a roll is paused", RenewalScenes::aRollIsPaused),
            Map.entry("a roll while all are past their limits", RenewalScenes::aRollWhileAllArePastTheirLimits)));

    private RenewalScenes() {}

    static @Nullable String firstFailure(int seeds) {
        return Stage.firstFailure(ALL, seeds);
    }

    /** Workers that take their time to start, and what became of them. */
    private static final class Crew implements WorkerDefinition<Object> {
        final Stage stage;
        final List<WorkerId> started = new ArrayList<>();
        final Map<WorkerId, StopReason> stopped = new HashMap<>();
        int failing;

        Crew(Stage stage) {
            this.stage = stage;
        }

        @Override
        public Object start(WorkerContext context) {
            stage.sleep(START);
            if (failing > 0) {
                failing--;
                throw new IllegalStateException("planted: it does not start");
            }
            started.add(context.id());
            return context.id();
        }

        @Override
        public void stop(Object worker, StopReason reason) {
            stopped.put((WorkerId) worker, reason);
        }

        long stopped(StopReason reason) {
            return stopped.values().stream().filter(reason::equals).count();
        }
    }

    private static PoolEngine open(Stage stage, int size, Recycling recycling, Crew crew) {
        PoolEngine pool = stage.open(size, Policies.standard().with(recycling), crew, event -> {});
        always(stage, pool, size);
        return pool;
    }

    /** So many serve all the time, and no more live beyond them than may. */
    private static void always(Stage stage, PoolEngine pool, int size) {
        stage.always.add(() -> {
            PoolSnapshot seen = pool.snapshot();
            if (seen.size() == size) {
                long serving =
                        seen.workers().stream().filter(RenewalScenes::serves).count();
                stage.check(serving >= size, serving + " workers serve in a pool of " + size);
            }
        });
    }

    private static boolean serves(PoolSnapshot.Worker worker) {
        return switch (worker.state()) {
            case IDLE, RUNNING, CANCELLING, LEASED, RECEIVING, RESETTING, CHECKING, LEAVING, CONDEMNED -> true;
            case STARTING, BACKOFF, FAILED, STOPPING, STOPPED -> false;
        };
    }

    private static void atMostBeyond(Stage stage, PoolEngine pool, int size, int atATime) {
        stage.always.add(() -> {
            // Who is not needed any more leaves when its start hook has returned.
            long living = pool.snapshot().workers().stream()
                    .filter(worker -> worker.state() != WorkerState.STOPPING)
                    .count();
            stage.check(
                    living <= size + atATime && pool.snapshot().renewal().underWay() <= atATime,
                    living + " workers live in a pool of " + size + " that replaces " + atATime + " at a time");
        });
    }

    /** Each has the uses that it may have. */
    private static void useUp(Stage stage, PoolEngine pool, int tasks) {
        stage.submit(pool, tasks, Duration.ofMillis(30));
        stage.await("they are done", () -> pool.snapshot().unfinished() == 0);
    }

    private static void allArePastTheirLimits(Stage stage) {
        var crew = new Crew(stage);
        PoolEngine pool = open(stage, 4, AFTER_TWO.withAtATime(2), crew);
        atMostBeyond(stage, pool, 4, 2);
        useUp(stage, pool, 8);
        stage.pass(Duration.ofSeconds(2));
        stage.check(
                crew.stopped(StopReason.RECYCLED) == 4,
                crew.stopped + " were recycled, and four were past their limits");
        stage.check(pool.snapshot().renewal().replaced() == 4, "it counts others than four that were replaced");
    }

    /** Each begins when the one before is over, and not at the next look, which comes a second later. */
    private static void allGrowOldAtOnce(Stage stage) {
        var crew = new Crew(stage);
        PoolEngine pool =
                open(stage, 4, Recycling.none().afterAge(Duration.ofSeconds(18)).withJitter(0), crew);
        atMostBeyond(stage, pool, 4, 1);
        stage.pass(Duration.ofSeconds(17));
        stage.await("the first successor starts", () -> pool.snapshot().workers(WorkerState.STARTING) == 1);
        stage.pass(START.multipliedBy(4));
        stage.check(crew.stopped(StopReason.RECYCLED) == 4, "one start after another is enough for four");
    }

    /** A succession lasts until the old worker is gone, its last use included. */
    private static void aTaskTakesLong(Stage stage) {
        var crew = new Crew(stage);
        PoolEngine pool =
                open(stage, 2, Recycling.none().afterAge(Duration.ofSeconds(2)).withJitter(0), crew);
        atMostBeyond(stage, pool, 2, 1);
        stage.submit(pool, 2, Duration.ofSeconds(10));
        stage.pass(Duration.ofSeconds(9));
        stage.check(crew.stopped.isEmpty(), "somebody left in the middle of his task");
        stage.check(crew.started.size() == 3, "one successor serves beside two that work");
        stage.pass(Duration.ofSeconds(4));
        stage.check(crew.stopped(StopReason.RECYCLED) >= 2, "both have left after their tasks");
    }

    private static void aPoolIsPaused(Stage stage) {
        var crew = new Crew(stage);
        PoolEngine pool =
                open(stage, 2, Recycling.none().afterAge(Duration.ofSeconds(2)).withJitter(0), crew);
        stage.operate(pool, new Change.Pause());
        stage.pass(Duration.ofSeconds(10));
        stage.check(crew.started.size() == 2, "a replacement began in a pause");
        stage.check(
                pool.snapshot().renewal().held().contains("PAUSED"), "nobody says why nobody is replaced in a pause");
        stage.operate(pool, new Change.Resume());
        stage.pass(Duration.ofSeconds(1));
        stage.check(crew.started.size() == 4, "both were to be replaced since the pause is over");
    }

    /** Its successor, which starts, takes its place; nobody is started besides. */
    private static void theOldOneDiesMeanwhile(Stage stage) {
        var crew = new Crew(stage);
        PoolEngine pool = stage.open(1, Policies.standard().with(AFTER_TWO), crew, event -> {});
        atMostBeyond(stage, pool, 1, 1);
        useUp(stage, pool, 2);
        stage.await("a successor starts", () -> pool.snapshot().workers(WorkerState.STARTING) == 1);
        var unused = pool.plane()
                .submit(
                        (worker, payload, context) -> {
                            throw new AssertionError("planted: it kills its worker");
                        },
                        "none",
                        TaskOptions.none());
        stage.pass(Duration.ofSeconds(5));
        stage.submit(pool, 1, Duration.ofSeconds(1));
        stage.pass(Duration.ofMillis(500));
        stage.check(pool.snapshot().workers(WorkerState.RUNNING) == 1, "the one that is left works");
        stage.check(pool.snapshot().workers().size() == 1, "one worker is wanted");
        stage.check(crew.started.size() == 2, crew.started + " were started, and one successor is enough");
    }

    private static void aSuccessorIsNotNeeded(Stage stage) {
        var crew = new Crew(stage);
        PoolEngine pool = open(stage, 2, AFTER_TWO, crew);
        useUp(stage, pool, 4);
        stage.await("a successor starts", () -> pool.snapshot().workers(WorkerState.STARTING) == 1);
        stage.operate(pool, new Change.Recycle(Recycling.none()));
        stage.pass(Duration.ofSeconds(2));
        stage.check(pool.snapshot().workers().size() == 2, "a successor that is not needed is there");
        stage.check(crew.stopped(StopReason.NOT_NEEDED) == 1, "it was stopped for " + crew.stopped);
    }

    // Rolls.

    private static void roll(Stage stage, PoolEngine pool, Crew next, Rollout plan) {
        stage.act("a roll", () -> pool.roll(next, plan, "the scene", "it says so"));
    }

    private static RenewalSnapshot.Roll seen(PoolEngine pool) {
        return pool.snapshot().renewal().roll().orElseThrow();
    }

    private static long of(int generation, PoolEngine pool) {
        return pool.snapshot().workers().stream()
                .filter(worker -> worker.life().generation() == generation)
                .count();
    }

    /** One of this generation leaves, and a fresh one comes. */
    private static void drainOne(Stage stage, PoolEngine pool, int generation) {
        int number = pool.snapshot().workers().stream()
                .filter(worker -> worker.life().generation() == generation)
                .findFirst()
                .orElseThrow()
                .worker();
        stage.always.clear();
        stage.operate(pool, new Change.DrainWorker(number));
        stage.pass(Duration.ofSeconds(2));
    }

    /** Two at a time, each good when it has served for a second. */
    private static void aRollGoesWell(Stage stage) {
        var old = new Crew(stage);
        var next = new Crew(stage);
        PoolEngine pool = open(stage, 4, Recycling.none(), old);
        atMostBeyond(stage, pool, 4, 2);
        stage.always.add(() -> {
            long fresh = pool.snapshot().workers().stream()
                    .filter(worker -> worker.life().generation() == 2)
                    .filter(worker -> worker.life().age().compareTo(Duration.ofSeconds(1)) < 0)
                    .count();
            stage.check(fresh <= 2, fresh + " have yet to show that they are good, and two may");
            stage.check(
                    pool.snapshot().renewal().roll().stream().noneMatch(roll -> roll.stage() == RollStage.DONE)
                            || of(1, pool) == 0,
                    "the roll is done, and the old ones are there");
        });
        stage.submit(pool, 8, Duration.ofSeconds(4));
        roll(stage, pool, next, Rollout.standard().withAtATime(2).goodAfter(NEVER, Duration.ofSeconds(1)));
        stage.pass(Duration.ofSeconds(14));
        stage.check(seen(pool).stage() == RollStage.DONE, "a roll that goes well is done");
        stage.check(of(2, pool) == 4, "all are of the new generation");
        stage.check(old.stopped(StopReason.ROLLED) == 4, "the old ones were stopped for " + old.stopped);
        stage.check(pool.operations().getLast().result() == Operation.Result.APPLIED, "the record says how it ended");
        drainOne(stage, pool, 2);
        stage.check(of(2, pool) == 4, "what starts after the roll is of the new generation");
    }

    /** Everybody serves on; after so many failures nobody is started from it any more. */
    private static void aRollBringsWhatCannotStart(Stage stage) {
        var old = new Crew(stage);
        var next = new Crew(stage);
        next.failing = 1_000;
        PoolEngine pool = open(stage, 4, Recycling.none(), old);
        int most = stage.strikes(0.5) ? 1 : 2;
        roll(stage, pool, next, Rollout.standard().withAtATime(1).stopAfter(most));
        stage.pass(Duration.ofSeconds(20));
        stage.check(seen(pool).stage() == RollStage.STOPPED, most + " have failed");
        stage.check(
                next.failing == 1_000 - most,
                (1_000 - next.failing) + " were started from what cannot start, and " + most + " may be");
        stage.check(pool.snapshot().workers().size() == 4 && of(1, pool) == 4, "the old ones serve");
        stage.check(old.stopped(StopReason.ROLLED) == 0, "somebody has left for a successor that never served");
    }

    /** What serves goes on; who dies then is replaced by one of the old generation. */
    private static void aRollIsStopped(Stage stage) {
        var old = new Crew(stage);
        var next = new Crew(stage);
        PoolEngine pool = open(stage, 3, Recycling.none(), old);
        roll(stage, pool, next, Rollout.standard().goodAfter(NEVER, Duration.ofSeconds(1)));
        stage.await(
                "the second one starts",
                () -> next.started.size() == 1 && pool.snapshot().workers(WorkerState.STARTING) == 1);
        stage.operate(pool, new Change.StopRoll());
        stage.pass(Duration.ofSeconds(5));
        stage.check(of(2, pool) == 1 && of(1, pool) == 2, "a stopped roll goes on");
        stage.check(pool.snapshot().workers().size() == 3, "a successor of a stopped roll is there");
        drainOne(stage, pool, 2);
        stage.check(of(1, pool) == 3, "what starts after the roll is of the old generation");
    }

    /** Nobody begins in a pause, and nobody is good for having lived through it. */
    private static void aRollIsPaused(Stage stage) {
        var old = new Crew(stage);
        var next = new Crew(stage);
        PoolEngine pool = open(stage, 3, Recycling.none(), old);
        boolean before = stage.strikes(0.5);
        if (before) {
            stage.operate(pool, new Change.Pause());
        }
        roll(stage, pool, next, Rollout.standard().goodAfter(NEVER, Duration.ofSeconds(3)));
        if (!before) {
            stage.await("one serves", () -> next.started.size() == 1);
            stage.pass(Duration.ofSeconds(1));
            stage.operate(pool, new Change.Pause());
        }
        int begun = next.started.size();
        stage.pass(Duration.ofSeconds(10));
        stage.check(next.started.size() == begun, "a replacement began in a pause");
        stage.check(seen(pool).stage() == RollStage.HELD, "a roll in a pause is held");
        stage.operate(pool, new Change.Resume());
        stage.pass(Duration.ofSeconds(1));
        stage.check(next.started.size() == 1, "one was good for having lived through a pause");
        stage.pass(Duration.ofSeconds(12));
        stage.check(seen(pool).stage() == RollStage.DONE, "it goes on after the pause");
    }

    private static void aRollWhileAllArePastTheirLimits(Stage stage) {
        var old = new Crew(stage);
        var next = new Crew(stage);
        PoolEngine pool =
                open(stage, 2, Recycling.none().afterAge(Duration.ofSeconds(2)).withJitter(0), old);
        atMostBeyond(stage, pool, 2, 1);
        stage.pass(Duration.ofSeconds(1));
        if (stage.strikes(0.5)) {
            stage.await("a successor starts", () -> pool.snapshot().workers(WorkerState.STARTING) == 1);
        }
        roll(stage, pool, next, Rollout.standard().goodAfter(NEVER, Duration.ofSeconds(8)));
        stage.pass(Duration.ofSeconds(8));
        stage.check(
                old.stopped(StopReason.RECYCLED) + next.stopped(StopReason.RECYCLED) == 0,
                "somebody was recycled during a roll");
        stage.pass(Duration.ofSeconds(20));
        stage.check(seen(pool).stage() == RollStage.DONE, "the roll is over");
        stage.check(next.stopped(StopReason.RECYCLED) > 0, "the limits count again after the roll");
    }
}
