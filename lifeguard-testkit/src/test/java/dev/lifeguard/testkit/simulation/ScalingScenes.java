package dev.lifeguard.testkit.simulation;

import dev.lifeguard.Change;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.WorkerDefinition;
import dev.lifeguard.WorkerState;
import dev.lifeguard.control.PoolEngine;
import dev.lifeguard.policy.Elastic;
import dev.lifeguard.policy.Policies;
import dev.lifeguard.policy.Scaling;
import dev.lifeguard.policy.ScalingPolicy.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a size that follows the load owes, one scene for each promise of it. */
final class ScalingScenes {
    private static final Duration START = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final Elastic ELASTIC = Scaling.elastic(1, 6).linger(LINGER);

    private static final Map<String, Stage.Scene> ALL = new TreeMap<>(Map.of(
            "many pools grow at once", ScalingScenes::manyPoolsGrowAtOnce,
            "starts fail while pools grow", ScalingScenes::startsFailWhilePoolsGrow,
            "the load comes and goes", ScalingScenes::theLoadComesAndGoes,
            "a size is needed now and then", ScalingScenes::aSizeIsNeededNowAndThen,
            "a pool is paused", ScalingScenes::aPoolIsPaused,
            "a pool rests in a pause", ScalingScenes::aPoolRestsInAPause,
            "a policy wishes what cannot be", ScalingScenes::aPolicyWishesWhatCannotBe,
            "a policy answers too late", ScalingScenes::aPolicyAnswersTooLate,
            "growth is called off", ScalingScenes::growthIsCalledOff));

    private ScalingScenes() {}

    static @Nullable String firstFailure(int seeds) {
        return Stage.firstFailure(ALL, seeds);
    }

    private static WorkerDefinition<Object> slow(Stage stage) {
        return context -> {
            stage.sleep(START);
            return new Object();
        };
    }

    private static PoolEngine open(Stage stage, int size, Scaling scaling) {
        return open(stage, size, scaling, event -> {});
    }

    private static PoolEngine open(Stage stage, int size, Scaling scaling, Consumer<PoolEvent> listener) {
        return stage.open(size, Policies.standard().with(scaling), slow(stage), listener);
    }

    /** They have two permits for all of them, take turns, and give them back. */
    private static void manyPoolsGrowAtOnce(Stage stage) {
        var pools = List.of(open(stage, 1, ELASTIC), open(stage, 1, ELASTIC), open(stage, 1, ELASTIC));
        growTogether(stage, pools);
        stage.check(
                stage.nanoTime() <= Duration.ofSeconds(8).toNanos(), "twelve starts of half a second, two at a time");
    }

    private static void startsFailWhilePoolsGrow(Stage stage) {
        boolean[] failing = new boolean[1];
        WorkerDefinition<Object> weak = context -> {
            stage.sleep(START);
            if (failing[0] && stage.strikes(0.5)) {
                throw new IllegalStateException("planted: it does not start");
            }
            return new Object();
        };
        var pools = new ArrayList<PoolEngine>();
        for (int number = 0; number < 3; number++) {
            pools.add(stage.open(1, Policies.standard().with(ELASTIC), weak, event -> {}));
        }
        failing[0] = true;
        growTogether(stage, pools);
    }

    private static void growTogether(Stage stage, List<PoolEngine> pools) {
        stage.always.add(() -> {
            long starting = pools.stream()
                    .flatMap(pool -> pool.snapshot().workers().stream())
                    .filter(worker -> worker.state() == WorkerState.STARTING && worker.restarts() == 0)
                    .count();
            stage.check(
                    starting == Stage.PERMITS - stage.starts.free(),
                    starting + " workers start for the first time, and " + stage.starts.free()
                            + " of 2 permits are free");
        });
        pools.forEach(pool -> stage.submit(pool, 5, Stage.LONG));
        stage.await(
                "each works on all",
                () -> pools.stream().allMatch(pool -> pool.snapshot().workers(WorkerState.RUNNING) == 5));
        stage.check(stage.starts.free() == Stage.PERMITS, stage.starts.free() + " permits are free, and nobody starts");
    }

    /** Up to what is needed and one more, and down when that was free for the linger. */
    private static void theLoadComesAndGoes(Stage stage) {
        long[] grown = new long[1];
        int[] shrunk = new int[1];
        PoolEngine pool = open(stage, 1, ELASTIC.spares(1), event -> {
            if (event instanceof PoolEvent.Scaled change) {
                if (change.to() > change.from()) {
                    grown[0] = stage.nanoTime();
                } else {
                    shrunk[0]++;
                    stage.check(
                            stage.nanoTime() - grown[0] >= LINGER.toNanos(),
                            "it shrank although it had grown within the linger");
                }
            }
        });
        stage.pass(Duration.ofSeconds(4));
        stage.check(pool.snapshot().size() == 1, "one is spare, and none is needed");
        stage.submit(pool, 3, Duration.ofSeconds(30));
        stage.pass(Duration.ofSeconds(20));
        stage.check(pool.snapshot().size() == 4, "three are needed, and one is to be spare");
        stage.pass(Duration.ofSeconds(11));
        stage.check(pool.snapshot().size() == 4, "they work until now, and linger");
        stage.check(shrunk[0] == 0, "it shrank although all were needed or spare");
        stage.pass(Duration.ofSeconds(20));
        stage.check(pool.snapshot().size() == 1, "nothing is done any more");
    }

