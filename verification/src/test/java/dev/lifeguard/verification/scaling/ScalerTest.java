package dev.lifeguard.verification.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.Change;
import dev.lifeguard.Doctor;
import dev.lifeguard.Drain;
import dev.lifeguard.Finding;
import dev.lifeguard.Finding.Illness;
import dev.lifeguard.PoolBuilder;
import dev.lifeguard.PoolEvent;
import dev.lifeguard.PoolState;
import dev.lifeguard.Restart;
import dev.lifeguard.TaskOptions;
import dev.lifeguard.WorkerPool;
import dev.lifeguard.WorkerState;
import dev.lifeguard.control.PoolEngine;
import dev.lifeguard.control.StartBudget;
import dev.lifeguard.dataplane.Call;
import dev.lifeguard.policy.Elastic;
import dev.lifeguard.policy.Scaling;
import dev.lifeguard.policy.ScalingPolicy.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a pool does not grow although work waits, who starts when many pools do, and what is told of it. */
final class ScalerTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration START = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Elastic ELASTIC = Scaling.elastic(1, 8).linger(Duration.ofSeconds(2));

    private final SteppedPools pools = new SteppedPools(1);
    private final StartBudget starts = new StartBudget(2);
    private final List<PoolEvent> events = new ArrayList<>();
    private final Call work = (worker, payload, context) -> {
        pools.sleep((Duration) payload);
        return "done";
    };
    private int failing;

    @AfterEach
    void end() {
        pools.close();
    }

    private PoolBuilder<Object, WorkerPool<Object>> builder(String name) {
        return WorkerPool.of(() -> {
                    pools.sleep(START);
                    if (failing-- > 0) {
                        throw new IllegalStateException("planted: it does not start");
                    }
                    return new Object();
                })
                .name(name)
                .size(1)
                .listener(events::add);
    }

    private PoolEngine open(PoolBuilder<Object, WorkerPool<Object>> builder) {
        PoolEngine pool = pools.open(builder, starts);
        pools.await("it runs", () -> pool.state() == PoolState.RUNNING);
        return pool;
    }

    private void submit(PoolEngine pool, int tasks, Duration each) {
        for (int number = 0; number < tasks; number++) {
            var unused = pool.plane().submit(work, each, TaskOptions.none());
        }
    }

    private void operate(PoolEngine pool, Change change) {
        boolean[] done = new boolean[1];
        pools.start("operator", () -> {
            pool.operate(change, "the test", "it looks what follows");
            done[0] = true;
        });
        pools.await("it is done", () -> done[0]);
    }

    @Test
    void aPausedPoolDoesNotGrowAndAResumedOneDoes() {
        PoolEngine pool = open(builder("paused").scale(ELASTIC));
        operate(pool, new Change.Pause());
        submit(pool, 6, LONG);
        pools.pass(Duration.ofSeconds(30));
        assertEquals(1, pool.snapshot().size());
        operate(pool, new Change.Resume());
        pools.pass(Duration.ofSeconds(30));
        assertEquals(6, pool.snapshot().size());
    }

    @Test
    void nobodyIsSentAwayForHavingBeenFreeInAPause() {
        PoolEngine pool = open(builder("rested").size(4).minReady(4, LONG).scale(ELASTIC));
        submit(pool, 4, Duration.ofMillis(100));
        pools.pass(Duration.ofMillis(200));
        operate(pool, new Change.Pause());
        pools.pass(Duration.ofSeconds(30));
        assertEquals(4, pool.snapshot().size());
        operate(pool, new Change.Resume());
        pools.pass(Duration.ofSeconds(1));
        assertEquals(4, pool.snapshot().size());
        pools.pass(Duration.ofSeconds(5));
        assertEquals(1, pool.snapshot().size());
    }

    @Test
    void aDegradedPoolDoesNotGrow() {
        PoolEngine pool = open(builder("degraded")
                .size(2)
                .minReady(2, LONG)
                .restart(Restart.standard().intensity(3, Duration.ofSeconds(60)))
                .scale(ELASTIC));
        submit(pool, 3, LONG);
        failing = 5;
        pools.await("it is degraded", () -> pool.snapshot().degraded().isPresent());
        int size = pool.snapshot().size();
        submit(pool, 5, LONG);
        pools.pass(Duration.ofSeconds(20));
        assertTrue(pool.snapshot().degraded().isPresent());
        assertEquals(size, pool.snapshot().size());
        assertTrue(pool.snapshot().sizing().held().orElseThrow().contains("degraded"));
        pools.pass(Duration.ofMinutes(2));
        assertEquals(8, pool.snapshot().size());
        assertTrue(pool.snapshot().degraded().isEmpty());
    }

    @Test
    void workersThatStartCountSoNobodyIsStartedTwice() {
        PoolEngine pool = open(builder("slow").scale(ELASTIC));
        submit(pool, 3, LONG);
        pools.pass(Duration.ofSeconds(60));
        assertEquals(3, pool.snapshot().size());
    }

    @Test
    void aPoolAtItsMostIsAFindingOfTheDoctor() {
        PoolEngine pool = open(builder("small").scale(Scaling.elastic(1, 2)));
        submit(pool, 5, LONG);
        pools.pass(Duration.ofSeconds(12));
        List<Finding> findings = Doctor.standard().examine(pool.snapshot());
        assertEquals(
                List.of(Illness.AT_MOST),
                findings.stream().map(Finding::illness).toList());
        assertTrue(
                findings.getFirst()
                        .fact()
                        .startsWith("the pool is at its most, 2 workers, and the oldest task waits 1"),
                findings::toString);
        assertTrue(pool.snapshot().sizing().held().orElseThrow().contains("more than the 2 workers"));
    }

    @Test
    void aSizeThatSwingsIsAFindingOfTheDoctor() {
        PoolEngine pool = open(builder("swing")
                .scale(Scaling.custom(1, 4, load -> new Wish(load.size() == 1 ? 2 : 1, "planted: it swings"))
                        .every(Duration.ofSeconds(2))));
        pools.pass(Duration.ofSeconds(30));
        assertEquals(
                List.of(Illness.FLAPPING),
                Doctor.standard().examine(pool.snapshot()).stream()
                        .map(Finding::illness)
                        .toList());
        assertEquals(
                List.of(),
                Doctor.standard().examine(open(builder("calm").scale(ELASTIC)).snapshot()));
    }

    @Test
    void decisionsAreRememberedUpToTheirBound() {
        PoolEngine pool = open(builder("many")
                .scale(Scaling.custom(1, 4, load -> new Wish(load.size() == 1 ? 2 : 1, "planted: it swings"))));
        pools.pass(Duration.ofSeconds(100));
        assertEquals(32, pool.snapshot().sizing().decisions().size());
    }

    @Test
    void aPolicyThatHangsIsToldOnceAndAskedAgainWhenItIsBack() {
        boolean[] hangs = {true};
        int[] calls = new int[1];
        PoolEngine pool = open(builder("hung").scale(Scaling.custom(1, 4, load -> {
            calls[0]++;
            if (hangs[0]) {
                hangs[0] = false;
                pools.sleep(Duration.ofSeconds(60));
                return new Wish(4, "it thinks of the load of long ago");
            }
            return new Wish(3, "it is back");
        })));
        pools.pass(Duration.ofSeconds(9));
        assertTrue(pool.snapshot().sizing().failing().isEmpty());
        pools.pass(Duration.ofSeconds(21));
        assertEquals(1, calls[0]);
        assertEquals(1, pool.snapshot().size());
        assertEquals(
                List.of(Illness.SCALING_FAILS),
                Doctor.standard().examine(pool.snapshot()).stream()
                        .map(Finding::illness)
                        .toList());
        pools.pass(Duration.ofSeconds(60));
        assertEquals(
                List.of("it is back"),
                pool.snapshot().sizing().decisions().stream()
                        .map(decision -> decision.reason())
                        .toList());
        assertTrue(pool.snapshot().sizing().failing().isEmpty());
        assertEquals(
                1,
                events.stream()
                        .filter(event -> event instanceof PoolEvent.Trouble trouble
                                && trouble.message().contains("has not returned"))
                        .count());
    }

    @Test
    void manyPoolsThatGrowAtOnceStartNoMoreThanTheBudgetAllowsAndAllHaveTheirTurn() {
        List<PoolEngine> many = new ArrayList<>();
        for (int number = 0; number < 6; number++) {
            many.add(open(builder("herd-" + number).scale(ELASTIC)));
        }
        many.forEach(pool -> submit(pool, 5, LONG));
        long most = 0;
        var firsts = new ArrayList<Long>();
        for (int look = 0; look < 300; look++) {
            pools.pass(Duration.ofMillis(50));
            long starting = 0;
            for (PoolEngine pool : many) {
                starting += pool.snapshot().workers(WorkerState.STARTING);
            }
            most = Math.max(most, starting);
            firsts.add(many.stream()
                    .filter(pool -> pool.snapshot().workers().stream()
                                    .filter(worker -> worker.state() == WorkerState.RUNNING)
                                    .count()
                            > 1)
                    .count());
        }
        assertEquals(2, most);
        assertTrue(many.stream().allMatch(pool -> pool.snapshot().workers(WorkerState.RUNNING) == 5));
        // Each had one more before any had all: 6 pools at 2 starts a half second are 1.5 s, all together are 6 s.
        assertEquals(6L, firsts.get(2_500 / 50), firsts::toString);
        assertEquals(2, starts.free());
    }

    @Test
    void aPoolThatClosesGivesBackWhatItHasAndLeavesTheLine() {
        PoolEngine first = open(builder("first").scale(ELASTIC));
        PoolEngine second = open(builder("second").scale(ELASTIC));
        PoolEngine third = open(builder("third").scale(ELASTIC));
        submit(first, 8, LONG);
        submit(second, 8, LONG);
        pools.await("nothing is left", () -> starts.free() == 0);
        first.beginDrain(Drain.now());
        second.beginDrain(Drain.now());
        submit(third, 3, LONG);
        pools.pass(Duration.ofSeconds(20));
        assertEquals(PoolState.STOPPED, first.state());
        assertEquals(PoolState.STOPPED, second.state());
        assertEquals(3, third.snapshot().workers(WorkerState.RUNNING));
        assertEquals(2, starts.free());
    }

    @Test
    void poolsThatWereMadeAtOneTimeDoNotGrowAtOneTime() {
        List<PoolEngine> many = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            many.add(pools.open(builder("jitter-" + number).scale(ELASTIC), new StartBudget(100)));
        }
        pools.pass(Duration.ofSeconds(1));
        many.forEach(pool -> submit(pool, 2, LONG));
        var times = new TreeSet<Long>();
        for (int millis = 0; millis < 400; millis++) {
            long before =
                    events.stream().filter(PoolEvent.Scaled.class::isInstance).count();
            pools.pass(Duration.ofMillis(1));
            if (events.stream().filter(PoolEvent.Scaled.class::isInstance).count() > before) {
                times.add(pools.nanoTime());
            }
        }
        assertTrue(times.size() >= 4, times::toString);
    }

    @Test
    void aThousandWorkersStartSixtyFourAtATimeInOrder() {
        PoolEngine pool = pools.open(builder("large").size(1_000).minReady(1_000, LONG), starts);
        long most = 0;
        while (pool.state() == PoolState.STARTING) {
            pools.pass(LOOK);
            most = Math.max(most, pool.snapshot().workers(WorkerState.STARTING));
            int[] states = new int[2];
            pool.snapshot().workers().forEach(worker -> {
                if (worker.state() == WorkerState.BACKOFF) {
                    states[0]++;
                } else if (states[0] > 0) {
                    states[1]++;
                }
            });
            assertEquals(0, states[1], "a worker was overtaken by one behind it");
        }
        assertEquals(64, most);
        assertEquals(1_000, pool.snapshot().workers(WorkerState.IDLE));
        // 16 rounds of half a second: the last round takes what is left.
        assertTrue(pools.nanoTime() < Duration.ofSeconds(9).toNanos());
    }

    @Test
    void aFixedPoolIsNotLookedAtByTheScaler() {
        PoolEngine fixed = open(builder("fixed"));
        PoolEngine elastic = open(builder("elastic").scale(ELASTIC));
        long longest = 0;
        for (int look = 0; look < 20; look++) {
            pools.pass(LOOK);
            longest = Math.max(longest, fixed.supervisor().step() - pools.nanoTime());
            assertTrue(elastic.supervisor().step() - pools.nanoTime() <= 2 * LOOK.toNanos());
        }
        // It sleeps until the look at its life, which comes once a second.
        assertTrue(longest > 5 * LOOK.toNanos(), "it sleeps at most " + longest + " ns");
    }
}