    /** Five workers are needed for a moment in each second, so five stay, and no more. */
    private static void aSizeIsNeededNowAndThen(Stage stage) {
        PoolEngine pool = open(stage, 6, ELASTIC);
        stage.pass(Duration.ofMillis(700));
        stage.always.add(() -> stage.check(pool.snapshot().size() >= 5, "five were needed within the linger"));
        for (int second = 0; second < 20; second++) {
            stage.submit(pool, 5, Duration.ofMillis(300));
            stage.pass(Duration.ofSeconds(1));
        }
        stage.check(pool.snapshot().size() == 5, "the sixth was never needed");
    }

    private static void aPoolIsPaused(Stage stage) {
        PoolEngine pool = open(stage, 2, ELASTIC);
        stage.submit(pool, 2, Duration.ofMillis(100));
        stage.pass(Duration.ofMillis(200));
        stage.operate(pool, new Change.Pause());
        stage.submit(pool, 6, Stage.LONG);
        stage.pass(Duration.ofSeconds(20));
        stage.check(pool.snapshot().size() == 2, "a size was changed in a pause");
        stage.operate(pool, new Change.Resume());
        stage.pass(Duration.ofSeconds(20));
        stage.check(pool.snapshot().size() == 6, "six are needed since the pause is over");
    }

    private static void aPoolRestsInAPause(Stage stage) {
        PoolEngine pool = open(stage, 4, ELASTIC);
        stage.submit(pool, 4, Duration.ofMillis(100));
        stage.pass(Duration.ofMillis(200));
        stage.operate(pool, new Change.Pause());
        stage.pass(Duration.ofSeconds(20));
        stage.operate(pool, new Change.Resume());
        stage.pass(Duration.ofSeconds(1));
        stage.check(pool.snapshot().size() == 4, "somebody was sent away for having been free in a pause");
    }

    private static void aPolicyWishesWhatCannotBe(Stage stage) {
        int[] asked = new int[1];
        PoolEngine pool = open(
                stage,
                2,
                Scaling.custom(2, 4, load -> switch (asked[0]++ % 3) {
                            case 0 -> new Wish(0, "planted: nobody");
                            case 1 -> new Wish(100, "planted: many");
                            default -> throw new IllegalStateException("planted: it throws");
                        })
                        .every(LOOK));
        stage.always.add(() -> {
            int size = pool.snapshot().size();
            stage.check(size >= 2 && size <= 4, "a size outside its bounds");
        });
        stage.pass(Duration.ofSeconds(5));
        stage.check(asked[0] > 10, "the policy was asked " + asked[0] + " times in 5 s");
    }

    private static void aPolicyAnswersTooLate(Stage stage) {
        int[] asked = new int[1];
        PoolEngine pool = open(
                stage,
                1,
                Scaling.custom(1, 4, load -> {
                            if (asked[0]++ == 0) {
                                stage.sleep(Duration.ofSeconds(30));
                                return new Wish(4, "planted: by the load of long ago");
                            }
                            return new Wish(load.size(), "planted: as it is");
                        })
                        .every(LOOK));
        stage.pass(Duration.ofSeconds(60));
        stage.check(asked[0] > 10, "it is asked again");
        stage.check(pool.snapshot().size() == 1, "it went by an answer that came too late");
    }

    /** A pool that stands in line for permits and needs no more leaves the line; what it had serves another one. */
    private static void growthIsCalledOff(Stage stage) {
        boolean[] failing = new boolean[1];
        WorkerDefinition<Object> weak = context -> {
            stage.sleep(START);
            if (failing[0]) {
                throw new IllegalStateException("planted: it does not start");
            }
            return new Object();
        };
        PoolEngine first = stage.open(1, Policies.standard().with(ELASTIC), weak, event -> {});
        PoolEngine second = open(stage, 1, ELASTIC);
        failing[0] = stage.strikes(0.5);
        stage.submit(first, 6, Stage.LONG);
        stage.await(
                "it stands in line",
                () -> stage.starts.free() == 0 && first.snapshot().size() == 6);
        stage.operate(first, new Change.Scale(Scaling.fixed()));
        stage.operate(first, new Change.Resize(1));
        stage.submit(second, 3, Stage.LONG);
        stage.await("the other one grows", () -> second.snapshot().workers(WorkerState.RUNNING) == 3);
        stage.pass(Duration.ofSeconds(2));
        stage.check(first.snapshot().workers().size() == 1, "workers that are not wanted are there");
        stage.check(stage.starts.free() == Stage.PERMITS, stage.starts.free() + " permits are free, and nobody starts");
    }
}
